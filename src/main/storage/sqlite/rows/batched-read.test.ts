import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import type { GenerationFilter, GenerationSort } from '../../../../shared/query';
import { newestFirst } from '../../../../shared/query';
import { createAllSchema, libraryOf, open } from '../../testing/libraries';
import type { ConnectedLibrary } from '../library';
import { listGenerations } from './pages';

/** Enough for several stretches, rowids far apart in between; texts that UTF-16 orders otherwise. */
const rows = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 24000)
  INSERT INTO generations (rowid, id, prompt, model_name, duration_seconds, status, created_at,
    error_message, metadata, sample_rate, channels, file_path)
  SELECT i + iif(i > 12000, 1000000, 0), 'gen_' || (i * 7919 % 24000), 'p' || i % 50, 'm',
    i * 7919 % 30, iif(i % 10, 'completed', 'failed'),
    printf('2025-01-01 %02d:%02d:00', i / 2000, i / 7 % 60),
    CASE i % 5 WHEN 0 THEN NULL WHEN 1 THEN '｡ﾟ' WHEN 2 THEN '🎵' WHEN 3 THEN 'é' ELSE 'e' || i END,
    json_object('bpm', i * 31 % 180, 'rare', iif(i % 4000 = 7, 1, 0), 'old', i < 3000),
    1, 1, '' FROM n`;

/** A row at the end, and another value in one at the beginning. */
const change = (id: string): string =>
  `UPDATE generations SET metadata = '{"bpm": 178.5}', error_message = NULL WHERE rowid = 7;
  INSERT INTO generations (id, prompt, model_name, duration_seconds, status, created_at, metadata,
    sample_rate, channels, file_path)
  VALUES ('${id}', 'new', 'm', 8, 'pending', '2025-01-01 05:00:00', '{"bpm": 179, "rare": 1}', 1, 1, '')`;

const rare: GenerationFilter = { metadata: [{ path: ['rare'], operator: '=', value: 1 }] };
const old: GenerationFilter = { metadata: [{ path: ['old'], operator: '=', value: 1 }] };
const fast: GenerationFilter = { metadata: [{ path: ['bpm'], operator: '>', value: 100 }] };
const by = (column: GenerationSort['column'], direction: GenerationSort['direction']) => ({
  column,
  direction,
});
const list = (filter: GenerationFilter, sort: GenerationSort, position: number) => {
  const query = { filter, sort, position, limit: 50 };
  return ({ database }: ConnectedLibrary) => listGenerations(database, query);
};

const reads: readonly (readonly [string, (library: ConnectedLibrary) => unknown])[] = [
  ['a count over metadata', ({ generations }) => generations.countByStatus(fast)],
  ['the newest of few', list(rare, newestFirst, 0)],
  ['the newest of those made long ago', list(old, newestFirst, 0)],
  ['the first rows of an order without an index', list({}, by('bpm', 'descending'), 0)],
  ['its last rows', list(fast, by('error', 'ascending'), 10_000)],
  ['rows far from both ends', list({}, by('error', 'descending'), 9_000)],
  [
    'a page by key',
    ({ generations }) => {
      const query = { filter: fast, sort: by('durationSeconds', 'ascending'), limit: 40 };
      return generations.page(query, generations.page(query).next);
    },
  ],
];

/** A library with a rollback journal, where another program commits in the midst of each long read. */
const contested = (commits: number) => {
  const path = libraryOf(createAllSchema, rows);
  const other = new Database(path, { timeout: 0 });
  onTestFinished(() => {
    other.close();
  });
  let isReading = false;
  let committed = 0;
  const echo = (sql: string) => {
    // A look at all rows has begun, and goes on with its next transaction.
    if (isReading && sql.startsWith('BEGIN') && committed < commits) {
      other.exec(change(`new_${committed++}`));
    }
    isReading = sql.includes('rowid BETWEEN') || sql.includes('iif(') || isReading;
  };
  const library = open(path, { echo, search: false });
  return { path, library, committed: () => committed };
};

it.each(reads)('%s is as of one version, though another program commits', (_, read) => {
  const { path, library, committed } = contested(1);
  const found = read(library);
  expect(committed()).toBe(1);
  // Within a transaction it is one statement.
  const reference = open(path, { search: false });
  expect(found).toEqual(reference.transaction(() => read(reference)));
});

it.each(reads)('%s ends, and never keeps another program from committing', (_, read) => {
  const { library, committed } = contested(Number.POSITIVE_INFINITY);
  read(library);
  expect(committed()).toBeGreaterThan(3);
});
