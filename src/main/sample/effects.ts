/** Effects work on a signal in place. */

/** Takes away what is above a frequency in Hz, gently: two poles in a row. */
export const lowPass = (signal: Float32Array, frequency: number, sampleRate: number): void => {
  if (frequency >= sampleRate * 0.45) return;
  const share = 1 - Math.exp((-2 * Math.PI * frequency) / sampleRate);
  let first = 0;
  let second = 0;
  for (let index = 0; index < signal.length; index++) {
    first += share * ((signal[index] ?? 0) - first);
    second += share * (first - second);
    signal[index] = second;
  }
};

/** Takes away what nobody hears and loudspeakers suffer from: everything below about 25 Hz. */
export const removeOffset = (signal: Float32Array, sampleRate: number): void => {
  const keep = 1 - (2 * Math.PI * 25) / sampleRate;
  let before = 0;
  let out = 0;
  for (let index = 0; index < signal.length; index++) {
    const now = signal[index] ?? 0;
    out = now - before + keep * out;
    before = now;
    signal[index] = out;
  }
};

/** Delays of the echoes in seconds, chosen so that they never coincide. */
const combDelays: readonly number[] = [0.0297, 0.0371, 0.0411, 0.0437];
const allPassDelays: readonly number[] = [0.005, 0.0017];

/**
 * The room that a signal sounds in, without the signal itself: four echoes in parallel and two
 * diffusers in a row, after Schroeder.
 *
 * @param spread shifts the echoes a little, so that left and right differ
 */
export const reverberation = (
  signal: Float32Array,
  sampleRate: number,
  spread: number,
): Float32Array => {
  const out = new Float32Array(signal.length);
  for (const delay of combDelays) {
    const line = new Float32Array(Math.round((delay + spread) * sampleRate));
    let position = 0;
    let dull = 0;
    for (let index = 0; index < signal.length; index++) {
      const echo = line[position] ?? 0;
      dull += 0.55 * (echo - dull);
      line[position] = (signal[index] ?? 0) + dull * 0.83;
      if (++position === line.length) position = 0;
      out[index] = (out[index] ?? 0) + echo * 0.25;
    }
  }
  for (const delay of allPassDelays) {
    const line = new Float32Array(Math.round((delay + spread) * sampleRate));
    let position = 0;
    for (let index = 0; index < out.length; index++) {
      const echo = line[position] ?? 0;
      const now = (out[index] ?? 0) + echo * -0.5;
      line[position] = now;
      if (++position === line.length) position = 0;
      out[index] = echo + now * 0.5;
    }
  }
  return out;
};

/** Lets a signal come and go: a few milliseconds in, the last part out. */
export const fade = (signal: Float32Array, inSamples: number, outSamples: number): void => {
  const length = signal.length;
  for (let index = 0; index < Math.min(inSamples, length); index++) {
    signal[index] = (signal[index] ?? 0) * (index / inSamples);
  }
  for (let left = 0; left < Math.min(outSamples, length); left++) {
    const gain = 0.5 - 0.5 * Math.cos((Math.PI * left) / outSamples);
    signal[length - 1 - left] = (signal[length - 1 - left] ?? 0) * gain;
  }
};
