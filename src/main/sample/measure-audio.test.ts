import { expect, it } from 'vitest';
import { measureAudio } from './measure-audio';

const sine = (level: number, seconds: number) =>
  Float32Array.from({ length: 8_000 * seconds }, (_, index) => level * Math.sin(index * 0.31));

it('measures peak, mean power and dynamic range', () => {
  expect(measureAudio([sine(0.5, 1)], 8_000)).toEqual({
    peak_amplitude: 0.5,
    rms_energy: expect.closeTo(0.3536, 3),
    dynamic_range_db: expect.closeTo(0, 1),
    bit_depth: 16,
  });
  const steps = Float32Array.of(...sine(0.5, 1), ...sine(0.05, 1));
  expect(measureAudio([steps], 8_000).dynamic_range_db).toBeCloseTo(20, 0);
});

it('has an answer for silence and for nothing', () => {
  expect(measureAudio([new Float32Array(100)], 8_000)).toMatchObject({
    peak_amplitude: 0,
    rms_energy: 0,
  });
  expect(measureAudio([new Float32Array(0)], 8_000).rms_energy).toBe(0);
});
