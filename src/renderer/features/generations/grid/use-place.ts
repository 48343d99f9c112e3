import { useEffect, useLayoutEffect, useRef } from 'react';
import type { View } from '../../../model/view';
import type { RowWindow } from '../../../ui/grid/use-row-window';

/** Where the list was scrolled to when its screen was left, and what it showed; pixels. */
let left: Readonly<{ view: string; offset: number }> | null = null;

/** Whoever comes back to the same list finds it where it was. */
export const usePlace = (
  view: View,
  total: number,
  { offset, scrollTo }: Pick<RowWindow, 'offset' | 'scrollTo'>,
): void => {
  const shown = JSON.stringify(view);
  const latest = useRef(shown);
  const arrived = useRef(false);
  useLayoutEffect(() => {
    latest.current = shown;
    if (arrived.current || total === 0) return;
    arrived.current = true;
    if (left?.view === shown) scrollTo(left.offset);
  });
  useEffect(
    () => () => {
      left = { view: latest.current, offset: offset() };
    },
    [offset],
  );
};
