import { useEffect, useRef } from 'react';
import { keyTarget } from '../player/position-slider';
import { isPressable, isTaken } from '../player/use-player-keys';
import type { CompareSession } from './compare-session';
import { isHeard, type Lane } from './lane';

type CompareKeys = Readonly<{
  session: CompareSession;
  lanes: readonly Lane[];
  vote: (winner: Lane) => void;
  leave: () => void;
}>;

/**
 * The keys of the screen, before those that work everywhere: 1 to 4 or A to D, `[` `]` and the
 * arrows up and down switch takes, left and right seek, Space plays, V votes, Escape leaves.
 */
export const useCompareKeys = (keys: CompareKeys): void => {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || isTaken(event.target)) return;
      const action = actionFor(event, latest.current);
      if (!action) return;
      event.preventDefault();
      action();
    };
    // Radios would answer the arrows, the player Space and the brackets.
    window.addEventListener('keydown', onKeyDown, { capture: true });
    window.addEventListener('mousedown', keepFocus);
    return () => {
      window.removeEventListener('keydown', onKeyDown, { capture: true });
      window.removeEventListener('mousedown', keepFocus);
    };
  }, []);
};

/** A click on a button of the screen does not take the focus there: Space goes on to play. */
const keepFocus = (event: MouseEvent): void => {
  if (event.target instanceof Element && event.target.closest('main button')) {
    event.preventDefault();
  }
};

const actionFor = (event: KeyboardEvent, keys: CompareKeys): (() => void) | null => {
  const { session, lanes, vote, leave } = keys;
  const { heard } = session.state.get();
  const key = event.key.toLowerCase();
  if (key === 'escape') return leave;
  if (key === ' ') {
    if (isPressable(event.target)) return null;
    return event.repeat ? () => {} : session.togglePlay;
  }
  const named = lanes.find(
    ({ label }, place) => key === label.toLowerCase() || key === `${place + 1}`,
  );
  if (named) return () => isHeard(named) && session.hear(named.index);
  if (key === 'v') {
    const best = lanes.find(({ index }) => index === heard);
    return best && isHeard(best) ? () => vote(best) : null;
  }
  if (key === '[' || key === ']') return () => step(keys, key === ']' ? 1 : -1);
  if (!key.startsWith('arrow') || hasArrows(event.target)) return null;
  if (key === 'arrowup' || key === 'arrowdown')
    return () => step(keys, key === 'arrowdown' ? 1 : -1);
  const target = keyTarget(event, session.player.time(), session.player.duration());
  return target === null ? null : () => session.player.seek(target);
};

/** Goes to the next take that can be heard, round and round. */
const step = ({ session, lanes }: CompareKeys, by: 1 | -1): void => {
  const audible = lanes.filter(isHeard);
  const now = audible.findIndex(({ index }) => index === session.state.get().heard);
  const next = audible.at((now + by) % audible.length);
  if (next) session.hear(next.index);
};

/** Arrows have a meaning of their own here. */
const hasArrows = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('[role="slider"], input[type="range"], [data-scrolls]') !== null;
