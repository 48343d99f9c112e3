import type { AudioFacts, AudioPeaks } from '../../../shared/audio';
import { gatherPeaks } from '../../../shared/peaks';
import {
  buildSpectrogram,
  type Spectrogram,
  spectrogramColumns,
  spectrogramWindow,
} from '../../../shared/spectrogram';

/** A decoded file larger than this, bytes, gets no waveform: decoding takes all of it at once. */
const mostDecoded = 256 * 1024 * 1024;
/** Frames looked at before the window may do something else: a few milliseconds of its time. */
const framesPerTurn = 500_000;

/** What the browser decodes of a compressed file, off the window's thread. */
export type Decoded = Readonly<{
  channels: readonly Float32Array<ArrayBuffer>[];
  frames: number;
  sampleRate: number;
}>;

/** `null` where the file is too long to be decoded at once. */
const decode = async (url: string, facts: AudioFacts | null): Promise<Decoded | null> => {
  const { durationSeconds, sampleRate, channels } = facts ?? {};
  const size = (durationSeconds ?? 0) * (sampleRate ?? 0) * (channels ?? 2) * 4;
  if (size === 0 || size > mostDecoded) return null;
  const response = await fetch(url);
  if (!response.ok) return null;
  const context = new OfflineAudioContext(1, 1, sampleRate ?? 44_100);
  const decoded = await context.decodeAudioData(await response.arrayBuffer());
  return samplesOf(decoded);
};

/** The samples of an audio buffer, not copied. */
export const samplesOf = (buffer: AudioBuffer): Decoded => ({
  channels: Array.from({ length: buffer.numberOfChannels }, (_, channel) =>
    buffer.getChannelData(channel),
  ),
  frames: buffer.length,
  sampleRate: buffer.sampleRate,
});

/** The peaks of a file that only the browser decodes; `null` where it is too long. */
export const decodePeaks = async (
  url: string,
  facts: AudioFacts | null,
): Promise<AudioPeaks | null> => {
  const decoded = await decode(url, facts);
  return decoded && peaksOf(decoded);
};

/** The spectrogram of a compressed file; `null` where it is too long. */
export const decodeSpectrogram = async (
  url: string,
  facts: AudioFacts | null,
): Promise<Spectrogram | null> => {
  const decoded = await decode(url, facts);
  if (!decoded) return null;
  const { channels, frames, sampleRate } = decoded;
  return buildSpectrogram(spectrogramColumns, sampleRate, (place) => {
    const start = Math.max(0, Math.floor(place * frames) - spectrogramWindow / 2);
    return Float32Array.from({ length: spectrogramWindow }, (_, index) => {
      const sum = channels.reduce((all, samples) => all + (samples[start + index] ?? 0), 0);
      return sum / channels.length;
    });
  });
};

/** The peaks of what was decoded; `null` where that is nothing. */
export const peaksOf = async ({ channels, frames }: Decoded): Promise<AudioPeaks | null> => {
  const gathered = gatherPeaks();
  for (let from = 0; from < frames; from += framesPerTurn) {
    gathered.add(channels.map((samples) => samples.subarray(from, from + framesPerTurn)));
    await new Promise((resolve) => setTimeout(resolve));
  }
  return gathered.peaks();
};
