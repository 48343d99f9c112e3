import type { StoredValue } from './rows';

/** As SQLite orders values: nothing, numbers, text by its bytes, blobs. */
export const compareStored = (a: StoredValue, b: StoredValue): number => {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : 0;
  if (Buffer.isBuffer(a) && Buffer.isBuffer(b)) return Buffer.compare(a, b);
  return rankOf(a) - rankOf(b);
};

/** Whether both are the same value, integers read exactly included. */
export const isSameStored = (a: StoredValue | undefined, b: StoredValue | undefined): boolean =>
  a === b || (typeof a === 'object' && Buffer.isBuffer(a) && Buffer.isBuffer(b) && a.equals(b));

const rankOf = (value: StoredValue): number => {
  if (value === null) return 0;
  if (typeof value === 'string') return 2;
  return Buffer.isBuffer(value) ? 3 : 1;
};

const compareText = (a: string, b: string): number => {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (x !== y) return inUtf8(x) - inUtf8(y);
  }
  return a.length - b.length;
};

/** In UTF-8, what UTF-16 writes as two surrogates comes after everything else. */
const inUtf8 = (unit: number): number =>
  unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit;
