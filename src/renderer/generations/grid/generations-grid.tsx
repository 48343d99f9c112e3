// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot be virtualised like this.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and names its current row.
import { useTable } from '@tanstack/react-table';
import { type CSSProperties, type MouseEvent, useEffect, useMemo, useRef } from 'react';
import { useStore } from '../../ui/store';
import { columns, defaultVisibility, features } from '../columns';
import { closeDetails, cursorStore, moveCursor, openDetails } from '../cursor';
import { useRetry } from '../retry';
import { type ShownView, useRows } from '../use-rows';
import classes from './grid.module.css';
import { GridHeader } from './grid-header';
import { GridRow, type RowColumn, rowElementId } from './grid-row';
import { useGridKeys } from './use-grid-keys';
import { useRowWindow } from './use-row-window';

/** Pixels, as in grid.module.css. */
const rowHeight = 34;
const headerHeight = 32;
const actionsWidth = 76;
/** Both sides together. */
const rowPadding = 16;
const noData: never[] = [];

type GenerationsGridProps = Readonly<{
  shown: ShownView;
  total: number;
  readOnlyReason: string | null;
}>;

/** Every match as a row, of which only those in sight are in the document. */
export function GenerationsGrid({ shown, total, readOnlyReason }: GenerationsGridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const cursor = useStore(cursorStore);
  const retry = useRetry();
  const table = useTable({
    features,
    columns,
    data: noData,
    initialState: { columnVisibility: { ...defaultVisibility } },
    columnResizeMode: 'onChange',
    manualSorting: true,
  });
  const leaves = table.getVisibleLeafColumns();
  const rowColumns = useMemo(
    () =>
      leaves.flatMap(({ id, columnDef }): RowColumn[] =>
        columnDef.meta ? [{ id, meta: columnDef.meta }] : [],
      ),
    [leaves],
  );
  const sizes = table.state.columnSizing;
  const least = (column: (typeof leaves)[number]): number =>
    column.columnDef.meta?.grows && sizes[column.id] === undefined
      ? (column.columnDef.minSize ?? column.getSize())
      : column.getSize();
  const template = leaves
    .map((column) =>
      column.columnDef.meta?.grows ? `minmax(${least(column)}px, 1fr)` : `${least(column)}px`,
    )
    .concat(`${actionsWidth}px`)
    .join(' ');
  const width = leaves.reduce((sum, column) => sum + least(column), actionsWidth + rowPadding);

  const rows = useRowWindow(scroller, layer, total, rowHeight, headerHeight);
  const rowAt = useRows(shown.view, total, rows.range);

  const { scrollToTop } = rows;
  const firstView = useRef(shown.view);
  useEffect(() => {
    if (firstView.current === shown.view) return;
    firstView.current = shown.view;
    cursorStore.set({ index: null, id: null, detailsOpen: false });
    scrollToTop();
  }, [shown.view, scrollToTop]);

  const currentRow = cursor.index === null ? undefined : rowAt(cursor.index);
  useEffect(() => {
    // The row was still on its way when the cursor came to it.
    if (cursor.index !== null && cursor.id === null && currentRow) {
      moveCursor(cursor.index, currentRow.id);
    }
  }, [cursor, currentRow]);

  const goTo = (index: number) => {
    const target = Math.min(Math.max(0, index), total - 1);
    if (target < 0) return;
    rows.reveal(target);
    moveCursor(target, rowAt(target)?.id ?? null);
  };
  const onKeyDown = useGridKeys({
    index: cursor.index,
    total,
    pageRows: rows.pageRows,
    goTo,
    open: openDetails,
    close: closeDetails,
    retry: () => {
      if (readOnlyReason === null && currentRow?.status === 'failed') retry.mutate([currentRow.id]);
    },
  });
  const onClick = (event: MouseEvent) => {
    const row = (event.target as Element).closest<HTMLElement>('[data-index]');
    if (!row?.dataset.index) return;
    const index = Number(row.dataset.index);
    moveCursor(index, rowAt(index)?.id ?? null);
    openDetails();
  };
  useKeepFocus(scroller);

  const { first, last } = rows.range;
  const indexes = Array.from({ length: last - first }, (_, offset) => first + offset);
  const inSight = cursor.index !== null && cursor.index >= first && cursor.index < last;
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label="Generations"
      aria-rowcount={total + 1}
      aria-activedescendant={
        inSight && cursor.index !== null ? rowElementId(cursor.index) : undefined
      }
      tabIndex={0}
      className={classes.scroller}
      data-waiting={shown.waiting || undefined}
      onKeyDown={onKeyDown}
      onClick={onClick}
      style={{ '--columns': template } as CSSProperties}
    >
      <div
        role="presentation"
        className={classes.track}
        style={{ height: rows.trackHeight + headerHeight, minWidth: width }}
      >
        <div role="presentation" className={classes.viewport}>
          <GridHeader table={table} sort={shown.view.sort} />
          <div role="presentation" className={classes.clip}>
            <div role="rowgroup" ref={layer} className={classes.layer}>
              {indexes.map((index) => {
                const row = rowAt(index);
                return (
                  <GridRow
                    key={index}
                    row={row}
                    index={index}
                    top={(index - rows.base) * rowHeight}
                    columns={rowColumns}
                    current={cursor.index === index}
                    selected={row !== undefined && row.id === cursor.id}
                    readOnlyReason={readOnlyReason}
                  />
                );
              })}
            </div>
          </div>
        </div>
      </div>
    </div>
  );
}

/** Takes the focus back when the element that had it left the list, as a Retry button does. */
function useKeepFocus(scroller: React.RefObject<HTMLElement | null>): void {
  const had = useRef(false);
  useEffect(() => {
    const note = () => {
      had.current = scroller.current?.contains(document.activeElement) ?? false;
    };
    document.addEventListener('focusin', note);
    return () => document.removeEventListener('focusin', note);
  }, [scroller]);
  useEffect(() => {
    if (had.current && document.activeElement === document.body) {
      scroller.current?.focus({ preventScroll: true });
    }
  });
}
