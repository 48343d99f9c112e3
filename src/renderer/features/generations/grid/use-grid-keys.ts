import { type KeyboardEvent, useEffect, useReducer, useRef } from 'react';

type GridKeys = Readonly<{
  /** Another list was asked for and is on its way. */
  waiting: boolean;
  index: number | null;
  /** What was at `index` has left the list, and the row below has taken its place. */
  gone: boolean;
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

/**
 * The keys of the list: arrows or j/k, Page Up and Down, Home, End, Enter, Escape, Delete, r, x, c, Ctrl+A.
 *
 * Pressed while another list is on its way, they wait for it: whoever asked for it means its rows.
 */
export const useGridKeys = (keys: GridKeys): ((event: KeyboardEvent) => void) => {
  const early = useRef<KeyboardEvent[]>([]);
  const [, goOn] = useReducer((turn: number) => turn + 1, 0);
  // One each time this is drawn, as each begins where the one before has led.
  useEffect(() => {
    const event = keys.waiting ? undefined : early.current.shift();
    if (!event) return;
    actionFor(event, keys)?.();
    goOn();
  });
  return (event) => {
    const onButton = event.target instanceof HTMLButtonElement;
    if (onButton && (event.key === 'Enter' || event.key === ' ')) return;
    const action = actionFor(event, keys);
    if (!action) return;
    event.preventDefault();
    if (keys.waiting || early.current.length > 0) early.current.push(event);
    else action();
  };
};

const actionFor = (event: KeyboardEvent, keys: GridKeys): (() => void) | null => {
  const { key, shiftKey, altKey } = event;
  if (event.ctrlKey || event.metaKey) return key === 'a' ? keys.selectAll : null;
  if (altKey) return null;
  const { index, gone, total, pageRows } = keys;
  const to = (target: number) => () => keys.goTo(target, shiftKey);
  const by = (distance: number) =>
    to(index === null ? 0 : index + distance - (gone && distance > 0 ? 1 : 0));
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
