import { MonitorError } from '../../../shared/errors';
import { getPreferences } from '../../base/preferences';
import { createStore, type Store } from '../../base/store';
import { audio } from '../player/engine';
import { followListening } from '../player/heard';
import { matchGains, toFactor } from './match-gains';
import { createSyncPlayer, type SyncPlayer } from './sync-player';
import { loadTake, type TakeAudio } from './take-audio';

/** One of the takes that are compared. */
export type Take = Readonly<{
  id: string;
  /** `null` while it is loaded, and where it cannot be. */
  audio: Omit<TakeAudio, 'buffer'> | null;
  /** Seconds. */
  duration: number;
  /** Why it cannot be heard, and what to do about it. */
  failure: Readonly<{ message: string; hint: string | null }> | null;
}>;

export type CompareState = Readonly<{
  takes: readonly Take[];
  /** Everything that can be heard is there. */
  ready: boolean;
  playing: boolean;
  /** The take that is heard, by its place in `takes`. */
  heard: number;
  loop: boolean;
}>;

/** Takes that are played together, from the opening of the screen until it is left. */
export type CompareSession = Readonly<{
  state: Store<CompareState>;
  player: Pick<SyncPlayer, 'time' | 'running' | 'seek' | 'subscribe' | 'duration'>;
  togglePlay: () => void;
  hear: (index: number) => void;
  setLoop: (loop: boolean) => void;
  /** Makes all equally loud, or leaves them as they are. */
  match: (matched: boolean) => void;
  close: () => void;
}>;

/**
 * Loads takes and gets ready to play them.
 *
 * @param first which of them is heard first, unless another is asked for meanwhile
 */
export const startComparing = (ids: readonly string[], first: number): CompareSession => {
  const context = new AudioContext();
  const leaving = new AbortController();
  const player = createSyncPlayer(context);
  const state = createStore<CompareState>({
    takes: ids.map((id) => ({ id, audio: null, duration: 0, failure: null })),
    ready: false,
    playing: false,
    heard: first,
    loop: false,
  });
  const update = (changes: Partial<CompareState>): void =>
    state.set((before) => ({ ...before, ...changes }));

  const load = async (id: string, index: number): Promise<AudioBuffer | null> => {
    const { take, buffer } = await loadTake(id, context, leaving.signal).then(
      ({ buffer, ...rest }) => ({
        buffer,
        take: { id, audio: rest, duration: buffer.duration, failure: null },
      }),
      (thrown: unknown) => ({
        buffer: null,
        take: { id, audio: null, duration: 0, failure: failureOf(thrown) },
      }),
    );
    update({ takes: state.get().takes.with(index, take) });
    return buffer;
  };
  const loadAll = async (): Promise<void> => {
    const buffers = await Promise.all(ids.map(load));
    if (leaving.signal.aborted) return;
    await player.load(buffers);
    match(getPreferences().compareMatched);
    hear(state.get().heard);
    update({ ready: true });
  };

  const hear = (index: number): void => {
    player.hear(index);
    update({ heard: index });
  };
  const match = (matched: boolean): void =>
    player.setGains(appliedGains(state.get().takes, matched).map(toFactor));
  const followVolume = (): void => player.setVolume(audio.muted ? 0 : audio.volume);
  const stopTellingOfPlayer = player.subscribe(() => update({ playing: player.running() }));
  const stopListening = followListening(player, () => {
    const { takes, heard } = state.get();
    const take = takes[heard];
    if (!take?.audio || audio.muted || audio.volume === 0) return null;
    return { id: take.id, duration: take.duration, speed: 1 };
  });
  followVolume();
  audio.addEventListener('volumechange', followVolume);
  // One of the two sounds at a time.
  audio.addEventListener('play', player.pause);
  void loadAll();

  return {
    state,
    player,
    togglePlay: () => {
      if (!state.get().ready) return;
      if (player.running()) player.pause();
      else {
        audio.pause();
        player.play();
      }
    },
    hear,
    setLoop: (loop) => {
      player.setLoop(loop);
      update({ loop });
    },
    match,
    close: () => {
      leaving.abort();
      stopTellingOfPlayer();
      stopListening();
      audio.removeEventListener('volumechange', followVolume);
      audio.removeEventListener('play', player.pause);
      player.pause();
      void context.close();
    },
  };
};

/** What is added to each take's level, decibels. */
export const appliedGains = (takes: readonly Take[], matched: boolean): readonly number[] =>
  matched ? matchGains(takes.map((take) => take.audio?.loudness ?? null)) : takes.map(() => 0);

const failureOf = (thrown: unknown): Take['failure'] => ({
  message: thrown instanceof Error ? thrown.message : String(thrown),
  hint: thrown instanceof MonitorError ? (thrown.hint ?? null) : null,
});
