import { type AudioFacts, audioUrl } from '../../../shared/audio';
import { MonitorError } from '../../../shared/errors';
import { formatDuration } from '../../base/format/numbers';
import { unwrap } from '../../base/ipc/call';
import { dismiss, tell, tellFailure } from '../../base/messages';
import { getPreferences, setPreferences } from '../../base/preferences';
import { allowFolder } from './allow-folder';
import { decodePeaks } from './decode-audio';
import { emptyPlayer, playerStore, type Track, trackOf, updatePlayer } from './player-store';
import type { Transport } from './transport';

/** The one element that sounds, whatever is shown around it. */
export const audio = new Audio();
audio.preload = 'auto';
audio.volume = getPreferences().volume;

/** @param facts `null` where not even the header could be read */
export const undecodable = (facts: AudioFacts | null): string =>
  facts && ['m4a', 'aac', 'webm'].includes(facts.format)
    ? `This file’s sound (${facts.codec}) cannot be played here. Other players may know it, and FLAC or WAV can be made of it.`
    : 'This file’s sound cannot be decoded: it may be damaged.';
export const noSamples = 'This file holds no sound: it has a header and nothing else.';

/** Counts what was loaded, so that answers for something left behind are dropped. */
let loads = 0;

/** The message of what could not be played last: whoever goes on to another take has read it. */
let toldFailure: number | null = null;

audio.addEventListener('play', () => updatePlayer({ playing: true }));
audio.addEventListener('pause', () => updatePlayer({ playing: false }));
audio.addEventListener('ended', () => updatePlayer({ playing: false }));
audio.addEventListener('durationchange', noteDuration);
audio.addEventListener('error', () => {
  // The header's own message, if there is one, says more: give it the time to arrive.
  const mine = loads;
  void factsArrived.then(() => {
    const { failure, facts } = playerStore.get();
    if (mine === loads && failure === null && audio.error) {
      fail(new Error(undecodable(facts)));
    }
  });
});

let factsArrived: Promise<void> = Promise.resolve();

/** The element as what shows its position follows and moves it. */
export const elementTransport: Transport = {
  time: () => audio.currentTime,
  running: () => !audio.paused,
  seek: seekTo,
  subscribe: (listener) => {
    const events = ['timeupdate', 'seeking', 'seeked', 'play', 'pause', 'emptied'] as const;
    for (const name of events) audio.addEventListener(name, listener);
    return () => {
      for (const name of events) audio.removeEventListener(name, listener);
    };
  },
};

/** Plays a generation from its beginning. */
export const playTrack = (row: Track): void => {
  const track = trackOf(row);
  const mine = ++loads;
  if (toldFailure !== null) dismiss(toldFailure);
  const { loop, speed } = playerStore.get();
  playerStore.set({
    ...emptyPlayer,
    loop,
    speed,
    track,
    playing: true,
    duration: track.durationSeconds,
  });
  // Chromium remembers what it had of an address, a failure too: each load has one of its own.
  audio.src = `${audioUrl(track.id)}&load=${mine}`;
  audio.loop = loop;
  audio.defaultPlaybackRate = speed;
  audio.playbackRate = speed;
  start();
  factsArrived = readFacts(track, mine);
};

const readFacts = async (track: Track, mine: number): Promise<void> => {
  try {
    const facts = await unwrap(window.monitor.audio.facts({ id: track.id }));
    if (mine !== loads) return;
    updatePlayer({ facts });
    noteDuration();
    if (facts.problems.includes('no-samples')) {
      fail(new Error(noSamples));
      return;
    }
    if (facts.problems.includes('truncated')) tell(truncation(facts));
    void readPeaks(track, mine);
  } catch (thrown) {
    if (mine === loads) fail(thrown);
  }
};

const readPeaks = async (track: Track, mine: number): Promise<void> => {
  // A file without a waveform is still heard.
  const known = await unwrap(window.monitor.audio.peaks({ id: track.id })).catch(() => null);
  if (mine !== loads) return;
  const peaks =
    known ?? (await decodePeaks(audioUrl(track.id), playerStore.get().facts).catch(() => null));
  if (mine === loads && peaks) updatePlayer({ peaks });
};

/** `The file ends early: 3.2 s of 30 s are there.`, as far as it is known. */
export const truncation = ({
  durationSeconds,
  declaredSeconds,
}: Pick<AudioFacts, 'durationSeconds' | 'declaredSeconds'>): string => {
  const whole = declaredSeconds === null ? '' : ` of ${formatDuration(declaredSeconds)}`;
  return `The file ends early: ${formatDuration(durationSeconds ?? 0)}${whole} are there.`;
};

const fail = (thrown: unknown): void => {
  audio.pause();
  const failure = thrown instanceof Error ? thrown.message : String(thrown);
  updatePlayer({ playing: false, failure });
  const elsewhere =
    thrown instanceof MonitorError && ['audio-refused', 'audio-missing'].includes(thrown.code);
  toldFailure = tellFailure(
    thrown,
    elsewhere ? { label: 'Allow a folder…', run: allowAndPlay } : null,
  );
};

/** What could not be found is tried once more with the folder that was allowed for it. */
const allowAndPlay = async (): Promise<void> => {
  const before = loads;
  if (!(await allowFolder()) || before !== loads) return;
  const { track } = playerStore.get();
  if (track) playTrack(track);
};

const start = (): void => {
  audio.play().catch((error: unknown) => {
    // Something else was loaded or asked for meanwhile, or the file's own error is told elsewhere.
    if (error instanceof DOMException && error.name === 'NotAllowedError') fail(error);
  });
};

/** The header knows better than the element where a file ends early. */
function noteDuration(): void {
  const known = playerStore.get().facts?.durationSeconds;
  const measured = Number.isFinite(audio.duration) ? audio.duration : null;
  const duration = known ?? measured;
  if (duration !== null) updatePlayer({ duration });
}

/** Plays on or pauses. What ended starts over. */
export const togglePlay = (): void => {
  const { track, failure } = playerStore.get();
  if (!track) return;
  if (failure !== null) playTrack(track);
  else if (audio.paused) start();
  else audio.pause();
};

/** Goes to a moment of the track, seconds. */
function seekTo(seconds: number): void {
  const { duration } = playerStore.get();
  const end = duration ?? audio.duration;
  if (!Number.isFinite(end)) return;
  audio.currentTime = Math.min(Math.max(0, seconds), end);
}

export const setLoop = (loop: boolean): void => {
  audio.loop = loop;
  updatePlayer({ loop });
};

export const setSpeed = (speed: number): void => {
  audio.defaultPlaybackRate = speed;
  audio.playbackRate = speed;
  updatePlayer({ speed });
};

/** @param volume 0 … 1, remembered from one start to the next */
export const setVolume = (volume: number): void => {
  audio.muted = false;
  audio.volume = volume;
  setPreferences({ volume });
};

/** Silences the player, or lets it sound again. */
export const toggleMute = (): void => {
  audio.muted = !audio.muted;
};

/** Stops and empties the player: its library is no longer there. */
export const clearPlayer = (): void => {
  loads += 1;
  audio.pause();
  audio.removeAttribute('src');
  audio.load();
  playerStore.set((state) => ({ ...emptyPlayer, loop: state.loop, speed: state.speed }));
};
