/**
 * Integrated loudness as ITU-R BS.1770-4 defines it: K-weighted mean squares of 400 ms blocks that
 * overlap by three quarters, gated at −70 LKFS and again 10 LU below what is left.
 *
 * For mono and stereo, whose channels weigh the same.
 */
export type LoudnessMeter = Readonly<{
  /** Takes the next samples, −1 … 1, all channels equally long. */
  add: (channels: readonly Float32Array[]) => void;
  /** LKFS of all that was added; `null` for silence and for less than 400 ms. */
  integrated: () => number | null;
}>;

/** A block is four steps of 100 ms. */
const stepSeconds = 0.1;
const stepsPerBlock = 4;
const absoluteGate = -70;
const relativeGate = -10;

/** @param sampleRate Hz */
export const createLoudnessMeter = (sampleRate: number): LoudnessMeter => {
  const stepFrames = Math.round(sampleRate * stepSeconds);
  const weighting = kWeighting(sampleRate);
  let weigh: readonly Channel[] = [];
  /** Sums of squares over all channels, one per whole step. */
  const steps: number[] = [];
  let sum = 0;
  let frames = 0;
  return {
    add: (channels) => {
      if (weigh.length === 0) weigh = channels.map(() => weighted(weighting));
      const added = channels[0]?.length ?? 0;
      for (let from = 0; from < added; ) {
        const to = Math.min(added, from + stepFrames - frames);
        for (const [index, samples] of channels.entries()) {
          sum += weigh[index]?.(samples, from, to) ?? 0;
        }
        frames += to - from;
        from = to;
        if (frames === stepFrames) {
          steps.push(sum);
          sum = 0;
          frames = 0;
        }
      }
    },
    integrated: () => gated(blockPowers(steps, stepFrames)),
  };
};

/** Mean squares of every block. */
const blockPowers = (steps: readonly number[], stepFrames: number): readonly number[] =>
  steps
    .slice(stepsPerBlock - 1)
    .map(
      (_, first) =>
        steps.slice(first, first + stepsPerBlock).reduce((all, step) => all + step, 0) /
        (stepsPerBlock * stepFrames),
    );

const gated = (powers: readonly number[]): number | null => {
  const audible = powers.filter((power) => toLoudness(power) > absoluteGate);
  const gate = toLoudness(mean(audible)) + relativeGate;
  const counted = audible.filter((power) => toLoudness(power) > gate);
  return counted.length === 0 ? null : toLoudness(mean(counted));
};

const mean = (values: readonly number[]): number =>
  values.reduce((all, value) => all + value, 0) / values.length;

const toLoudness = (power: number): number => -0.691 + 10 * Math.log10(power);

/** Of a second-order filter: b0 b1 b2 over 1 a1 a2. */
type Coefficients = readonly [b0: number, b1: number, b2: number, a1: number, a2: number];
type KWeighting = readonly [shelf: Coefficients, pass: Coefficients];

/**
 * The standard gives its two filters for 48 kHz only. These are the analogue ones behind them (a
 * high shelf for the head, then a high pass), from which its numbers follow at 48 kHz.
 */
const kWeighting = (sampleRate: number): KWeighting => [
  highShelf(sampleRate, {
    hertz: 1681.974450955533,
    gain: 3.999843853973347,
    q: 0.7071752369554196,
  }),
  highPass(sampleRate, { hertz: 38.13547087602444, q: 0.5003270373238773 }),
];

const highShelf = (
  sampleRate: number,
  { hertz, gain, q }: Readonly<{ hertz: number; gain: number; q: number }>,
): Coefficients => {
  const k = Math.tan((Math.PI * hertz) / sampleRate);
  const high = 10 ** (gain / 20);
  const band = high ** 0.4996667741545416;
  const a0 = 1 + k / q + k * k;
  return [
    (high + (band * k) / q + k * k) / a0,
    (2 * (k * k - high)) / a0,
    (high - (band * k) / q + k * k) / a0,
    (2 * (k * k - 1)) / a0,
    (1 - k / q + k * k) / a0,
  ];
};

const highPass = (
  sampleRate: number,
  { hertz, q }: Readonly<{ hertz: number; q: number }>,
): Coefficients => {
  const k = Math.tan((Math.PI * hertz) / sampleRate);
  const a0 = 1 + k / q + k * k;
  return [1, -2, 1, (2 * (k * k - 1)) / a0, (1 - k / q + k * k) / a0];
};

/** Adds up the squares of weighted samples `from … to - 1`; goes on where the last call ended. */
type Channel = (samples: Float32Array, from: number, to: number) => number;

/** Both filters in one loop over local numbers, which the engine keeps in registers. */
const weighted = ([shelf, pass]: KWeighting): Channel => {
  const [b0, b1, b2, a1, a2] = shelf;
  const [c0, c1, c2, d1, d2] = pass;
  const kept = new Float64Array(4);
  return (samples, from, to) => {
    let [y1 = 0, y2 = 0, z1 = 0, z2 = 0] = kept;
    let sum = 0;
    for (let frame = from; frame < to; frame++) {
      const sample = samples[frame] ?? 0;
      const shelved = b0 * sample + y1;
      y1 = b1 * sample - a1 * shelved + y2;
      y2 = b2 * sample - a2 * shelved;
      const passed = c0 * shelved + z1;
      z1 = c1 * shelved - d1 * passed + z2;
      z2 = c2 * shelved - d2 * passed;
      sum += passed * passed;
    }
    kept.set([y1, y2, z1, z2]);
    return sum;
  };
};
