import { type AudioPeaks, clippedRun, fullScale, peakStretches, silentBelow } from './audio';

// From samples to what a waveform shows, wherever they were decoded.

/** One piece of sound: an array of samples for each channel, 1 is full scale. */
export type Piece = readonly Float32Array[];

/** Samples as a file stores them, the channels in turn. */
export type Samples = Int16Array | Int32Array | Float32Array;

/** Frames that are one stretch of sound whose length is not known yet. */
const fineFrames = 256;

/** Gathers the peaks of sound that comes in pieces, and whose length is known at its end only. */
export const gatherPeaks = () => {
  const lows: number[] = [];
  const highs: number[] = [];
  const runs: Uint32Array[] = [];
  let frames = 0;
  let clipped = false;
  return {
    add: (piece: Piece): void => {
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
    },
    /** `null` where no sound came. */
    peaks: (): AudioPeaks | null =>
      frames === 0 ? null : summarize(join(lows, Math.min), join(highs, Math.max), clipped),
  };
};

/** As many stretches as are wanted, of fine ones. */
const join = (
  fine: readonly number[],
  outermost: (...values: number[]) => number,
): Float64Array => {
  const stretches = Math.min(peakStretches, fine.length);
  return Float64Array.from({ length: stretches }, (_, stretch) => {
    const from = Math.floor((stretch * fine.length) / stretches);
    const to = Math.floor(((stretch + 1) * fine.length) / stretches);
    return outermost(...fine.slice(from, to));
  });
};

/** Lowest and highest of `samples[from … to − 1]`; what is no number counts as silence. */
export const extremes = (samples: Samples, from: number, to: number): readonly [number, number] => {
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
export const hasRun = (
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

/** @param lows of each stretch, 1 is full scale; infinite where it has no samples */
export const summarize = (
  lows: Float64Array,
  highs: Float64Array,
  clipped: boolean,
): AudioPeaks => {
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
