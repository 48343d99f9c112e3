import { type GenerationSummary, isComplete } from '../../../shared/generation';
import { queryClient } from '../../base/ipc/query-client';
import { tellError } from '../../base/messages';
import { listQuery } from '../../model/generation-queries';
import { blockSize } from '../../model/paged-rows';
import type { View } from '../../model/view';
import { playTrack } from './engine';
import { playerStore } from './player-store';

/** The list that Previous and Next go through: the one that was last on screen. */
let list: View | null = null;
/** Where the track was seen last in it. */
let seen = 0;

/** Rows looked at on the way to the next one with audio. */
const farthest = 5_000;

export const followList = (view: View): void => {
  list = view;
};

/** Where Previous and Next lead instead, while something else than a list is gone through. */
let steps: ((direction: 1 | -1) => void) | null = null;

/** Until the returned function is called. */
export const followSteps = (step: (direction: 1 | -1) => void): (() => void) => {
  steps = step;
  return () => {
    steps = null;
  };
};

/** Whether a row has audio to play. */
export const isPlayable = ({ status }: Pick<GenerationSummary, 'status'>): boolean =>
  isComplete({ status });

/** Plays the next row with audio, or the one before, of the list on screen. */
export const playNeighbour = async (direction: 1 | -1): Promise<void> => {
  if (steps) return steps(direction);
  const { track } = playerStore.get();
  if (!list || !track) return;
  try {
    const view = list;
    const from = await positionOf(view, track.id);
    const first = from ?? Math.max(-1, seen - (direction === 1 ? 1 : 0));
    for (let step = 1; step <= farthest; step++) {
      const position = first + step * direction;
      const row = position < 0 ? undefined : await rowAt(view, position);
      if (!row) return;
      if (isPlayable(row)) {
        seen = position;
        playTrack(row);
        return;
      }
    }
  } catch (thrown) {
    tellError(thrown);
  }
};

const rowAt = async (view: View, position: number): Promise<GenerationSummary | undefined> => {
  const block = Math.floor(position / blockSize);
  const { rows } = await queryClient.fetchQuery(listQuery(view, block));
  return rows[position - block * blockSize];
};

/** Looks where the track was seen last, then in what is at hand of the list. */
const positionOf = async (view: View, id: string): Promise<number | null> => {
  if ((await rowAt(view, seen))?.id === id) return seen;
  const [, filter, sort] = listQuery(view, 0).queryKey;
  const cached = queryClient.getQueriesData<{
    position: number;
    rows: readonly GenerationSummary[];
  }>({ queryKey: ['generations.list', filter, sort] });
  for (const [, block] of cached) {
    const index = block?.rows.findIndex((row) => row.id === id) ?? -1;
    if (block && index >= 0) {
      seen = block.position + index;
      return seen;
    }
  }
  return null;
};
