import { describe, expect, it } from 'vitest';
import { buildSpectrogram, spectrogramWindow, spectrumLevels } from './spectrogram';

const sine = (frequency: number, amplitude: number, rate = 32_000) =>
  Float32Array.from(
    { length: spectrogramWindow },
    (_, index) => amplitude * Math.sin((2 * Math.PI * frequency * index) / rate),
  );
const loudest = (levels: Uint8Array) => levels.indexOf(Math.max(...levels));

describe('a spectrum', () => {
  it('is loudest where the tone is, on a scale of pitches', () => {
    // 96 bands between 60 Hz and 16 kHz: about twelve to the octave.
    const octave = 96 / Math.log2(16_000 / 60);
    const bands = [500, 1_000, 2_000, 8_000].map((hertz) =>
      loudest(spectrumLevels(sine(hertz, 1), 32_000)),
    );
    for (const [index, hertz] of [500, 1_000, 2_000, 8_000].entries()) {
      expect(Math.abs((bands[index] ?? 0) - octave * Math.log2(hertz / 60))).toBeLessThan(2);
    }
  });

  it('tells how loud it is', () => {
    const level = (amplitude: number) =>
      Math.max(...spectrumLevels(sine(1_000, amplitude), 32_000));
    expect(level(1)).toBe(255);
    expect(level(0.1)).toBeCloseTo(255 * (1 - 20 / 90), -0.5);
    expect(level(0)).toBe(0);
  });

  it('stands column by column', async () => {
    const built = await buildSpectrogram(4, 32_000, (place) => sine(1_000, place > 0.5 ? 1 : 0));
    const peaks = [0, 1, 2, 3].map((column) =>
      Math.max(...built.levels.subarray(column * built.bands, (column + 1) * built.bands)),
    );
    expect(peaks).toEqual([0, 0, 255, 255]);
  });
});
