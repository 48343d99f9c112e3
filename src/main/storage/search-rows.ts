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

  /** @returns how many rows it has marked */
  const markIds = (has: Uint8Array, needle: Buffer): number => {
    if (needle.some((byte) => !alphabet[byte])) return 0;
    if (needle.length > 1) return markOccurrences(has, needle);
    let marked = 0;
    const byte = needle[0];
    // In most of the ids: to look into each takes less time than to look for every occurrence.
    for (let rowid = 1; rowid <= greatest; rowid++) {
      const start = (starts[rowid] as number) - 1;
      if (has[rowid] || start === -1) continue;
      const after = start + (lengths[rowid] as number);
      let at = start;
      while (at < after && ids[at] !== byte) at++;
      if (at === after) continue;
      has[rowid] = 1;
      marked++;
    }
    return marked;
  };

  const markOccurrences = (has: Uint8Array, needle: Buffer): number => {
    const all = ids.subarray(0, end);
    let marked = 0;
    let stretch = 0;
    for (let at = all.indexOf(needle); at !== -1; at = all.indexOf(needle, at)) {
      stretch = lastAtMost(stretches, stretchCount, at, stretch);
      const rowid = owners[stretch] ?? 0;
      // An id that was replaced is still there, but no row's any more.
      if (starts[rowid] === (stretches[stretch] ?? 0) + 1 && !has[rowid]) {
        has[rowid] = 1;
        marked++;
      }
      // The rest of the id would say nothing new.
      at = stretch + 1 < stretchCount ? (stretches[stretch + 1] ?? end) : end;
    }
    return marked;
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
      let hits = 0;
      for (const role of everyRole) {
        if (numbers.some((number) => (roles[number] ?? 0) & roleBit[role])) {
          hits += mark(has, texts[role], wanted, greatest);
        }
      }
      hits += markIds(has, Buffer.from(needle));
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

/** Marks the rows up to `greatest` of which the number is wanted; answers how many it has marked. */
const mark = (has: Uint8Array, texts: Int32Array, wanted: Uint8Array, greatest: number): number => {
  let marked = 0;
  for (let rowid = 1; rowid <= greatest; rowid++) {
    const before = has[rowid] as number;
    const now = before | (wanted[texts[rowid] as number] as number);
    has[rowid] = now;
    marked += now - before;
  }
  return marked;
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

/** The last of `count` ascending numbers that is not greater than `value`, from one of them on. */
const lastAtMost = (numbers: Uint32Array, count: number, value: number, from: number): number => {
  let low = from;
  let high = from + 1;
  // Mostly it is near.
  for (let step = 1; high < count && (numbers[high] as number) <= value; step *= 2) {
    low = high;
    high += step;
  }
  high = Math.min(high, count) - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((numbers[middle] as number) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
};
