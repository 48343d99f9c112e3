// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot be virtualised like this.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and names its current row.
import { IconPlus } from '@tabler/icons-react';
import { memo } from 'react';
import { classNames } from '../../base/class-names';
import list from '../../ui/grid/grid.module.css';
import { IconButton } from '../../ui/icon-button';
import { openNewGeneration } from '../new-generation/new-generation';
import type { Standing, StandingColumn } from './standing-columns';
import classes from './standing-grid.module.css';

type StandingRowProps = Readonly<{
  row: Standing | undefined;
  index: number;
  /** Distance from the layer's top, pixels. */
  top: number;
  columns: readonly StandingColumn[];
  /** What a click does, for the tooltip. */
  title: string;
  /** Whether there is a column for what can be done with a row. */
  actions: boolean;
  current: boolean;
  readOnlyReason: string | null;
  onOpen: (row: Standing) => void;
}>;

/** The DOM id of a row, for `aria-activedescendant`. */
export const standingRowId = (index: number): string => `standing-${index}`;

/** One row of the leaderboard, or its placeholder while it is on its way. */
export const StandingRow = memo(function StandingRow(props: StandingRowProps) {
  const { row, index, top, columns, title, actions, current, readOnlyReason, onOpen } = props;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the grid.
    <div
      role="row"
      id={standingRowId(index)}
      aria-rowindex={index + 2}
      aria-selected={current}
      aria-busy={row ? undefined : true}
      data-index={index}
      data-current={current || undefined}
      className={list.row}
      style={{ top }}
      title={title}
      onClick={() => row && onOpen(row)}
    >
      {columns.map(({ id, sort, align, cell }) => (
        <div
          key={id}
          role="gridcell"
          className={classNames(list.cell, list[id], classes.cell)}
          data-column={id}
          data-align={align}
          data-cut={sort === 'name' || undefined}
        >
          {row ? cell(row) : <span className={list.bar} style={{ width: '60%' }} />}
        </div>
      ))}
      {actions && (
        <div role="gridcell" className={classes.again}>
          {row && 'prompt' in row && (
            <IconButton
              label="Generate again"
              tabIndex={current ? 0 : -1}
              disabled={readOnlyReason !== null}
              title={readOnlyReason ?? 'Generate again'}
              onClick={(event) => {
                event.stopPropagation();
                void openNewGeneration(row.prompt);
              }}
            >
              <IconPlus size={16} stroke={1.75} />
            </IconButton>
          )}
        </div>
      )}
    </div>
  );
});
