import {
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import { createScrollMap, offsetAfter } from './scroll-map';

/** Rows `first … last - 1` are in the document. */
export type RowRange = Readonly<{ first: number; last: number }>;

export type RowWindow = Readonly<{
  range: RowRange;
  /** Row that stands at the top of the moving layer: its rows lie at (index − base) × height. */
  base: number;
  trackHeight: number;
  /** Of the list without its scroll bar, pixels. */
  viewHeight: number;
  /** Visible rows, for keys that move by a page. */
  pageRows: number;
  /**
   * Every row in the document with the slot that it stands in. There are as many slots as rows, so a
   * row that comes takes the slot of one that goes: scrolling changes text instead of making elements.
   * Slots stand in the order of their rows, but while scrolling in the one that they had before it.
   */
  rows: readonly Readonly<{ index: number; slot: number }>[];
  /** Scrolls just as far as needed to have the row in sight. */
  reveal: (index: number, align?: 'nearest' | 'center') => void;
  scrollToTop: () => void;
  /** How far it is scrolled, and a way there: pixels of the whole list. */
  offset: () => number;
  scrollTo: (offset: number) => void;
  /** Index of the row at the top edge. */
  topRow: () => number;
  /** Moves on by rows, as when rows have arrived above. */
  shiftBy: (rows: number) => void;
}>;

/** Rows kept ready beyond each edge of the viewport. */
const overscan = 6;
/** The range moves in steps, so that React has nothing to do for most scroll events. */
const step = 4;
const mostRows = 78;
/** Rows are laid out from a base near them, so that no coordinate grows large. */
const baseStep = 1_000;
/** After this long without scrolling the list is at rest, milliseconds. */
const settleMs = 160;

/**
 * Decides which rows of a long list are in the document, and moves them.
 *
 * The rows live in a layer inside a sticky viewport, which JavaScript moves: a scroll that is ahead
 * of the rows shows the rows of a frame ago, never a blank.
 */
export const useRowWindow = (
  scroller: RefObject<HTMLElement | null>,
  layer: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
  headerHeight: number,
): RowWindow => {
  const [height, setHeight] = useState(() => Math.max(200, window.innerHeight - 120));
  const viewport = Math.max(rowHeight, height - headerHeight);
  const map = useMemo(
    () => createScrollMap(count * rowHeight, viewport),
    [count, rowHeight, viewport],
  );
  /** While scrolling: the first row as it began. */
  const [cameFrom, setCameFrom] = useState<number | null>(null);
  const [range, setRange] = useState<RowRange>(() => rangeAt(0, viewport, rowHeight, count));
  const shown = clampRange(range, count);
  const base = Math.floor(shown.first / baseStep) * baseStep;

  const at = useRef({ offset: 0, scrollTop: 0 });
  const latest = useRef({ map, base, range: shown, viewport, rowHeight, count });

  const place = useCallback(() => {
    const { base: from, rowHeight: rowSize } = latest.current;
    if (layer.current) {
      const shift = from * rowSize - at.current.offset;
      layer.current.style.transform = `translate3d(0, ${Math.round(shift)}px, 0)`;
    }
  }, [layer]);

  const moveTo = useCallback(
    (offset: number, urgent = false) => {
      at.current.offset = offset;
      const now = latest.current;
      const next = rangeAt(offset, now.viewport, now.rowHeight, now.count);
      const covered =
        now.range.first * now.rowHeight <= offset &&
        now.range.last * now.rowHeight >=
          Math.min(offset + now.viewport, now.count * now.rowHeight);
      if (next.first !== now.range.first || next.last !== now.range.last) {
        if (covered || !urgent) setRange(next);
        else flushSync(() => setRange(next));
      }
      place();
    },
    [place],
  );

  const goTo = useCallback(
    (offset: number) => {
      const { map: scale } = latest.current;
      const wanted = Math.min(Math.max(0, offset), scale.maxOffset);
      const top = scale.toScrollTop(wanted);
      if (scroller.current) scroller.current.scrollTop = top;
      // What the browser made of it: fractions may be cut off.
      at.current.scrollTop = scroller.current?.scrollTop ?? top;
      moveTo(wanted);
    },
    [scroller, moveTo],
  );

  useLayoutEffect(() => {
    latest.current = { map, base, range: shown, viewport, rowHeight, count };
    const { offset } = at.current;
    if (offset > map.maxOffset) goTo(map.maxOffset);
    else moveTo(offset);
  });

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    let settling: ReturnType<typeof setTimeout> | undefined;
    const settle = () => {
      setCameFrom(null);
      const { map: scale } = latest.current;
      if (scale.squeezed && Math.abs(scale.toOffset(element.scrollTop) - at.current.offset) > 1) {
        goTo(at.current.offset);
      }
    };
    const onScroll = () => {
      const { map: scale, viewport: visible, range: before } = latest.current;
      const { offset, scrollTop } = at.current;
      const top = element.scrollTop;
      if (Math.abs(top - scrollTop) < 0.5) return;
      at.current.scrollTop = top;
      setCameFrom((from) => from ?? before.first);
      moveTo(offsetAfter(scale, offset, scrollTop, top, visible), true);
      clearTimeout(settling);
      settling = setTimeout(settle, settleMs);
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    const observer = new ResizeObserver(() => {
      setHeight(element.clientHeight);
      // For the style sheet, which cannot tell.
      element.toggleAttribute('data-sideways', element.scrollWidth > element.clientWidth);
    });
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    return () => {
      clearTimeout(settling);
      element.removeEventListener('scroll', onScroll);
      observer.disconnect();
    };
  }, [scroller, goTo, moveTo]);

  const reveal = useCallback(
    (index: number, align: 'nearest' | 'center' = 'nearest') => {
      const { rowHeight: size, viewport: visible } = latest.current;
      const top = index * size;
      const { offset } = at.current;
      if (align === 'center') goTo(top - Math.round((visible - size) / 2));
      else if (top < offset) goTo(top);
      else if (top + size > offset + visible) goTo(top + size - visible);
    },
    [goTo],
  );
  const scrollToTop = useCallback(() => goTo(0), [goTo]);
  const offset = useCallback(() => at.current.offset, []);
  const topRow = useCallback(() => Math.floor(at.current.offset / latest.current.rowHeight), []);
  const shiftBy = useCallback(
    (count: number) => goTo(at.current.offset + count * latest.current.rowHeight),
    [goTo],
  );

  const { first, last } = shown;
  const slots = rowsFor(viewport, rowHeight);
  const rows = useMemo(
    () => inSlots(first, last, slots, cameFrom ?? first),
    [first, last, slots, cameFrom],
  );

  return {
    range: shown,
    rows,
    base,
    trackHeight: map.trackHeight,
    viewHeight: height,
    pageRows: Math.max(1, Math.floor(viewport / rowHeight) - 1),
    reveal,
    scrollToTop,
    offset,
    scrollTo: goTo,
    topRow,
    shiftBy,
  };
};

/** Rows in the document where a viewport is so high: as many wherever it stands. */
const rowsFor = (viewport: number, rowHeight: number): number =>
  Math.min(mostRows, visibleRows(viewport, rowHeight) + 2 * overscan + step);

const visibleRows = (viewport: number, rowHeight: number): number =>
  Math.ceil(viewport / rowHeight) + 1;

const rangeAt = (offset: number, viewport: number, rowHeight: number, count: number): RowRange => {
  const rows = rowsFor(viewport, rowHeight);
  const spare = Math.max(0, Math.floor((rows - visibleRows(viewport, rowHeight) - step) / 2));
  const top = Math.floor(offset / rowHeight);
  const first = Math.max(0, Math.floor((top - spare) / step) * step);
  return clampRange({ first, last: first + rows }, count);
};

/** @param from the row whose slot stands first */
const inSlots = (first: number, last: number, slots: number, from: number) => {
  const rows = [];
  for (let n = 0; n < slots; n++) {
    const slot = (from + n) % slots;
    const index = first + ((slot - (first % slots) + slots) % slots);
    if (index < last) rows.push({ index, slot });
  }
  return rows;
};

const clampRange = (range: RowRange, count: number): RowRange => {
  const last = Math.min(range.last, count);
  const first = Math.min(range.first, last);
  return first === range.first && last === range.last ? range : { first, last };
};
