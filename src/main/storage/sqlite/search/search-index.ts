import { fold } from '../../../../shared/fold';
import {
  type Database,
  type Hits,
  type SearchIndex,
  statement,
  transaction,
} from '../core/database';
import { libraryVersion } from '../core/library-version';
import type { StoredValue } from '../core/rows';
import {
  changedRows,
  type FullRead,
  latestEnd,
  rowSlices,
  schemaVersionOf,
  unhurried,
  untilFullRead,
} from '../core/table-scan';
import { areDense, createSearchRows, type SearchRows } from './search-rows';
import { openSearchTexts, type SearchTexts } from './search-texts';

// What makes searching as fast as typing: for every row the numbers of its texts, in memory, and
// the distinct texts themselves in a file of ours. Built beside other work, a few milliseconds at a
// time, and brought up to date before each search. See docs/decisions/0003-search.md.

/** Each search looks at every row. */
export const noSearchIndex: SearchIndex = {
  start: () => {},
  find: () => null,
  ready: () => Promise.resolve(),
  whenReadAgain: () => {},
  close: () => {},
};

/** Rows read, or texts written, in one go while building: some milliseconds, then others get their turn. */
const slice = 1_000;
const maxRememberedHits = 8;
/** While nobody waits for the index: rests so much longer than the work between them. */
const leisure = 2;

type Built = Readonly<{
  texts: SearchTexts;
  rows: SearchRows;
  /** The schema's version: it changes when rowids may. */
  schemaVersion: number;
}>;
type SearchedRow = readonly [number, StoredValue, StoredValue, StoredValue, StoredValue];

const columns = 'id, prompt, model_name, error_message';

/** @param path of the file for texts; `null` for none */
export const createSearchIndex = (path: string | null): SearchIndex => {
  let built: Built | null = null;
  let building: Promise<void> | null = null;
  let closed = false;
  /** Rowids too far apart to be positions in arrays: each search looks at every row. */
  let unsuitable = false;
  /** The library's version that the index is up to date with. */
  let version = '';
  /** When all of it was read last, and the version at that time. */
  let fullRead: FullRead = { at: 0, took: 0 };
  let readVersion = '';
  let readAgain: NodeJS.Timeout | null = null;
  let heard = () => {};
  let atLeisure = false;
  /** The latest end of a job that the index knows of: later ones have to be read. */
  let lastEnd = '';
  const hits = new Map<string, Hits>();

  const build = async (database: Database): Promise<void> => {
    const texts = built?.texts ?? openSearchTexts(path);
    try {
      await unhurried(buildWith(database, texts), () => (atLeisure ? leisure : 0));
    } finally {
      // Given up before there was anything to use it.
      if (built?.texts !== texts) texts.close();
    }
  };

  function* buildWith(database: Database, texts: SearchTexts): Generator<void, void> {
    const total = countDense(database);
    unsuitable = total === null;
    if (total === null) return;
    const rows = createSearchRows();
    const isFirst = built === null;
    const startedAt = Date.now();
    const schemaVersion = schemaVersionOf(database);
    const begin = { version: libraryVersion(database), lastEnd: latestEnd(database) };
    for (const read of rowSlices<SearchedRow>(database, 'generations', columns, slice)) {
      const greatest = read.at(-1)?.[0] ?? 0;
      if (!areDense(Math.max(total, rows.count() + read.length), greatest)) return;
      for (const row of read) note(texts, rows, row);
      yield;
    }
    if (schemaVersionOf(database) !== schemaVersion) return;
    texts.keepOnly(rows.used(texts.greatest()));
    while (texts.save(slice)) yield;
    built = { texts, rows, schemaVersion };
    ({ version, lastEnd } = begin);
    const now = Date.now();
    fullRead = { at: now, took: now - startedAt };
    readVersion = version;
    hits.clear();
    transaction(database, 'read', () => catchUp(database, true));
    if (!isFirst) heard();
  }

  /** @returns whether the index holds what the library holds */
  const catchUp = (database: Database, force: boolean): boolean => {
    if (!built) return false;
    const now = libraryVersion(database);
    if (now === version && !force) return true;
    if (schemaVersionOf(database) !== built.schemaVersion) return false;
    const since = { rowid: built.rows.greatest(), end: lastEnd };
    const changed = changedRows<SearchedRow>(database, columns, since);
    if (changed === null) return false;
    const greatest = changed.reduce((most, [rowid]) => Math.max(most, rowid), 0);
    // One of them may be far beyond all others.
    if (!areDense(built.rows.count(), greatest)) return false;
    for (const row of changed) {
      if (!note(built.texts, built.rows, row)) return false;
    }
    const total = statement(database, 'SELECT count(*) FROM generations').get() as [number];
    // Rows were deleted: which, only reading all of them can tell.
    if (total[0] !== built.rows.count()) return false;
    built.texts.save();
    lastEnd = latestEnd(database);
    version = now;
    hits.clear();
    return true;
  };

  const start: SearchIndex['start'] = (database, pace = 'at once') => {
    atLeisure = pace === 'at leisure';
    if (closed || building || unsuitable) return;
    building = build(database)
      // Whatever prevents the index: without it a search is slower, not wrong.
      .catch(() => undefined)
      .finally(() => {
        building = null;
      });
  };

  /** Edits of other kinds by other programs are found by nothing else. */
  const readAgainWhenDue = (database: Database) => {
    readAgain ??= setTimeout(
      () => {
        readAgain = null;
        start(database);
      },
      Math.max(0, untilFullRead(fullRead)),
    ).unref();
  };

  return {
    start,
    find: (database, text) => {
      // What a write transaction sees may yet be rolled back.
      if (database.cache.writing) return null;
      if (!catchUp(database, false)) {
        built = built && { ...built, schemaVersion: -1 };
        start(database);
        return null;
      }
      if (!built) return null;
      if (version !== readVersion) readAgainWhenDue(database);
      const needle = fold(text).replaceAll('\0', '\ufffd');
      const known = hits.get(needle);
      if (known) return known;
      const { texts, rows } = built;
      const found = rows.matching(texts.matching(needle), texts.greatest(), needle);
      if (hits.size >= maxRememberedHits) hits.clear();
      hits.set(needle, found);
      return found;
    },
    ready: async () => {
      await building;
    },
    whenReadAgain: (listener) => {
      heard = listener;
    },
    close: () => {
      closed = true;
      if (readAgain) clearTimeout(readAgain);
      built?.texts.close();
      built = null;
    },
  };
};

/** @returns `false` where all rows have to be noted anew */
const note = (texts: SearchTexts, rows: SearchRows, row: SearchedRow): boolean => {
  const [rowid, id, prompt, model, error] = row;
  const numberOf = (value: StoredValue) => (typeof value === 'string' ? texts.numberOf(value) : 0);
  return rows.set(rowid, {
    id: typeof id === 'string' ? id : '',
    prompt: numberOf(prompt),
    model: numberOf(model),
    error: numberOf(error),
  });
};

/** How many rows there are; `null` when their rowids cannot be positions in arrays. */
const countDense = (database: Database): number | null => {
  const sql = 'SELECT min(rowid), max(rowid), count(*) FROM generations';
  const [least, greatest, count] = statement(database, sql).get() as [number, number, number];
  return count === 0 || (least >= 1 && areDense(count, greatest)) ? count : null;
};
