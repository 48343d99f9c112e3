import {
  type AudioFacts,
  type AudioPeaks,
  clippedRun,
  fullScale,
  peakStretches,
  silentBelow,
} from '../../shared/audio';
import {
  buildSpectrogram,
  type Spectrogram,
  spectrogramColumns,
  spectrogramWindow,
} from '../../shared/spectrogram';

/** A decoded file larger than this, bytes, gets no waveform: decoding takes all of it at once. */
const mostDecoded = 256 * 1024 * 1024;
/** Samples looked at before the window may do something else. */
const samplesPerTurn = 2_000_000;

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

/** The peaks of what was decoded. */
export const peaksOf = async ({ channels, frames }: Decoded): Promise<AudioPeaks> => {
  const stretches = Math.min(peakStretches, frames);
  const levels = new Int8Array(stretches * 2);
  let peak = 0;
  let clipped = false;
  let sinceTurn = 0;
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = Math.floor((stretch * frames) / stretches);
    const to = Math.floor(((stretch + 1) * frames) / stretches);
    let low = 0;
    let high = 0;
    for (const samples of channels) {
      let run = 0;
      for (let frame = from; frame < to; frame++) {
        const value = samples[frame] ?? 0;
        if (value < low) low = value;
        if (value > high) high = value;
        run = Math.abs(value) >= fullScale ? run + 1 : 0;
        if (run >= clippedRun) clipped = true;
      }
    }
    peak = Math.max(peak, -low, high);
    levels[stretch * 2] = Math.round(Math.max(-1, low) * 127);
    levels[stretch * 2 + 1] = Math.round(Math.min(1, high) * 127);
    sinceTurn += (to - from) * channels.length;
    if (sinceTurn > samplesPerTurn) {
      sinceTurn = 0;
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
  return { levels, peak, silent: peak < silentBelow, clipped };
};
