import type { KeyboardEvent } from 'react';

type GridKeys = Readonly<{
  index: number | null;
  total: number;
  pageRows: number;
  /** Moves to a row; `extend` takes the rows on the way into the selection. */
  goTo: (index: number, extend: boolean) => void;
  open: () => void;
  close: () => void;
  retry: () => void;
  selectAll: () => void;
  toggle: () => void;
  remove: () => void;
  compare: () => void;
}>;

/** The keys of the list: arrows or j/k, Page Up and Down, Home, End, Enter, Escape, Delete, r, x, c, Ctrl+A. */
export const useGridKeys =
  (keys: GridKeys) =>
  (event: KeyboardEvent): void => {
    const onButton = event.target instanceof HTMLButtonElement;
    if (onButton && (event.key === 'Enter' || event.key === ' ')) return;
    const action = actionFor(event, keys);
    if (!action) return;
    event.preventDefault();
    action();
  };

const actionFor = (event: KeyboardEvent, keys: GridKeys): (() => void) | null => {
  const { key, shiftKey, altKey } = event;
  if (event.ctrlKey || event.metaKey) return key === 'a' ? keys.selectAll : null;
  if (altKey) return null;
  const { index, total, pageRows } = keys;
  const to = (target: number) => () => keys.goTo(target, shiftKey);
  const by = (distance: number) => to(index === null ? 0 : index + distance);
  switch (key) {
    case 'ArrowDown':
    case 'j':
    case 'J':
      return by(1);
    case 'ArrowUp':
    case 'k':
    case 'K':
      return by(-1);
    case 'PageDown':
      return by(pageRows);
    case 'PageUp':
      return by(-pageRows);
    case 'Home':
      return to(0);
    case 'End':
      return to(total - 1);
    case 'Enter':
      return keys.open;
    case 'Escape':
      return keys.close;
    case 'r':
      return keys.retry;
    case 'Delete':
      return keys.remove;
    case 'x':
      return keys.toggle;
    case 'c':
      return keys.compare;
    default:
      return null;
  }
};
