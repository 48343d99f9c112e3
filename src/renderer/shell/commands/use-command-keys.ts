import { useEffect } from 'react';
import { startAudition } from '../../features/audition/audition';
import { judgeChosen, toggleChosen } from '../../features/judgements/judge';
import { selectAll } from '../../model/selection';
import { dialogStore, focusSearch, menuActions, openPalette, openShortcuts } from './commands';
import { takeEarlyKey } from './early-key';
import { answerMenu } from './menu-commands';

/** Keys that the list answers, wherever on the screen the focus is. */
const letters = new Set(['j', 'k', 'r', 'x', 'c']);
/** Keys that the list answers where nothing has the focus: controls have a use for them. */
const controlKeys = new Set([
  'ArrowDown',
  'ArrowUp',
  'PageDown',
  'PageUp',
  'Home',
  'End',
  'Enter',
  'Delete',
]);

/** The keys that work everywhere, and the choices in the native menu. */
export const useCommandKeys = (): void => {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const action = actionFor(event);
      if (!action) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', onKeyDown);
    const early = takeEarlyKey();
    if (early) onKeyDown(early);
    const leave = answerMenu((command) => menuActions[command]());
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      leave();
    };
  }, []);
};

const actionFor = (event: KeyboardEvent): (() => void) | null => {
  const { key, altKey } = event;
  const control = event.ctrlKey || event.metaKey;
  if (control && key.toLowerCase() === 'k') return openPalette;
  if (dialogStore.get() !== null) return null;
  if (altKey && key === 'ArrowLeft') return () => window.history.back();
  if (altKey && key === 'ArrowRight') return () => window.history.forward();
  if (altKey || isWriting(event.target)) return null;
  const grid = document.querySelector<HTMLElement>('[role="grid"]');
  if (control) return key === 'a' && grid?.ariaLabel === 'Generations' ? selectAll : null;
  if (key === '?') return openShortcuts;
  if (key === '/') return document.querySelector('input[type="search"]') ? focusSearch : null;
  if (key === 'n') return clickNewGeneration;
  if (grid?.ariaLabel === 'Generations') {
    if (key === 'a') return startAudition;
    const judging = judgingKey(key);
    if (judging) return judging;
  }
  const nowhere = event.target === document.body;
  if (grid && (letters.has(key) || (nowhere && controlKeys.has(key)))) {
    return () => {
      grid.focus();
      grid.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    };
  }
  return null;
};

/** 1 to 5 rate, 0 takes the rating away, S stars, Shift+X rejects. */
const judgingKey = (key: string): (() => void) | null => {
  if (/^[0-5]$/.test(key)) return () => judgeChosen({ rating: key === '0' ? null : Number(key) });
  if (key === 's') return () => toggleChosen('starred');
  return key === 'X' ? () => toggleChosen('rejected') : null;
};

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest(
    'input:not([type="radio"], [type="checkbox"], [type="range"]), textarea, [contenteditable], [role="dialog"], [role="menu"]',
  ) !== null;

/** By its button, which knows whether anything can be changed. */
const clickNewGeneration = (): void =>
  document.querySelector<HTMLButtonElement>('[data-new-generation]')?.click();
