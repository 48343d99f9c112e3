import { useQuery } from '@tanstack/react-query';
import type { GenerationFilter } from '../../../shared/query';
import { formatCount } from '../../base/format/numbers';
import { countQuery } from '../../model/generation-queries';
import { statusLabel, statusOrder } from '../../model/status';
import { choose } from '../../model/view';
import classes from './status-filter.module.css';
import { StatusSign } from './status-mark';

type StatusFilterProps = Readonly<{
  wanted: GenerationFilter;
  /** Whose matches are counted: the filter of the rows on screen. */
  counted: GenerationFilter;
}>;

/** One status or all of them, each with its number. */
export function StatusFilter({ wanted, counted }: StatusFilterProps) {
  const chosen = wanted.statuses;
  const { statuses: _, ...others } = counted;
  const { data } = useQuery({ ...countQuery(others), placeholderData: (before) => before });
  // A status stays on offer while nothing matches it: the library holds it all the same.
  const library = useQuery({ ...countQuery({}), placeholderData: (before) => before });
  const only = chosen?.length === 1 ? (chosen[0] ?? null) : null;
  const occurring = new Set([
    ...Object.keys(library.data?.byStatus ?? {}),
    ...Object.keys(data?.byStatus ?? {}),
    ...(chosen ?? []),
  ]);
  return (
    <div role="radiogroup" aria-label="Status" className={classes.group}>
      <StatusChoice
        label="All"
        count={data?.total}
        checked={!chosen}
        onChoose={() => choose({ statuses: undefined })}
      />
      {statusOrder([...occurring]).map((status) => (
        <StatusChoice
          key={status}
          status={status}
          label={statusLabel(status)}
          count={data && (data.byStatus[status] ?? 0)}
          checked={only === status}
          onChoose={() => choose({ statuses: [status] })}
        />
      ))}
    </div>
  );
}

type ChoiceProps = Readonly<{
  status?: string;
  label: string;
  count: number | undefined;
  checked: boolean;
  onChoose: () => void;
}>;

function StatusChoice({ status, label, count, checked, onChoose }: ChoiceProps) {
  return (
    <label className={classes.choice} data-checked={checked || undefined}>
      <input
        type="radio"
        name="status"
        className={classes.input}
        checked={checked}
        onChange={onChoose}
      />
      {status !== undefined && <StatusSign status={status} />}
      <span>{label}</span>{' '}
      <span className={classes.count}>{count === undefined ? '' : formatCount(count)}</span>
    </label>
  );
}
