import { IconX } from '@tabler/icons-react';
import type { GenerationFilter } from '../../../../shared/query';
import { type CurrentView, clearFilters, showState } from '../../../model/view';
import { Button } from '../../../ui/button';
import { type Condition, describeFilter } from './describe-filter';
import { editedCondition } from './edited-condition';
import classes from './filter-chips.module.css';

/** The conditions chosen, each of which can be taken away; absent where there is none. */
export function FilterChips({ current }: Readonly<{ current: CurrentView }>) {
  const conditions = describeFilter(current.state.chosen);
  if (conditions.length === 0) return null;
  const keep = (chosen: GenerationFilter) => showState({ ...current.state, chosen });
  return (
    <div className={classes.bar}>
      <ul className={classes.chips} aria-label="Filters">
        {conditions.map(({ id, name, value, without, edit }) => (
          <li key={id} className={classes.chip}>
            <Text name={name} value={value} edit={edit} />
            <button
              type="button"
              className={classes.remove}
              aria-label={`Remove filter ${name}`}
              onClick={() => keep(without)}
            >
              <IconX size={12} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      <Button size="small" look="quiet" onClick={clearFilters}>
        Clear filters
      </Button>
    </div>
  );
}

/** What a condition says; at a click it can be changed, where there are fields for it. */
function Text({ name, value, edit }: Pick<Condition, 'name' | 'value' | 'edit'>) {
  const text = (
    <>
      <span className={classes.name}>{name}</span>
      <bdi className={classes.value} title={value}>
        {value.replace(/\s+/g, ' ')}
      </bdi>
    </>
  );
  if (!edit) return <span className={classes.text}>{text}</span>;
  return (
    <button type="button" className={classes.text} onClick={() => editedCondition.set(edit)}>
      {text}
    </button>
  );
}
