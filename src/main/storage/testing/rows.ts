import { join } from 'node:path';
import type { Generation } from '../../../shared/generation';
import type { LeaderboardQuery } from '../../../shared/insights';
import type { Database } from '../sqlite/core/database';
import { formatStoredDate } from '../sqlite/core/dates';
import { openLibrary } from '../sqlite/library';
import { pageOfGenerations } from '../sqlite/rows/pages';
import { createAllSchema, documentsSchema, temporaryFolder, withRaw } from './libraries';

// Libraries whose rows are of every kind, for tests that compare with a plain reference over all rows.

/** Rows of all kinds, with many ties, gaps and malformed values: the same on each call. */
const awkwardRows = (count: number): readonly (readonly unknown[])[] => {
  let seed = 7;
  const next = (below: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
  const of = <T>(...values: readonly T[]): T => values[next(values.length)] as T;
  return Array.from({ length: count }, (_, index) => [
    `gen_${String((index * 7919) % count).padStart(5, '0')}`,
    of(
      'lo-fi',
      'Lo-Fi 100%',
      'techno_1',
      '日本の琴 🎵',
      'e\u0301tude no\u0308tig',
      'it\'s \\ "odd"',
    ),
    of('small', 'medium', 'large'),
    of(8, 16, 16, 30),
    of('completed', 'completed', 'completed', 'failed', 'pending', 'cancelled'),
    `2025-01-0${1 + next(3)} 00:00:${String(next(20)).padStart(2, '0')}${of('', '.500000')}`,
    of(null, 12.5, 3, 40),
    of(null, 1024, 2048),
    of(
      null,
      null,
      'CUDA out of memory: 2.50 GiB',
      'CUDA out of memory: 3 GiB',
      'x\nOSError: /a/b.wav',
    ),
    of(
      null,
      '',
      'not json',
      '[1,2]',
      '{"bpm": 120}',
      '{"bpm": 90, "key": "Cm"}',
      '{"bpm": 90.5, "key": "", "genre": "Lo-fi"}',
      '{"bpm": -1e999, "key": 7, "genre": ["a"]}',
      '{"genre": "日本"}',
      '{"bpm": NaN, "a": {"b": true}}',
      '{"bpm": "fast", "key": null}',
    ),
    of(32000, 44100),
    of(1, 2),
  ]);
};

const insert = `INSERT INTO generations (id, prompt, model_name, duration_seconds, status, created_at,
  generation_time_seconds, file_size_bytes, error_message, metadata, sample_rate, channels, file_path)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'x.wav')`;

/** A library file of this schema, the rows in it. */
const filled = (schema: string, atEnd: AtEnd): string => {
  const path = join(temporaryFolder(atEnd), 'generations.db');
  withRaw(path, (raw) => raw.exec(schema));
  return fill(path);
};

const fill = (path: string): string => {
  withRaw(path, (raw) => {
    const statement = raw.prepare(insert);
    raw.transaction(() => {
      for (const row of awkwardRows(700)) statement.run(...row);
    })();
  });
  return path;
};

export type AtEnd = (cleanUp: () => void) => void;

/** A library of our own with these rows. */
export const ownLibrary = (atEnd?: AtEnd): string => {
  const path = join(temporaryFolder(atEnd), 'ours.db');
  openLibrary(path).close();
  return fill(path);
};

/** A library of each origin with these rows in it, by its name in a test. */
export const awkwardLibraries: [string, (atEnd: AtEnd) => string][] = [
  ['with our indexes', ownLibrary],
  ['made by create_all', (atEnd) => filled(createAllSchema, atEnd)],
  [
    'as the documents describe it, with values missing',
    (atEnd) => {
      const path = filled(documentsSchema, atEnd);
      withRaw(path, (raw) =>
        raw.exec(`UPDATE generations SET created_at = NULL WHERE rowid % 11 = 0;
          UPDATE generations SET status = NULL WHERE rowid % 13 = 0;
          UPDATE generations SET duration_seconds = 'long' WHERE rowid % 17 = 0;
          UPDATE generations SET duration_seconds = 0 WHERE rowid % 23 = 0;
          UPDATE generations SET generation_time_seconds = 'short' WHERE rowid % 29 = 0;
          UPDATE generations SET metadata = x'7b7d' WHERE rowid % 7 = 0;
          UPDATE generations SET created_at = x'00' WHERE rowid % 19 = 0`),
      );
      return path;
    },
  ],
];

/** All rows, newest first. */
export const everything = (database: Database): readonly Generation[] => {
  const rows: Generation[] = [];
  let cursor: string | null = null;
  do {
    const page = pageOfGenerations(database, { limit: 500 }, cursor);
    rows.push(...page.rows);
    cursor = page.next;
  } while (cursor !== null);
  return rows;
};

/** An instant so many days ago, as stored. */
export const daysAgo = (days: number): string =>
  formatStoredDate(new Date(Date.now() - days * 24 * 3_600_000));

let jobs = 0;

/** SQL that inserts a job of so many days ago, ended unless it is pending. @param taken seconds */
export const insertJob = (
  { prompt = 'p', model = 'small' }: Readonly<{ prompt?: string; model?: string }>,
  status: string,
  days: number,
  taken: number | null = null,
): string =>
  `INSERT INTO generations (id, prompt, model_name, duration_seconds, sample_rate, channels, file_path,
    status, created_at, completed_at, generation_time_seconds)
  VALUES ('job${++jobs}', '${prompt}', '${model}', 10.0, 32000, 2, 'x.wav', '${status}',
    '${daysAgo(days)}', ${status === 'pending' ? 'NULL' : `'${daysAgo(days)}'`}, ${taken});`;

/** The leaderboard as it is first shown. */
export const mostUsed: LeaderboardQuery = {
  days: null,
  search: '',
  sort: 'uses',
  direction: 'descending',
  position: 0,
  limit: 500,
};
