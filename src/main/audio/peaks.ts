import type { FileHandle } from 'node:fs/promises';
import {
  type AudioPeaks,
  clippedRun,
  fullScale,
  peakStretches,
  silentBelow,
} from '../../shared/audio';
import type { Piece } from './decode';
import { type Samples, sampleScale, samplesOf } from './samples';
import type { WavLayout } from './wav';

/** Frames read at a time. */
const framesPerRead = 131_072;

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
  const scale = sampleScale(layout);
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

/** Frames that are one stretch of a compressed file, whose length is known at its end only. */
const fineFrames = 256;

/** Goes through decoded samples once. `null` where there are none. */
export const readPeaks = async (pieces: AsyncIterable<Piece>): Promise<AudioPeaks | null> => {
  const lows: number[] = [];
  const highs: number[] = [];
  const runs: Uint32Array[] = [];
  let frames = 0;
  let clipped = false;
  for await (const piece of pieces) {
    const count = piece[0]?.length ?? 0;
    for (let frame = 0; frame < count; ) {
      const stretch = Math.floor((frames + frame) / fineFrames);
      const end = Math.min(count, (stretch + 1) * fineFrames - frames);
      for (const [channel, samples] of piece.entries()) {
        const [low, high] = extremes(samples, frame, end);
        lows[stretch] = Math.min(lows[stretch] ?? low, low);
        highs[stretch] = Math.max(highs[stretch] ?? high, high);
        const run = runs[channel] ?? new Uint32Array(1);
        runs[channel] = run;
        if (high < fullScale && low > -fullScale) run.fill(0);
        else if (!clipped) clipped = hasRun(samples, frame, end, 1, fullScale, run);
      }
      frame = end;
    }
    frames += count;
  }
  return frames === 0 ? null : summarize(...joined(lows, highs), clipped);
};

/** As many stretches as are wanted, of fine ones. */
const joined = (
  lows: readonly number[],
  highs: readonly number[],
): [lows: Float64Array, highs: Float64Array] => {
  const stretches = Math.min(peakStretches, lows.length);
  const join = (fine: readonly number[], outermost: (...values: number[]) => number) =>
    Float64Array.from({ length: stretches }, (_, stretch) => {
      const from = Math.floor((stretch * fine.length) / stretches);
      const to = Math.floor(((stretch + 1) * fine.length) / stretches);
      return outermost(...fine.slice(from, to));
    });
  return [join(lows, Math.min), join(highs, Math.max)];
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
