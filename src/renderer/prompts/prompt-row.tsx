// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot be virtualised like this.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and names its current row.
import { IconPlus } from '@tabler/icons-react';
import { memo } from 'react';
import type { PromptStanding } from '../../shared/insights';
import list from '../generations/grid/grid.module.css';
import { openNewGeneration } from '../new-generation/new-generation';
import { IconButton } from '../ui/icon-button';
import type { PromptColumn } from './prompt-columns';
import classes from './prompt-grid.module.css';

type PromptRowProps = Readonly<{
  row: PromptStanding | undefined;
  index: number;
  /** Distance from the layer's top, pixels. */
  top: number;
  columns: readonly PromptColumn[];
  current: boolean;
  readOnlyReason: string | null;
  onOpen: (row: PromptStanding) => void;
}>;

/** The DOM id of a row, for `aria-activedescendant`. */
export const promptRowId = (index: number): string => `prompt-row-${index}`;

/** One row of the leaderboard, or its placeholder while it is on its way. */
export const PromptRow = memo(function PromptRow(props: PromptRowProps) {
  const { row, index, top, columns, current, readOnlyReason, onOpen } = props;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the grid.
    <div
      role="row"
      id={promptRowId(index)}
      aria-rowindex={index + 2}
      aria-selected={current}
      aria-busy={row ? undefined : true}
      data-index={index}
      data-current={current || undefined}
      className={list.row}
      style={{ top }}
      title="Show the generations of this prompt"
      onClick={() => row && onOpen(row)}
    >
      {columns.map(({ id, align, cell }) => (
        <div
          key={id}
          role="gridcell"
          className={`${list.cell} ${classes.cell}`}
          data-column={id}
          data-align={align}
          data-cut={id === 'prompt' || undefined}
        >
          {row ? cell(row) : <span className={list.bar} style={{ width: '60%' }} />}
        </div>
      ))}
      <div role="gridcell" className={classes.again}>
        {row && (
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
    </div>
  );
});
