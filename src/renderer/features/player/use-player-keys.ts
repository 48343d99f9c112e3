import { useEffect } from 'react';
import { queryClient } from '../../base/ipc/query-client';
import { tellError } from '../../base/messages';
import { cursorStore } from '../../model/cursor';
import { detailsQuery } from '../../model/generation-queries';
import { playTrack, togglePlay } from './engine';
import { isPlayable, playNeighbour } from './neighbours';
import { playerStore } from './player-store';

/** Space plays the row one is on, or pauses; `[` and `]` go to the previous and next take. */
export const usePlayerKeys = (): void => {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
      if (isTaken(event.target)) return;
      if (event.key === ' ' && !isPressable(event.target)) {
        event.preventDefault();
        if (!event.repeat) void playHere(event.target);
      } else if (event.key === '[' || event.key === ']') {
        void playNeighbour(event.key === ']' ? 1 : -1);
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
};

/** Someone is writing, or a dialog or menu is open. */
export const isTaken = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest(
    'input:not([type="radio"], [type="checkbox"], [type="range"]), textarea, select, [contenteditable], [role="dialog"], [role="menu"]',
  ) !== null;

/** Space has a meaning of its own here. */
export const isPressable = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('button, a, summary, [role="tab"]') !== null;

const playHere = async (target: EventTarget | null): Promise<void> => {
  const { id } = cursorStore.get();
  const { track } = playerStore.get();
  const inList = target instanceof Element && target.closest('[role="grid"]') !== null;
  if (id === null || id === track?.id || (track !== null && !inList)) {
    togglePlay();
    return;
  }
  try {
    const { generation } = await queryClient.fetchQuery(detailsQuery(id));
    const { bpm, key } = generation.metadata;
    if (isPlayable(generation)) {
      playTrack({
        ...generation,
        bpm: typeof bpm === 'number' ? bpm : null,
        key: typeof key === 'string' ? key : null,
      });
    } else togglePlay();
  } catch (thrown) {
    tellError(thrown);
  }
};
