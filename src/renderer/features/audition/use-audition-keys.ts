import { useEffect } from 'react';
import type { GenerationSummary } from '../../../shared/generation';
import { judge } from '../judgements/judge';
import { auditionStore, leaveAudition, playOrPause, step, takeAt } from './audition';

/**
 * The keys of the audition, before any others that the same letters may have. Whoever is writing, in
 * a dialog or in a menu keeps theirs.
 */
export const useAuditionKeys = (writeNote: () => void): void => {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || isTaken(event.target)) return;
      const take = takeAt(auditionStore.get());
      const action = take && actionFor(event, take, writeNote);
      if (!action) return;
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat) action();
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [writeNote]);
};

const isTaken = (target: EventTarget | null): boolean =>
  document.querySelector('dialog[open], [role="dialog"], [role="menu"]') !== null ||
  (target instanceof Element &&
    target.closest('input:not([type="radio"]), textarea, select, [contenteditable]') !== null);

const actionFor = (
  { key, target }: KeyboardEvent,
  take: GenerationSummary,
  writeNote: () => void,
): (() => void) | null => {
  const on = (selector: string) => target instanceof Element && target.closest(selector) !== null;
  const { id } = take;
  if (/^[0-5]$/.test(key)) {
    return () => void judge(id, { rating: key === '0' ? null : Number(key) });
  }
  switch (key) {
    case ' ':
      return on('button, a') ? null : playOrPause;
    case 'ArrowDown':
    case 'ArrowUp':
      // Among radios and on a slider they have a meaning of their own.
      return on('input, [role="slider"]') ? null : () => step(key === 'ArrowDown' ? 1 : -1);
    case 'j':
    case ']':
      return () => step(1);
    case 'k':
    case '[':
      return () => step(-1);
    case 's':
      return () => void judge(id, { starred: !take.starred });
    case 'x':
      return () => {
        void judge(id, { rejected: !take.rejected });
        if (!take.rejected) step(1);
      };
    case 'n':
      return writeNote;
    case 'Escape':
      return leaveAudition;
    default:
      return null;
  }
};
