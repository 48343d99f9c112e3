import type { FileHandle } from 'node:fs/promises';
import {
  type AudioPeaks,
  clippedRun,
  fullScale,
  peakStretches,
  silentBelow,
} from '../../shared/audio';
import type { WavLayout } from './wav';

/** Frames read at a time. */
const framesPerRead = 131_072;

type Samples = Int16Array | Int32Array | Float32Array | Float64Array;

/**
 * Goes through a WAV file's samples once, a piece at a time.
 *
 * @returns peaks of `peakStretches` stretches, fewer for a file of fewer frames
 */
export const readWavPeaks = async (handle: FileHandle, layout: WavLayout): Promise<AudioPeaks> => {
  const { frames, frameSize, channels } = layout;
  const stretches = Math.min(peakStretches, frames);
  const lows = new Float64Array(stretches).fill(Number.POSITIVE_INFINITY);
  const highs = new Float64Array(stretches).fill(Number.NEGATIVE_INFINITY);
  const scale = layout.encoding === 'float' ? 1 : 1 / 2 ** (storedBits(layout) - 1);
  const runs = new Uint32Array(channels);
  const piece = new Uint8Array(framesPerRead * frameSize);
  let clipped = false;
  for (let first = 0; first < frames; ) {
    const wanted = Math.min(framesPerRead, frames - first) * frameSize;
    const { bytesRead } = await handle.read(piece, 0, wanted, layout.dataStart + first * frameSize);
    const count = Math.floor(bytesRead / frameSize);
    if (count === 0) break;
    const samples = samplesOf(piece, count * channels, layout);
    for (let frame = 0; frame < count; ) {
      const stretch = Math.floor(((first + frame) * stretches) / frames);
      const next = Math.ceil(((stretch + 1) * frames) / stretches) - first;
      const end = Math.max(frame + 1, Math.min(next, count));
      const [low, high] = extremes(samples, frame * channels, end * channels);
      lows[stretch] = Math.min(lows[stretch] ?? 0, low * scale);
      highs[stretch] = Math.max(highs[stretch] ?? 0, high * scale);
      if (!clipped && (high * scale >= fullScale || low * scale <= -fullScale)) {
        clipped = hasRun(samples, frame, end, channels, fullScale / scale, runs);
      } else runs.fill(0);
      frame = end;
    }
    first += count;
  }
  return summarize(lows, highs, clipped);
};

/** Eight-bit samples are widened when read, 24-bit ones too. */
const storedBits = ({ bits }: WavLayout): number => (bits === 8 ? 16 : bits === 24 ? 32 : bits);

/** The samples of a piece as numbers, without a copy where the layout allows it. */
const samplesOf = (piece: Uint8Array, count: number, layout: WavLayout): Samples => {
  const { buffer } = piece;
  if (layout.encoding === 'float') {
    return layout.bits === 64
      ? new Float64Array(buffer, 0, count)
      : new Float32Array(buffer, 0, count);
  }
  if (layout.bits === 16) return new Int16Array(buffer, 0, count);
  if (layout.bits === 32) return new Int32Array(buffer, 0, count);
  if (layout.bits === 8) return Int16Array.from(piece.subarray(0, count), (v) => (v - 128) << 8);
  const wide = new Int32Array(count);
  for (let index = 0, at = 0; index < count; index++, at += 3) {
    wide[index] =
      ((piece[at] ?? 0) << 8) | ((piece[at + 1] ?? 0) << 16) | ((piece[at + 2] ?? 0) << 24);
  }
  return wide;
};

/** Lowest and highest of `samples[from … to − 1]`; what is no number counts as silence. */
const extremes = (samples: Samples, from: number, to: number): readonly [number, number] => {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let index = from; index < to; index++) {
    const value = samples[index] as number;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low > high ? [0, 0] : [low, high];
};

/** Whether any channel stays at full scale for long enough; `runs` carries on between calls. */
const hasRun = (
  samples: Samples,
  from: number,
  to: number,
  channels: number,
  limit: number,
  runs: Uint32Array,
): boolean => {
  for (let frame = from; frame < to; frame++) {
    for (let channel = 0; channel < channels; channel++) {
      const value = samples[frame * channels + channel] as number;
      const run = value >= limit || value <= -limit ? (runs[channel] ?? 0) + 1 : 0;
      if (run >= clippedRun) return true;
      runs[channel] = run;
    }
  }
  return false;
};

const summarize = (lows: Float64Array, highs: Float64Array, clipped: boolean): AudioPeaks => {
  const levels = new Int8Array(lows.length * 2);
  let peak = 0;
  for (let stretch = 0; stretch < lows.length; stretch++) {
    // A file that was cut while being read has no value here.
    const low = Number.isFinite(lows[stretch]) ? (lows[stretch] as number) : 0;
    const high = Number.isFinite(highs[stretch]) ? (highs[stretch] as number) : 0;
    peak = Math.max(peak, Math.abs(low), Math.abs(high));
    levels[stretch * 2] = toLevel(low);
    levels[stretch * 2 + 1] = toLevel(high);
  }
  return { levels, peak, silent: peak < silentBelow, clipped };
};

const toLevel = (value: number): number => Math.round(Math.max(-1, Math.min(1, value)) * 127);
