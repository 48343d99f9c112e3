import { fold } from '../../../../shared/fold';
import type { Hits } from '../core/database';

// For each row of the library, by rowid, the numbers of its texts, and its id.

/** What a row has to search in: numbers of texts, 0 for none, and the id as stored. */
export type RowTexts = Readonly<{ prompt: number; model: number; error: number; id: string }>;

export type SearchRows = Readonly<{
  /** Rows known, and the greatest rowid of them. */
  count: () => number;
  greatest: () => number;
  /**
   * @returns `false` for an id that is not what it was, unless it is the last row's: all rows have to be
   * set anew
   */
  set: (rowid: number, texts: RowTexts) => boolean;
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
  let prompts: Numbers = new Uint16Array(size);
  let models: Numbers = new Uint16Array(size);
  let errors: Numbers = new Uint16Array(size);
  /** What each number is a text of: most searches need to look at prompts alone. */
  const roles: number[] = [];
  /** Ids in the order of their rows, each followed by a byte that no text has. */
  let ids = Buffer.alloc(smallest * 40);
  /** Where each row's id begins in `ids`: the one before ends there. Without a row there is none. */
  let starts = new Uint32Array(size);
  let end = 0;
  let count = 0;
  let greatest = 0;
  /** Bytes that occur in any id: most needles hold one that does not. */
  const alphabet = new Uint8Array(256);

  const grow = (rowid: number) => {
    while (size <= rowid + 1) size *= 2;
    prompts = enlarged(prompts, size);
    models = enlarged(models, size);
    errors = enlarged(errors, size);
    starts = copied(starts, new Uint32Array(size));
  };

  const setId = (rowid: number, id: string): boolean => {
    const bytes = Buffer.from(fold(id));
    if (rowid <= greatest) {
      if (bytes.equals(idBytes(rowid))) return true;
      if (rowid < greatest) return false;
      end = starts[rowid] as number;
      count--;
    }
    starts.fill(end, greatest + 1, rowid + 1);
    if (end + bytes.length + 1 > ids.length) {
      ids = copied(ids, Buffer.alloc(Math.max(ids.length * 2, end + bytes.length + 1)));
    }
    bytes.copy(ids, end);
    ids[end + bytes.length] = separator;
    for (const byte of bytes) alphabet[byte] = 1;
    end += bytes.length + 1;
    starts[rowid + 1] = end;
    greatest = rowid;
    count++;
    return true;
  };

  const idBytes = (rowid: number): Buffer =>
    ids.subarray(starts[rowid], Math.max(0, (starts[rowid + 1] as number) - 1));

  /** @returns how many rows it has marked */
  const markIds = (has: Uint8Array, needle: Buffer): number => {
    if (needle.some((byte) => !alphabet[byte])) return 0;
    if (needle.length > 1) return markOccurrences(has, needle);
    let marked = 0;
    const byte = needle[0];
    // In most of the ids: to look into each takes less time than to look for every occurrence.
    for (let rowid = 1; rowid <= greatest; rowid++) {
      if (has[rowid]) continue;
      const after = starts[rowid + 1] as number;
      let at = starts[rowid] as number;
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
    let rowid = 0;
    for (let at = all.indexOf(needle); at !== -1; at = all.indexOf(needle, at)) {
      rowid = lastAtMost(starts, greatest + 1, at, rowid);
      if (!has[rowid]) {
        has[rowid] = 1;
        marked++;
      }
      // The rest of the id would say nothing new.
      at = starts[rowid + 1] as number;
    }
    return marked;
  };

  return {
    count: () => count,
    greatest: () => greatest,
    set: (rowid, texts) => {
      if (rowid + 1 >= size) grow(rowid);
      prompts = put(prompts, rowid, texts.prompt);
      models = put(models, rowid, texts.model);
      errors = put(errors, rowid, texts.error);
      for (const role of everyRole) roles[texts[role]] = (roles[texts[role]] ?? 0) | roleBit[role];
      return setId(rowid, texts.id);
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
const mark = (has: Uint8Array, texts: Numbers, wanted: Uint8Array, greatest: number): number => {
  let marked = 0;
  for (let rowid = 1; rowid <= greatest; rowid++) {
    const before = has[rowid] as number;
    const now = before | (wanted[texts[rowid] as number] as number);
    has[rowid] = now;
    marked += now - before;
  }
  return marked;
};

/** Numbers of texts, as narrow as the greatest of them allows. */
type Numbers = Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;
const mostNarrow = 0xffff;

/** Sets a number, in a wider array where it needs one. */
const put = (numbers: Numbers, at: number, number: number): Numbers => {
  const fitting =
    number > mostNarrow && numbers instanceof Uint16Array
      ? copied(numbers, new Uint32Array(numbers.length))
      : numbers;
  fitting[at] = number;
  return fitting;
};

const enlarged = (numbers: Numbers, size: number): Numbers =>
  copied(numbers, numbers instanceof Uint16Array ? new Uint16Array(size) : new Uint32Array(size));

const copied = <To extends Uint8Array | Uint16Array | Uint32Array>(
  from: ArrayLike<number>,
  to: To,
): To => {
  to.set(from);
  return to;
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
