import { describe, expect, it } from 'vitest';
import { parseByteRange } from './byte-range';

describe('a byte range', () => {
  it.each([
    ['bytes=0-', 0, 99],
    ['bytes=0-0', 0, 0],
    ['bytes=10-19', 10, 19],
    ['bytes=90-500', 90, 99],
    ['bytes=-10', 90, 99],
    ['bytes=-500', 0, 99],
    ['BYTES=99-', 99, 99],
    ['bytes= 5-6 ', 5, 6],
    ['bytes=0-99999999999999999999', 0, 99],
  ])('%s of 100 bytes', (header, start, end) => {
    expect(parseByteRange(header, 100)).toEqual({ start, end });
  });

  it.each(['bytes=100-', 'bytes=-0', 'bytes=99999999999999999999-'])(
    '%s cannot be met',
    (header) => {
      expect(parseByteRange(header, 100)).toBe('unsatisfiable');
    },
  );

  it.each([null, '', 'bytes=', 'bytes=-', 'bytes=9-3', 'items=0-1', 'bytes=0-1,5-6', 'bytes=a-b'])(
    '%s asks for the whole',
    (header) => {
      expect(parseByteRange(header, 100)).toBe('whole');
    },
  );

  it('has nothing to meet in an empty file', () => {
    expect(parseByteRange('bytes=0-', 0)).toBe('unsatisfiable');
    expect(parseByteRange('bytes=-5', 0)).toBe('unsatisfiable');
  });
});
