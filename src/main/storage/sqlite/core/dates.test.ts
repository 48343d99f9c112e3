import { describe, expect, it } from 'vitest';
import { formatStoredDate, parseStoredDate, storedNow } from './dates';

describe('parseStoredDate', () => {
  it.each([
    ['2025-11-20 01:12:17.893917', '2025-11-20T01:12:17.893Z'],
    ['2025-11-20 01:12:17', '2025-11-20T01:12:17.000Z'],
    ['2025-11-20 01:12:17.5', '2025-11-20T01:12:17.500Z'],
    ['2025-11-20', '2025-11-20T00:00:00.000Z'],
    ['2025-11-20T01:12:17Z', '2025-11-20T01:12:17.000Z'],
    ['2025-11-20T01:12:17+02:00', '2025-11-19T23:12:17.000Z'],
    ['0001-01-01 00:00:00.000000', '0001-01-01T00:00:00.000Z'],
    ['2024-02-29 23:59:59.999999', '2024-02-29T23:59:59.999Z'],
    ['2024-02-28 23:59:59.000001', '2024-02-28T23:59:59.000Z'],
  ])('reads %s', (text, iso) => {
    expect(parseStoredDate(text)?.toISOString()).toBe(iso);
  });

  it.each([
    '',
    'yesterday',
    '2025-02-30 00:00:00',
    '2025-02-20 00:00:0x',
    '2025-02-20 00:00:00.00000x',
    '2025-02-20 25:00:00',
    '2025-00-20 00:00:00',
    '2025-13-01',
    '2025-01-01 24:00:00',
    '1763600000',
  ])('refuses %j', (text) => {
    expect(parseStoredDate(text)).toBeNull();
  });
});

describe('formatStoredDate', () => {
  it('writes six digits of fraction, a space and no zone', () => {
    expect(formatStoredDate(new Date('2025-11-20T01:12:17.893Z'), 7)).toBe(
      '2025-11-20 01:12:17.893007',
    );
  });
  it('refuses years that SQLAlchemy cannot read', () => {
    expect(() => formatStoredDate(new Date('+012025-01-01T00:00:00Z'))).toThrow(RangeError);
  });
});

it('storedNow keeps the order of calls', () => {
  const moments = Array.from({ length: 500 }, storedNow);
  expect(moments).toEqual([...moments].sort());
  expect(new Set(moments).size).toBe(500);
});
