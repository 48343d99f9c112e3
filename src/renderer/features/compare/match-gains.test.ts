import { describe, expect, it } from 'vitest';
import { matchGains, toFactor } from './match-gains';

describe('gains that match loudness', () => {
  it('make all as loud as the quietest', () => {
    expect(matchGains([-14, -20, -17.5])).toEqual([-6, 0, -2.5]);
    expect(toFactor(-6)).toBeCloseTo(0.501, 3);
  });

  it('leave silence alone, and everything where nothing else sounds', () => {
    expect(matchGains([-14, null, -16])).toEqual([-2, 0, 0]);
    expect(matchGains([null, null])).toEqual([0, 0]);
    expect(matchGains([-14, null])).toEqual([0, 0]);
  });
});
