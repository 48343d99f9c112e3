import { IconFilterOff, IconMusic } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import { formatQuantity } from '../../base/format/numbers';
import { countQuery } from '../../model/generation-queries';
import { statusLabel } from '../../model/status';
import {
  clearFilters,
  showState,
  showsEverything,
  type View,
  type ViewState,
} from '../../model/view';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/notice';
import { type Asked, askedTogether, withoutAsked } from './empty-conditions';
import classes from './empty-list.module.css';

/** The list without rows: because nothing matches, or because the library is empty. */
export function EmptyList({ view, state }: Readonly<{ view: View; state: ViewState }>) {
  const { statuses } = view.filter;
  if (showsEverything(view)) {
    return (
      <Notice
        icon={<IconMusic size={22} stroke={1.5} />}
        title="No generations yet"
        text="Jobs that DGX Music puts into this library appear here."
      />
    );
  }
  const only = statuses?.length === 1 && Object.keys(view.filter).length === 1 ? statuses[0] : null;
  return (
    <Notice
      icon={<IconFilterOff size={22} stroke={1.5} />}
      title={only ? `Nothing is ${statusLabel(only).toLowerCase()}` : 'No generations match'}
      text={
        <>
          {only
            ? 'No generation has this status at the moment.'
            : 'All conditions have to be met at once.'}
          <Culprits view={view} state={state} />
        </>
      }
      actions={<Button onClick={clearFilters}>Clear filters</Button>}
    />
  );
}

/** At most so many conditions are looked at one by one. */
const mostAsked = 6;

/** Which condition alone leaves nothing, or without which one there would be something. */
function Culprits({ view, state }: Readonly<{ view: View; state: ViewState }>) {
  const asked = askedTogether(view.filter).slice(0, mostAsked);
  const alone = useQueries({ queries: asked.map((one) => countQuery(one.alone)) });
  const guilty = asked.filter((_, at) => alone[at]?.data?.total === 0);
  const innocent = alone.every(({ data }) => data) && guilty.length === 0 ? asked : [];
  const without = useQueries({ queries: innocent.map((one) => countQuery(one.without)) });
  const drop = (one: Asked) => showState(withoutAsked(state, one.without, Date.now()));
  if (asked.length === 0) return null;
  return (
    <ul className={classes.culprits} aria-label="Conditions that leave nothing">
      {guilty.map((one) => (
        <li key={one.id}>
          <span>
            No generation has <strong>{one.label}</strong>, whatever else is asked.
          </span>
          <Button size="small" onClick={() => drop(one)}>
            {`Drop ${one.label}`}
          </Button>
        </li>
      ))}
      {innocent.map((one, at) => {
        const total = without[at]?.data?.total ?? 0;
        if (total === 0) return null;
        return (
          <li key={one.id}>
            <span>
              Without <strong>{one.label}</strong>: {formatQuantity(total, 'generation')}
            </span>
            <Button size="small" onClick={() => drop(one)}>
              {`Drop ${one.label}`}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
