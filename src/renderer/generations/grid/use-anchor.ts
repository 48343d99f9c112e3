import { useLayoutEffect, useRef, useState } from 'react';
import { cursorStore } from '../cursor';
import type { RowAt } from '../use-rows';
import type { View } from '../view';

type Anchored = Readonly<{
  view: View;
  rowAt: RowAt;
  /** Index of the row at the top edge, and a way to move on by rows without anyone noticing. */
  topRow: () => number;
  shiftBy: (rows: number) => void;
}>;

/** How far from its old place a row is looked for. */
const reach = 300;

/**
 * Keeps what someone reads where it is while rows come and go above it: the row at the top edge
 * stays there, and the cursor stays on its generation.
 *
 * @returns how many rows have arrived above since the list was last at its top
 */
export const useAnchor = ({ view, rowAt, topRow, shiftBy }: Anchored): number => {
  const anchor = useRef<Readonly<{ view: View; id: string; index: number }> | null>(null);
  const [arrived, setArrived] = useState(0);

  useLayoutEffect(() => {
    const top = topRow();
    const kept = anchor.current;
    if (top > 0 && kept?.view === view) {
      const moved = distanceMoved(rowAt, kept.id, kept.index);
      if (moved !== 0) {
        shiftBy(moved);
        if (moved > 0) setArrived((before) => before + moved);
      }
    }
    if (top === 0 || kept?.view !== view) setArrived(0);
    const index = topRow();
    const row = rowAt(index);
    anchor.current = row ? { view, id: row.id, index } : null;

    const { id, index: at } = cursorStore.get();
    if (id === null || at === null) return;
    const moved = distanceMoved(rowAt, id, at);
    if (moved !== 0) cursorStore.set((cursor) => ({ ...cursor, index: at + moved }));
  });

  return arrived;
};

/** By how many rows a generation has moved; 0 also where it is nowhere near. */
const distanceMoved = (rowAt: RowAt, id: string, from: number): number => {
  const here = rowAt(from);
  if (!here || here.id === id) return 0;
  for (let distance = 1; distance <= reach; distance++) {
    if (rowAt(from + distance)?.id === id) return distance;
    if (from >= distance && rowAt(from - distance)?.id === id) return -distance;
  }
  return 0;
};
