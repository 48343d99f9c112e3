import { describe, expect, it } from 'vitest';
import { clockTime } from './clock-time';
import { barLevels } from './draw-peaks';

describe('bars', () => {
  const levels = Int8Array.from([-127, 127, 0, 0, -64, 32, -10, 10]);

  it('gather the stretches that they stand for', () => {
    expect(barLevels(levels, 2)).toEqual([
      { low: -1, high: 1 },
      { low: -64 / 127, high: 32 / 127 },
    ]);
  });

  it('repeat stretches where there are fewer of those', () => {
    expect(barLevels(levels, 8).map(({ high }) => Math.round(high * 127))).toEqual([
      127, 127, 0, 0, 32, 32, 10, 10,
    ]);
  });
});

describe('the clock', () => {
  it.each([
    [0, '0:00'],
    [7.9, '0:07'],
    [65, '1:05'],
    [3_605, '1:00:05'],
    [Number.NaN, '0:00'],
  ])('%d → %s', (seconds, text) => {
    expect(clockTime(seconds)).toBe(text);
  });
});
