// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot be virtualised like this.

import { IconArrowUp } from '@tabler/icons-react';
import {
  type CSSProperties,
  type MouseEvent,
  Suspense,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { type GenerationSummary, isComplete, isFailed } from '../../../../shared/generation';
import { afterPaint } from '../../../base/after-paint';
import { formatCount } from '../../../base/format/numbers';
import { usePreference } from '../../../base/preferences';
import { useStore } from '../../../base/store';
import { closeDetails, cursorStore, moveCursor, openDetails } from '../../../model/cursor';
import { deleteGenerations, deleteSelection } from '../../../model/jobs/clean-up';
import { retryGenerations } from '../../../model/jobs/retry';
import {
  clearSelection,
  idsInRange,
  isSelected,
  nothingSelected,
  selectAll,
  selectedCount,
  selectionStore,
  selectOnly,
  toggleSelected,
} from '../../../model/selection';
import { CheckSign } from '../../../ui/check-sign';
import classes from '../../../ui/grid/grid.module.css';
import { cellPadding, headerHeight, rowHeights } from '../../../ui/grid/grid-measures';
import { useKeepFocus } from '../../../ui/grid/use-keep-focus';
import { useRowWindow } from '../../../ui/grid/use-row-window';
import { compareSelection } from '../../compare/compare-choice';
import { judge } from '../../judgements/judge';
import { starWidth } from '../../judgements/star-rating';
import { dragRow } from '../../player/take-actions';
import type { ColumnsTable } from '../use-columns';
import { type ShownView, useRows } from '../use-rows';
import { GridHeader } from './grid-header';
import { gridLayout } from './grid-layout';
import { GridRow, type RowColumn, rowElementId } from './grid-row';
import { useAnchor } from './use-anchor';
import { useGridKeys } from './use-grid-keys';
import { usePlace } from './use-place';

const RowMenu = afterPaint(() => import('./row-menu').then((module) => module.RowMenu));

type GenerationsGridProps = Readonly<{
  table: ColumnsTable;
  shown: ShownView;
  total: number;
  readOnlyReason: string | null;
}>;

/** The menu of a row, as it was when the menu was asked for: the list may move under it. */
type OpenMenu = Readonly<{ at: Readonly<{ x: number; y: number }>; row: GenerationSummary }>;

/** Every match as a row, of which only those in sight are in the document. */
export function GenerationsGrid({ table, shown, total, readOnlyReason }: GenerationsGridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const cursor = useStore(cursorStore);
  const selection = useStore(selectionStore);
  const rowHeight = rowHeights[usePreference('density')];

  const leaves = table.getVisibleLeafColumns();
  const rowColumns = useMemo(
    () =>
      leaves.flatMap(({ id, columnDef }): RowColumn[] =>
        columnDef.meta ? [{ id, meta: columnDef.meta }] : [],
      ),
    [leaves],
  );
  const layout = gridLayout(table, usePreference('times'));
  const rows = useRowWindow(scroller, layer, total, rowHeight, headerHeight);
  const rowAt = useRows(shown.view, total, rows.range);

  /** Where a range that Shift extends begins. */
  const anchor = useRef<number | null>(null);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const { scrollToTop } = rows;
  const before = useRef(shown.view);
  useEffect(() => {
    if (before.current === shown.view) return;
    before.current = shown.view;
    anchor.current = null;
    setMenu(null);
    scrollToTop();
  }, [shown.view, scrollToTop]);

  const { topRow, shiftBy } = rows;
  const arrived = useAnchor({ view: shown.view, total, rowAt, topRow, shiftBy });

  usePlace(shown.view, total, rows);

  const rowAtCursor = cursor.index === null ? undefined : rowAt(cursor.index);
  /** The generation one is on may have left the list while its details are read. */
  const gone = cursor.id !== null && rowAtCursor !== undefined && rowAtCursor.id !== cursor.id;
  const currentRow = gone ? undefined : rowAtCursor;
  useEffect(() => {
    // The row was still on its way when the cursor came to it.
    if (cursor.index !== null && cursor.id === null && currentRow) {
      moveCursor(cursor.index, currentRow.id);
    }
  }, [cursor, currentRow]);

  const goTo = (index: number, extend: boolean) => {
    const target = Math.min(Math.max(0, index), total - 1);
    if (target < 0) return;
    rows.reveal(target);
    moveCursor(target, rowAt(target)?.id ?? null);
    if (extend) extendTo(target);
    else anchor.current = target;
  };
  const extendTo = (index: number) => {
    anchor.current ??= cursor.index ?? index;
    const from = Math.min(anchor.current, index);
    const to = Math.max(anchor.current, index);
    const loaded = idsLoaded(rowAt, from, to);
    if (loaded) selectOnly(loaded);
    else {
      void idsInRange(shown.view, from, to).then((ids) => {
        // Whoever has gone elsewhere meanwhile, to another list perhaps, wants other rows.
        if (cursorStore.get().index === index) selectOnly(ids);
      });
    }
  };
  const toggle = (id: string) => {
    // As file lists do it: the row one was on belongs to the choice.
    const fresh = selectionStore.get() === nothingSelected || selectionStore.get().ids.size === 0;
    if (fresh && !selectionStore.get().all && cursor.id !== null && cursor.id !== id) {
      selectOnly([cursor.id]);
    }
    toggleSelected(id);
  };

  const onKeyDown = useGridKeys({
    waiting: shown.waiting,
    index: cursor.index,
    gone,
    total,
    pageRows: rows.pageRows,
    goTo,
    open: openDetails,
    close: () => (hasSelection ? clearSelection() : closeDetails()),
    retry: () => {
      if (readOnlyReason === null && currentRow && isFailed(currentRow))
        void retryGenerations([currentRow.id]);
    },
    selectAll,
    compare: () => void compareSelection(shown.view, selection),
    toggle: () => currentRow && toggleSelected(currentRow.id),
    remove: () => {
      if (readOnlyReason !== null) return;
      if (hasSelection) void deleteSelection(shown.view, selection);
      else if (cursor.id !== null) {
        // First on to the next: whoever presses it again means that one.
        if (currentRow && cursor.index !== null) goTo(neighbourOf(cursor.index, total), false);
        void deleteGenerations([cursor.id]);
      }
    },
  });
  const onClick = (event: MouseEvent) => {
    const element = event.target as Element;
    const found = element.closest<HTMLElement>('[data-index]')?.dataset.index;
    if (found === undefined) return;
    const index = Number(found);
    const id = rowAt(index)?.id ?? null;
    if (event.shiftKey) extendTo(index);
    else if (id !== null && element.closest('[data-column="select"]')) {
      toggleSelected(id);
      anchor.current = index;
      return;
    } else if (id !== null && (event.ctrlKey || event.metaKey)) {
      toggle(id);
      anchor.current = index;
    } else if (id !== null && judgeAt(event, id, rowAt(index))) {
      anchor.current = index;
    } else {
      clearSelection();
      anchor.current = index;
      openAt(index, id);
      return;
    }
    moveCursor(index, id);
  };
  const onContextMenu = (event: MouseEvent) => {
    const element = (event.target as Element).closest<HTMLElement>('[data-index]');
    const found = element?.dataset.index;
    if (found === undefined && (event.button === 2 || cursor.index === null)) return;
    event.preventDefault();
    const index = Number(found ?? cursor.index);
    const row = rowAt(index);
    if (found !== undefined) moveCursor(index, row?.id ?? null);
    // Asked for by a key: at the row that one is on.
    const place = document.getElementById(rowElementId(index));
    const corner = found === undefined ? place?.getBoundingClientRect() : null;
    const at = corner
      ? { x: corner.left + 40, y: corner.bottom }
      : { x: event.clientX, y: event.clientY };
    setMenu(row ? { at, row } : null);
  };
  useKeepFocus(scroller);

  const { first, last } = rows.range;
  const inSight = !gone && cursor.index !== null && cursor.index >= first && cursor.index < last;
  const count = selectedCount(selection, total);
  const hasSelection = count > 0;
  return (
    <>
      <div
        ref={scroller}
        role="grid"
        aria-label="Generations"
        aria-rowcount={total + 1}
        aria-multiselectable="true"
        aria-activedescendant={
          inSight && cursor.index !== null ? rowElementId(cursor.index) : undefined
        }
        tabIndex={0}
        className={classes.scroller}
        data-waiting={shown.waiting || undefined}
        data-selecting={hasSelection || undefined}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onContextMenu={onContextMenu}
        onDragStart={dragRow}
        style={{ '--columns': layout.template, '--row-height': `${rowHeight}px` } as CSSProperties}
      >
        <div
          role="presentation"
          className={classes.track}
          style={{ height: rows.trackHeight + headerHeight, minWidth: layout.width }}
        >
          <div
            role="presentation"
            className={classes.viewport}
            style={{ maxHeight: rows.viewHeight }}
          >
            <GridHeader
              table={table}
              sort={shown.view.sort}
              lead={
                <button
                  type="button"
                  className={classes.selectAll}
                  aria-label={hasSelection ? 'Clear selection' : 'Select all'}
                  onClick={hasSelection ? clearSelection : selectAll}
                >
                  <CheckSign state={!hasSelection ? 'off' : count === total ? 'on' : 'some'} />
                </button>
              }
            />
            <div role="presentation" className={classes.clip}>
              <div role="rowgroup" ref={layer} className={classes.layer}>
                {rows.rows.map(({ index, slot }) => {
                  const row = rowAt(index);
                  const checked =
                    row !== undefined && hasSelection && isSelected(selection, row.id);
                  return (
                    <GridRow
                      key={slot}
                      row={row}
                      index={index}
                      top={(index - rows.base) * rowHeight}
                      columns={rowColumns}
                      current={cursor.index === index && !gone}
                      checked={checked}
                      selected={
                        checked || (!hasSelection && row !== undefined && row.id === cursor.id)
                      }
                      readOnlyReason={readOnlyReason}
                    />
                  );
                })}
              </div>
            </div>
          </div>
        </div>
      </div>
      {arrived > 0 && (
        <button type="button" className={classes.arrived} onClick={scrollToTop}>
          <IconArrowUp size={14} stroke={2} aria-hidden />
          {formatCount(arrived)} new
        </button>
      )}
      {menu && (
        <Suspense fallback={null}>
          <RowMenu
            at={menu.at}
            row={menu.row}
            readOnlyReason={readOnlyReason}
            onClose={() => {
              setMenu(null);
              scroller.current?.focus({ preventScroll: true });
            }}
          />
        </Suspense>
      )}
    </>
  );
}

/** A click on a star rates, the same one again takes the rating away. Whether it was one. */
const judgeAt = (event: MouseEvent, id: string, row: GenerationSummary | undefined): boolean => {
  const cell = (event.target as Element).closest<HTMLElement>('[data-column="rating"]');
  if (!cell || !row || !isComplete(row)) return false;
  const from = event.clientX - cell.getBoundingClientRect().left - cellPadding;
  const stars = Math.ceil(from / starWidth);
  if (stars < 1 || stars > 5) return false;
  void judge(id, { rating: stars === row.rating ? null : stars });
  return true;
};

const openAt = (index: number, id: string | null): void => {
  moveCursor(index, id);
  openDetails();
};

/** The row below; above the last one. */
const neighbourOf = (index: number, total: number): number =>
  index + 1 < total ? index + 1 : index - 1;

/** The ids of a range, where every row of it is at hand. */
const idsLoaded = (
  rowAt: (index: number) => { id: string } | undefined,
  from: number,
  to: number,
): string[] | null => {
  const ids: string[] = [];
  for (let index = from; index <= to; index++) {
    const row = rowAt(index);
    if (!row) return null;
    ids.push(row.id);
  }
  return ids;
};
