import type { AudioFacts, AudioPeaks } from '../../../shared/audio';
import type { GenerationSummary } from '../../../shared/generation';
import { createStore } from '../../base/store';

/** What the player shows of a generation. */
export type Track = Readonly<
  Pick<GenerationSummary, 'id' | 'prompt' | 'modelName' | 'bpm' | 'key' | 'durationSeconds'>
>;

export type PlayerState = Readonly<{
  /** What is in the player; null until something was played. */
  track: Track | null;
  /** `playing` is what was asked for: true from the click on, before the first sound. */
  playing: boolean;
  /** Why it cannot be played, as a sentence. */
  failure: string | null;
  facts: AudioFacts | null;
  peaks: AudioPeaks | null;
  /** Seconds; null until known. */
  duration: number | null;
  loop: boolean;
  /** 1 is as recorded; the pitch stays. */
  speed: number;
}>;

export const emptyPlayer: PlayerState = {
  track: null,
  playing: false,
  failure: null,
  facts: null,
  peaks: null,
  duration: null,
  loop: false,
  speed: 1,
};

export const playerStore = createStore<PlayerState>(emptyPlayer);

export const updatePlayer = (changes: Partial<PlayerState>): void =>
  playerStore.set((state) => ({ ...state, ...changes }));

/** The part of a row that the player needs. */
export const trackOf = (row: Track): Track => ({
  id: row.id,
  prompt: row.prompt,
  modelName: row.modelName,
  bpm: row.bpm,
  key: row.key,
  durationSeconds: row.durationSeconds,
});
