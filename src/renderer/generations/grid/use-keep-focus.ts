import { type RefObject, useEffect, useRef } from 'react';

/** Takes the focus back when the element that had it left the list, as a Retry button does. */
export const useKeepFocus = (scroller: RefObject<HTMLElement | null>): void => {
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
};
