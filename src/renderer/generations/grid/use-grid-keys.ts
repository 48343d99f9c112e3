import type { KeyboardEvent } from 'react';

type GridKeys = Readonly<{
  index: number | null;
  total: number;
  pageRows: number;
  goTo: (index: number) => void;
  open: () => void;
  close: () => void;
  retry: () => void;
}>;

/** The keys of the list: arrows or j/k, Page Up and Down, Home, End, Enter, Escape, r. */
export const useGridKeys =
  (keys: GridKeys) =>
  (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const onButton = event.target instanceof HTMLButtonElement;
    if (onButton && (event.key === 'Enter' || event.key === ' ')) return;
    const action = actionFor(event.key, keys);
    if (!action) return;
    event.preventDefault();
    action();
  };

const actionFor = (key: string, keys: GridKeys): (() => void) | null => {
  const { index, total, pageRows, goTo } = keys;
  const by = (distance: number) => () => goTo(index === null ? 0 : index + distance);
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return by(1);
    case 'ArrowUp':
    case 'k':
      return by(-1);
    case 'PageDown':
      return by(pageRows);
    case 'PageUp':
      return by(-pageRows);
    case 'Home':
      return () => goTo(0);
    case 'End':
      return () => goTo(total - 1);
    case 'Enter':
      return keys.open;
    case 'Escape':
      return keys.close;
    case 'r':
      return keys.retry;
    default:
      return null;
  }
};
