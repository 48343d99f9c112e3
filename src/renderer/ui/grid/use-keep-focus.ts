import { type RefObject, useEffect, useRef } from 'react';

/**
 * Takes the focus back when the element that had it left the list, as a Retry button does, or came to
 * be another row's, as it does when the list is scrolled.
 */
export const useKeepFocus = (scroller: RefObject<HTMLElement | null>): void => {
  const had = useRef<Readonly<{ row: string | undefined }> | null>(null);
  useEffect(() => {
    const note = () => {
      const focused = document.activeElement;
      had.current = scroller.current?.contains(focused) ? { row: rowOf(focused) } : null;
    };
    document.addEventListener('focusin', note);
    return () => document.removeEventListener('focusin', note);
  }, [scroller]);
  useEffect(() => {
    const focused = document.activeElement;
    if (had.current && (focused === document.body || rowOf(focused) !== had.current.row)) {
      scroller.current?.focus({ preventScroll: true });
    }
  });
};

/** Which row an element is part of, if of any. */
const rowOf = (element: Element | null): string | undefined => {
  const row = element?.closest<HTMLElement>('[data-index]');
  return row?.dataset.generationId ?? row?.dataset.index;
};
