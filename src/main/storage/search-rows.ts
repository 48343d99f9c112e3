import { fold } from '../../shared/fold';

// For each row of the library, by rowid, the numbers of its texts, and its id.

/** What a row has to search in: numbers of texts, 0 for none, and the id as stored. */
export type RowTexts = Readonly<{ prompt: number; model: number; error: number; id: string }>;

/** Rows that match, by rowid. */
export type Hits = Readonly<{ count: number; has: Uint8Array; rowids: () => readonly number[] }>;

export type SearchRows = Readonly<{
  /** Rows known, and the greatest rowid of them. */
  count: () => number;
  greatest: () => number;
  set: (rowid: number, texts: RowTexts) => void;
  /** Rows whose texts have one of these numbers, or whose id contains the folded needle. */
  matching: (numbers: readonly number[], greatestNumber: number, needle: string) => Hits;
  /** Marks the numbers in use. */
  used: (greatestNumber: number) => Uint8Array;
}>;

/** So many numbers per row are spent on rowids that are not in use, at most. */
const maxSparseness = 8;
const smallest = 1 << 16;
/** No byte of UTF-8. */
const separator = 0xff;

/** Whether rowids are dense enough to be positions in arrays. */
export const areDense = (count: number, greatest: number): boolean =>
  greatest <= Math.max(count * maxSparseness, smallest);

export const createSearchRows = (): SearchRows => {
  let size = smallest;
  let prompts = new Int32Array(size);
  let models = new Int32Array(size);
  let errors = new Int32Array(size);
  /** What each number is a text of: most searches need to look at prompts alone. */
  const roles: number[] = [];
  /** Where a row's id begins in `ids`, plus one; 0 for no row. */
  let starts = new Uint32Array(size);
  let lengths = new Uint32Array(size);
  /** Ids one after the other, each followed by a byte that no text has. */
  let ids = Buffer.alloc(smallest * 40);
  let end = 0;
  /** Which row each stretch of `ids` belongs to, in the order of stretches. */
  let stretches = new Uint32Array(smallest);
  let owners = new Uint32Array(smallest);
  let stretchCount = 0;
  let count = 0;
  let greatest = 0;
  /** Bytes that occur in any id: most needles hold one that does not. */
  const alphabet = new Uint8Array(256);

  const grow = (rowid: number) => {
    while (size <= rowid) size *= 2;
    prompts = enlarged(prompts, size);
    models = enlarged(models, size);
    errors = enlarged(errors, size);
    starts = enlargedUnsigned(starts, size);
    lengths = enlargedUnsigned(lengths, size);
  };

  const setId = (rowid: number, id: string) => {
    const bytes = Buffer.from(fold(id));
    const start = starts[rowid] ?? 0;
    if (start > 0 && bytes.equals(idBytes(rowid))) return;
    if (end + bytes.length + 1 > ids.length) {
      const old = ids;
      ids = Buffer.alloc(Math.max(ids.length * 2, end + bytes.length + 1));
      old.copy(ids);
    }
    bytes.copy(ids, end);
    ids[end + bytes.length] = separator;
    if (stretchCount === stretches.length) {
      stretches = enlargedUnsigned(stretches, stretchCount * 2);
      owners = enlargedUnsigned(owners, stretchCount * 2);
    }
    stretches[stretchCount] = end;
    owners[stretchCount++] = rowid;
    for (const byte of bytes) alphabet[byte] = 1;
    if (start === 0) count++;
    starts[rowid] = end + 1;
    lengths[rowid] = bytes.length;
    end += bytes.length + 1;
  };

  const idBytes = (rowid: number): Buffer => {
    const start = (starts[rowid] ?? 1) - 1;
    return ids.subarray(start, start + (lengths[rowid] ?? 0));
  };

  const markIds = (has: Uint8Array, needle: Buffer) => {
    if (needle.some((byte) => !alphabet[byte])) return;
    if (needle.length < 3) markIdsOneByOne(has, needle);
    else markOccurrences(has, needle);
  };

  /** For a short needle, which is in many ids: where it is found, the rest of the id is skipped. */
  const markIdsOneByOne = (has: Uint8Array, needle: Buffer) => {
    for (let rowid = 1; rowid <= greatest; rowid++) {
      if (has[rowid] || !starts[rowid]) continue;
      if (includes(ids, (starts[rowid] ?? 1) - 1, lengths[rowid] ?? 0, needle)) has[rowid] = 1;
    }
  };

  const markOccurrences = (has: Uint8Array, needle: Buffer) => {
    const all = ids.subarray(0, end);
    for (let at = all.indexOf(needle); at !== -1; at = all.indexOf(needle, at + 1)) {
      const stretch = lastAtMost(stretches, stretchCount, at);
      const rowid = owners[stretch] ?? 0;
      // An id that was replaced is still there, but no row's any more.
      if (starts[rowid] === (stretches[stretch] ?? 0) + 1) has[rowid] = 1;
    }
  };

  return {
    count: () => count,
    greatest: () => greatest,
    set: (rowid, texts) => {
      if (rowid >= size) grow(rowid);
      prompts[rowid] = texts.prompt;
      models[rowid] = texts.model;
      errors[rowid] = texts.error;
      for (const role of everyRole) roles[texts[role]] = (roles[texts[role]] ?? 0) | roleBit[role];
      setId(rowid, texts.id);
      if (rowid > greatest) greatest = rowid;
    },
    matching: (numbers, greatestNumber, needle) => {
      const wanted = new Uint8Array(greatestNumber + 1);
      for (const number of numbers) wanted[number] = 1;
      const has = new Uint8Array(greatest + 1);
      const texts = { prompt: prompts, model: models, error: errors };
      for (const role of everyRole) {
        if (numbers.some((number) => (roles[number] ?? 0) & roleBit[role])) {
          mark(has, texts[role], wanted, greatest);
        }
      }
      markIds(has, Buffer.from(needle));
      let hits = 0;
      for (let rowid = 1; rowid <= greatest; rowid++) hits += has[rowid] as number;
      return { count: hits, has, rowids: () => positionsOf(has, hits) };
    },
    used: (greatestNumber) => {
      const used = new Uint8Array(greatestNumber + 1);
      for (let rowid = 1; rowid <= greatest; rowid++) {
        for (const numbers of [prompts, models, errors]) used[numbers[rowid] as number] = 1;
      }
      return used;
    },
  };
};

const roleBit = { prompt: 1, model: 2, error: 4 } as const;
const everyRole = ['prompt', 'model', 'error'] as const;

/** Marks the rows up to `greatest` of which the number is wanted. */
const mark = (has: Uint8Array, texts: Int32Array, wanted: Uint8Array, greatest: number): void => {
  for (let rowid = 1; rowid <= greatest; rowid++) {
    has[rowid] = (has[rowid] as number) | (wanted[texts[rowid] as number] as number);
  }
};

const enlarged = (array: Int32Array, size: number): Int32Array<ArrayBuffer> => {
  const larger = new Int32Array(size);
  larger.set(array);
  return larger;
};

const enlargedUnsigned = (array: Uint32Array, size: number): Uint32Array<ArrayBuffer> => {
  const larger = new Uint32Array(size);
  larger.set(array);
  return larger;
};

const positionsOf = (has: Uint8Array, count: number): readonly number[] => {
  const positions = new Array<number>(count);
  let at = 0;
  for (let rowid = has.indexOf(1); rowid !== -1; rowid = has.indexOf(1, rowid + 1)) {
    positions[at++] = rowid;
  }
  return positions;
};

/** The last of `count` ascending numbers that is not greater than `value`. */
const lastAtMost = (numbers: Uint32Array, count: number, value: number): number => {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((numbers[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
};

/** Whether `length` bytes from `start` on contain the needle. */
const includes = (bytes: Buffer, start: number, length: number, needle: Buffer): boolean => {
  const first = needle[0];
  const last = start + length - needle.length;
  for (let at = start; at <= last; at++) {
    if (bytes[at] !== first) continue;
    let matched = 1;
    while (matched < needle.length && bytes[at + matched] === needle[matched]) matched++;
    if (matched === needle.length) return true;
  }
  return false;
};
