import { describe, expect, it } from 'vitest';
import { createScrollMap, longestTrack, offsetAfter } from './scroll-map';

const rowHeight = 34;
const viewport = 700;

describe('a list that fits the track', () => {
  const map = createScrollMap(400 * rowHeight, viewport);

  it('is one to one', () => {
    expect(map.squeezed).toBe(false);
    expect(map.trackHeight).toBe(400 * rowHeight);
    expect(map.toOffset(1234)).toBe(1234);
    expect(map.toScrollTop(1234)).toBe(1234);
  });

  it('stays inside', () => {
    expect(map.toOffset(-20)).toBe(0);
    expect(map.toOffset(1e9)).toBe(map.maxOffset);
    expect(createScrollMap(68, viewport).maxOffset).toBe(0);
  });
});

describe('a million rows', () => {
  const map = createScrollMap(1_000_000 * rowHeight, viewport);

  it('keeps the track below the cap of browsers', () => {
    expect(map.squeezed).toBe(true);
    expect(map.trackHeight).toBe(longestTrack);
  });

  it('reaches both ends', () => {
    expect(map.toOffset(0)).toBe(0);
    expect(map.toOffset(map.maxScrollTop)).toBe(1_000_000 * rowHeight - viewport);
  });

  it('is true to scale at both ends', () => {
    expect(map.toOffset(50_000)).toBe(50_000);
    expect(map.maxOffset - map.toOffset(map.maxScrollTop - 50_000)).toBe(50_000);
  });

  it('goes there and back', () => {
    for (let row = 0; row < 1_000_000; row += 37_813) {
      const offset = Math.min(row * rowHeight, map.maxOffset);
      expect(map.toOffset(map.toScrollTop(offset))).toBeCloseTo(offset, 3);
    }
  });

  it('never runs backwards', () => {
    let before = -1;
    for (let top = 0; top <= map.maxScrollTop; top += 9_973) {
      expect(map.toOffset(top)).toBeGreaterThan(before);
      before = map.toOffset(top);
    }
  });

  it('moves by the wheel pixel by pixel, and by the thumb in proportion', () => {
    const middle = map.maxScrollTop / 2;
    const offset = map.toOffset(middle);
    expect(offsetAfter(map, offset, middle, middle + 120, viewport)).toBe(offset + 120);
    expect(offsetAfter(map, offset, middle, middle + 90_000, viewport)).toBe(
      map.toOffset(middle + 90_000),
    );
    expect(offsetAfter(map, offset, 400, 0, viewport)).toBe(0);
  });
});
