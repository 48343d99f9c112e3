// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot be virtualised like this.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and names its current row.
import { useQuery } from '@tanstack/react-query';
import {
  type CSSProperties,
  type KeyboardEvent,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { RareStanding } from '../../../shared/insights';
import { type StandingsView, standingsQuery } from '../../model/insight-queries';
import { type ShownPage, usePagedRows } from '../../model/paged-rows';
import { showOnly } from '../../model/view';
import { ColumnLabel } from '../../ui/column-header';
import header from '../../ui/column-header.module.css';
import list from '../../ui/grid/grid.module.css';
import { headerHeight, rowHeights } from '../../ui/grid/grid-measures';
import { useKeepFocus } from '../../ui/grid/use-keep-focus';
import { useRowWindow } from '../../ui/grid/use-row-window';
import { columnsFor, type Standing, type StandingColumn } from './standing-columns';
import classes from './standing-grid.module.css';
import { StandingRow, standingRowId } from './standing-row';
import { toggleStandingsSort } from './standings-view';

const rowHeight = rowHeights.comfortable;

type StandingGridProps = Readonly<{
  shown: ShownPage<StandingsView>;
  total: number;
  readOnlyReason: string | null;
}>;

const labels = {
  prompts: { grid: 'Prompt leaderboard', row: 'Show the generations of this prompt' },
  models: { grid: 'Model leaderboard', row: 'Show the generations of this model' },
} as const;

/** A leaderboard, of which only the rows in sight are in the document. A row opens its generations. */
export function StandingGrid({ shown, total, readOnlyReason }: StandingGridProps) {
  const { of, sort } = shown.view;
  const scroller = useRef<HTMLDivElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<number | null>(null);
  const rows = useRowWindow(scroller, layer, total, rowHeight, headerHeight);
  useKeepFocus(scroller);
  const rowAt = usePagedRows(shown.view, standingsQuery, total, rows.range);
  const known = useQuery(standingsQuery(shown.view, 0)).data?.known.join();
  const columns = useMemo(
    () => columnsFor(of, (known?.split(',') ?? []) as RareStanding[], sort),
    [of, known, sort],
  );
  const actions = of === 'prompts' ? '44px' : '';
  const template = [...columns.map(({ width }) => width), actions].join(' ');

  const { scrollToTop } = rows;
  const before = useRef(shown.view);
  useEffect(() => {
    if (before.current === shown.view) return;
    before.current = shown.view;
    setCurrent(null);
    scrollToTop();
  }, [shown.view, scrollToTop]);

  const goTo = (index: number) => {
    const target = Math.min(Math.max(0, index), total - 1);
    rows.reveal(target);
    setCurrent(target);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLButtonElement || event.ctrlKey || event.metaKey) return;
    if (event.key === 'ArrowDown' || event.key === 'j') goTo((current ?? -1) + 1);
    else if (event.key === 'ArrowUp' || event.key === 'k') goTo((current ?? 1) - 1);
    else if (event.key === 'PageDown') goTo((current ?? 0) + rows.pageRows);
    else if (event.key === 'PageUp') goTo((current ?? 0) - rows.pageRows);
    else if (event.key === 'Home') goTo(0);
    else if (event.key === 'End') goTo(total - 1);
    else if (event.key === 'Enter' && current !== null) open(rowAt(current));
    else return;
    event.preventDefault();
  };
  const { first, last } = rows.range;
  const inSight = current !== null && current >= first && current < last;
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={labels[of].grid}
      aria-rowcount={total + 1}
      aria-activedescendant={inSight ? standingRowId(current) : undefined}
      tabIndex={0}
      className={list.scroller}
      data-waiting={shown.waiting || undefined}
      onKeyDown={onKeyDown}
      style={{ '--columns': template, '--row-height': `${rowHeight}px` } as CSSProperties}
    >
      <div
        role="presentation"
        className={`${list.track} ${classes.track}`}
        style={{ height: rows.trackHeight + headerHeight }}
      >
        <div role="presentation" className={list.viewport} style={{ maxHeight: rows.viewHeight }}>
          <div role="rowgroup" className={header.header}>
            <div role="row" aria-rowindex={1} className={header.row}>
              {columns.map((column) => (
                <HeaderCell key={column.id} column={column} view={shown.view} />
              ))}
              {actions && (
                <div role="columnheader">
                  <span className="visually-hidden">Actions</span>
                </div>
              )}
            </div>
          </div>
          <div role="presentation" className={list.clip}>
            <div role="rowgroup" ref={layer} className={list.layer}>
              {rows.rows.map(({ index, slot }) => (
                <StandingRow
                  key={slot}
                  row={rowAt(index)}
                  index={index}
                  top={(index - rows.base) * rowHeight}
                  columns={columns}
                  title={labels[of].row}
                  actions={actions !== ''}
                  current={current === index}
                  readOnlyReason={readOnlyReason}
                  onOpen={open}
                />
              ))}
            </div>
          </div>
        </div>
      </div>
    </div>
  );
}

function HeaderCell({ column, view }: Readonly<{ column: StandingColumn; view: StandingsView }>) {
  const { sort } = column;
  const direction = sort !== null && view.sort === sort ? view.direction : undefined;
  return (
    <div
      role="columnheader"
      aria-sort={direction}
      className={header.cell}
      data-align={column.align}
    >
      <ColumnLabel
        direction={direction}
        sortable={sort !== null}
        onSort={() => sort !== null && toggleStandingsSort(sort)}
        title={column.title}
      >
        {column.header}
      </ColumnLabel>
    </div>
  );
}

const open = (row: Standing | undefined): void => {
  if (row) showOnly('prompt' in row ? { prompt: row.prompt } : { models: [row.model] });
};
