import { type AudioPeaks, audioUrl } from '../../../shared/audio';
import { unwrap } from '../../base/ipc/call';
import { peaksOf, samplesOf } from '../player/decode-audio';
import { noSamples, truncation, undecodable } from '../player/engine';
import { measureLoudness } from './measure-loudness';

/** What is heard and shown of one take. */
export type TakeAudio = Readonly<{
  /** All of it, at the sample rate that it is played with. */
  buffer: AudioBuffer;
  peaks: AudioPeaks | null;
  /** LKFS; `null` for silence. */
  loudness: number | null;
  /** What is wrong with a file that is heard all the same. */
  warning: string | null;
}>;

/** Every take is decoded as a whole: four of this length are near 1 GB. */
const longestMinutes = 10;

/**
 * Reads and decodes a take's file, and measures it.
 *
 * @throws Error with a sentence for people, MonitorError where the file cannot be read
 */
export const loadTake = async (
  id: string,
  context: AudioContext,
  signal: AbortSignal,
): Promise<TakeAudio> => {
  const facts = await unwrap(window.monitor.audio.facts({ id }));
  if (facts.problems.includes('no-samples')) throw new Error(noSamples);
  if ((facts.durationSeconds ?? 0) > longestMinutes * 60) {
    throw new Error(`Takes of more than ${longestMinutes} minutes cannot be compared.`);
  }
  const response = await fetch(audioUrl(id), { signal });
  if (!response.ok) throw new Error(undecodable(facts));
  const buffer = await context.decodeAudioData(await response.arrayBuffer()).catch(() => {
    throw new Error(undecodable(facts));
  });
  signal.throwIfAborted();
  const decoded = samplesOf(buffer);
  const peaks = await unwrap(window.monitor.audio.peaks({ id })).catch(() => null);
  return {
    buffer,
    peaks: peaks ?? (await peaksOf(decoded)),
    loudness: await measureLoudness(decoded),
    warning: facts.problems.includes('truncated') ? truncation(facts) : null,
  };
};
