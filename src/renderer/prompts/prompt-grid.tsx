// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot be virtualised like this.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and names its current row.
import { IconArrowNarrowDown, IconArrowNarrowUp, IconPlus } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type KeyboardEvent, useRef, useState } from 'react';
import type { PromptStanding } from '../../shared/insights';
import { showOnly } from '../generations/view';
import { openNewGeneration } from '../new-generation/new-generation';
import { IconButton } from '../ui/icon-button';
import { type PromptColumn, promptColumns } from './prompt-columns';
import classes from './prompt-grid.module.css';
import { type PromptsView, togglePromptsSort } from './prompts-view';

const rowHeight = 34;
const template = [...promptColumns.map(({ width }) => width), '44px'].join(' ');

type PromptGridProps = Readonly<{
  rows: readonly PromptStanding[];
  view: PromptsView;
  waiting: boolean;
  readOnlyReason: string | null;
}>;

/** The leaderboard. A row opens the generations of its prompt. */
export function PromptGrid({ rows, view, waiting, readOnlyReason }: PromptGridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<number | null>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollPaddingStart: 32,
  });
  const goTo = (index: number) => {
    const target = Math.min(Math.max(0, index), rows.length - 1);
    setCurrent(target);
    virtualizer.scrollToIndex(target);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLButtonElement || event.ctrlKey || event.metaKey) return;
    const page = 20;
    if (event.key === 'ArrowDown' || event.key === 'j') goTo((current ?? -1) + 1);
    else if (event.key === 'ArrowUp' || event.key === 'k') goTo((current ?? 1) - 1);
    else if (event.key === 'PageDown') goTo((current ?? 0) + page);
    else if (event.key === 'PageUp') goTo((current ?? 0) - page);
    else if (event.key === 'Home') goTo(0);
    else if (event.key === 'End') goTo(rows.length - 1);
    else if (event.key === 'Enter' && current !== null) open(rows[current]);
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label="Prompt leaderboard"
      aria-rowcount={rows.length + 1}
      aria-activedescendant={current === null ? undefined : `prompt-row-${current}`}
      tabIndex={0}
      className={classes.scroller}
      data-waiting={waiting || undefined}
      onKeyDown={onKeyDown}
      style={{ '--columns': template } as CSSProperties}
    >
      <div role="rowgroup" className={classes.header}>
        <div role="row" aria-rowindex={1} className={classes.line}>
          {promptColumns.map((column) => (
            <HeaderCell key={column.id} column={column} view={view} />
          ))}
          <div role="columnheader">
            <span className="visually-hidden">Actions</span>
          </div>
        </div>
      </div>
      <div role="rowgroup" style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return row ? (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the grid.
            <div
              key={index}
              role="row"
              id={`prompt-row-${index}`}
              aria-rowindex={index + 2}
              aria-selected={current === index}
              className={classes.row}
              style={{ top: start }}
              title="Show the generations of this prompt"
              onClick={() => open(row)}
            >
              {promptColumns.map(({ id, align, cell }) => (
                <div
                  key={id}
                  role="gridcell"
                  className={classes.cell}
                  data-column={id}
                  data-align={align}
                >
                  {cell(row)}
                </div>
              ))}
              <div role="gridcell" className={classes.again}>
                <IconButton
                  label="Generate again"
                  tabIndex={current === index ? 0 : -1}
                  disabled={readOnlyReason !== null}
                  title={readOnlyReason ?? 'Generate again'}
                  onClick={(event) => {
                    event.stopPropagation();
                    void openNewGeneration(row.prompt);
                  }}
                >
                  <IconPlus size={16} stroke={1.75} />
                </IconButton>
              </div>
            </div>
          ) : null;
        })}
      </div>
    </div>
  );
}

function HeaderCell({ column, view }: Readonly<{ column: PromptColumn; view: PromptsView }>) {
  const { sort } = column;
  const direction = sort !== null && view.sort === sort ? view.direction : undefined;
  const Arrow = direction === 'ascending' ? IconArrowNarrowUp : IconArrowNarrowDown;
  return (
    <div
      role="columnheader"
      aria-sort={direction}
      className={classes.headerCell}
      data-align={column.align}
    >
      <button
        type="button"
        className={classes.label}
        title={column.title}
        aria-disabled={sort === null || undefined}
        onClick={() => sort !== null && togglePromptsSort(sort)}
      >
        {column.header}
        {direction && <Arrow size={14} stroke={1.75} aria-hidden />}
      </button>
    </div>
  );
}

const open = (row: PromptStanding | undefined): void => {
  if (row) showOnly({ prompt: row.prompt });
};
