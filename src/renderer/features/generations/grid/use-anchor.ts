import { useLayoutEffect, useRef, useState } from 'react';
import { cursorStore, moveCursor } from '../../../model/cursor';
import type { View } from '../../../model/view';
import type { RowAt } from '../use-rows';

type Anchored = Readonly<{
  view: View;
  total: number;
  rowAt: RowAt;
  /** Index of the row at the top edge, and a way to move on by rows without anyone noticing. */
  topRow: () => number;
  shiftBy: (rows: number) => void;
}>;

/** How far from its old place a row is looked for. */
const reach = 300;

/**
 * Keeps what someone reads where it is while rows come and go above it: the row at the top edge
 * stays there, and the cursor stays on its generation as long as that is in the list.
 *
 * @returns how many rows have arrived above since the list was last at its top
 */
export const useAnchor = ({ view, total, rowAt, topRow, shiftBy }: Anchored): number => {
  const anchor = useRef<Anchor | null>(null);
  const [arrived, setArrived] = useState(0);

  useLayoutEffect(() => {
    const kept = anchor.current;
    const reading = topRow() > 0 && kept?.view === view;
    if (reading) {
      const found = distanceMoved(rowAt, kept.id, kept.index);
      const moved = found ?? (isNewestFirst(view) ? Math.max(0, total - kept.total) : 0);
      if (moved !== 0) {
        shiftBy(moved);
        if (moved > 0) setArrived((before) => before + moved);
        anchor.current = { ...kept, index: kept.index + moved, total };
      }
    } else {
      setArrived(0);
    }
    const index = topRow();
    const row = rowAt(index);
    const now = anchor.current;
    // While the row is on its way the anchor stays what it was, to be found again.
    if (row && !(reading && now?.id === row.id && now.index === index)) {
      anchor.current = { view, id: row.id, index, total };
    }

    const { id, index: at, detailsOpen } = cursorStore.get();
    if (id === null || at === null || total === 0) return;
    const place = Math.min(at, total - 1);
    const moved = distanceMoved(rowAt, id, place);
    if (moved !== null && moved !== 0) moveCursor(place + moved, id);
    // It has left the list. Whoever reads its details goes on reading; otherwise a cursor is a place.
    else if (moved === null && !detailsOpen) moveCursor(place, rowAt(place)?.id ?? null);
  });

  return arrived;
};

type Anchor = Readonly<{ view: View; id: string; index: number; total: number }>;

const isNewestFirst = ({ sort }: View): boolean =>
  sort.column === 'createdAt' && sort.direction === 'descending';

/** By how many rows a generation has moved: `null` where another has its place and it is not near. */
const distanceMoved = (rowAt: RowAt, id: string, from: number): number | null => {
  const here = rowAt(from);
  if (!here || here.id === id) return 0;
  for (let distance = 1; distance <= reach; distance++) {
    if (rowAt(from + distance)?.id === id) return distance;
    if (from >= distance && rowAt(from - distance)?.id === id) return -distance;
  }
  return null;
};
