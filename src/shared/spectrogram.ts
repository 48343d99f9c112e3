/** How loud each pitch is over time, small enough to draw. */
export type Spectrogram = Readonly<{
  columns: number;
  /** Pitches of each column, the lowest first, spaced as the ear hears them. */
  bands: number;
  /** 0 … 255 for −90 … 0 dBFS, column by column. */
  levels: Uint8Array;
}>;

export const spectrogramColumns = 600;
export const spectrogramBands = 96;
/** Samples that one column is made of. */
export const spectrogramWindow = 1_024;

/** Hz. */
const lowest = 60;
const highest = 16_000;
/** dB. */
const range = 90;

/**
 * Levels of one column.
 *
 * @param samples `spectrogramWindow` values, −1 … 1, all channels together
 */
export const spectrumLevels = (samples: Float32Array, sampleRate: number): Uint8Array => {
  const magnitudes = magnitudesOf(samples);
  const top = Math.min(highest, sampleRate / 2);
  const edge = (band: number): number =>
    (lowest * (top / lowest) ** (band / spectrogramBands) * spectrogramWindow) / sampleRate;
  return Uint8Array.from({ length: spectrogramBands }, (_, band) => {
    const from = Math.min(Math.floor(edge(band)), magnitudes.length - 1);
    const to = Math.max(from + 1, Math.min(Math.ceil(edge(band + 1)), magnitudes.length));
    let loudest = 0;
    for (let bin = from; bin < to; bin++) loudest = Math.max(loudest, magnitudes[bin] ?? 0);
    const decibels = 20 * Math.log10(Math.max(loudest, 1e-9));
    return Math.round(255 * Math.min(1, Math.max(0, 1 + decibels / range)));
  });
};

const hann = Float32Array.from(
  { length: spectrogramWindow },
  (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / spectrogramWindow),
);

/** Magnitude of each frequency, 1 for a sine at full scale: a radix-2 Fourier transform in place. */
const magnitudesOf = (samples: Float32Array): Float32Array => {
  const size = spectrogramWindow;
  const real = new Float32Array(size);
  const imaginary = new Float32Array(size);
  for (let index = 0, reversed = 0; index < size; index++) {
    real[reversed] = (samples[index] ?? 0) * (hann[index] ?? 0);
    let bit = size >> 1;
    while (bit > 0 && reversed & bit) {
      reversed ^= bit;
      bit >>= 1;
    }
    reversed |= bit;
  }
  for (let half = 1; half < size; half *= 2) {
    for (let step = 0; step < half; step++) {
      const angle = (-Math.PI * step) / half;
      const cosine = Math.cos(angle);
      const sine = Math.sin(angle);
      for (let even = step; even < size; even += 2 * half) {
        const odd = even + half;
        const a = real[odd] as number;
        const b = imaginary[odd] as number;
        const turnedReal = a * cosine - b * sine;
        const turnedImaginary = a * sine + b * cosine;
        real[odd] = (real[even] as number) - turnedReal;
        imaginary[odd] = (imaginary[even] as number) - turnedImaginary;
        real[even] = (real[even] as number) + turnedReal;
        imaginary[even] = (imaginary[even] as number) + turnedImaginary;
      }
    }
  }
  // The window halves what a sine has, and half of that is at negative frequencies.
  return Float32Array.from(
    { length: size / 2 },
    (_, bin) => (4 * Math.hypot(real[bin] as number, imaginary[bin] as number)) / size,
  );
};

/** Puts columns together; `column` answers with the samples around a place, 0 … 1, of the sound. */
export const buildSpectrogram = async (
  columns: number,
  sampleRate: number,
  column: (place: number) => Promise<Float32Array> | Float32Array,
): Promise<Spectrogram> => {
  const levels = new Uint8Array(columns * spectrogramBands);
  for (let index = 0; index < columns; index++) {
    const samples = await column((index + 0.5) / columns);
    levels.set(spectrumLevels(samples, sampleRate), index * spectrogramBands);
  }
  return { columns, bands: spectrogramBands, levels };
};
