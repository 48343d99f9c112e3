import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLibrary } from '../storage/entry';
import { type Connection, connect } from '../storage/sqlite/core/connection';
import { createLibrary } from '../storage/sqlite/file/create-library';

// Libraries of every kind to begin with, each made once and copied.

const rows = `INSERT INTO generations (id, prompt, model_name, duration_seconds, sample_rate, channels,
    file_path, status, created_at, completed_at, error_message, metadata)
  WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 39)
  SELECT 'gen_' || i, 'prompt ' || (i % 7), 'model ' || (i % 3), 8.0, 32000, 2, 'x.wav',
    CASE i % 4 WHEN 0 THEN 'failed' WHEN 1 THEN 'completed' WHEN 2 THEN 'pending' ELSE 'cancelled' END,
    '2025-11-2' || (i % 10) || ' 01:00:00.000000',
    CASE i % 4 WHEN 2 THEN NULL ELSE '2025-11-30 01:00:00.000000' END,
    CASE i % 4 WHEN 0 THEN 'error ' || i END, '{"bpm": ' || (80 + i) || ', "key": "Cm"}' FROM n`;
const prompts = `INSERT INTO prompts (text, used_count, first_used_at, last_used_at)
  SELECT prompt, count(*), min(created_at), max(created_at) FROM generations GROUP BY prompt`;

/**
 * Makes them.
 *
 * @param project the project's folder, which holds the tables as create_all writes them
 * @returns paths by what they are
 */
export const makeBases = (project: string, folder: string): Readonly<Record<string, string>> => {
  const fixtures = join(project, 'e2e', 'fixtures');
  const tables = readFileSync(join(fixtures, 'create-all.sql'), 'utf8');
  const made = (name: string, prepare: readonly string[] = []): string => {
    const path = join(folder, `${name}.db`);
    createLibrary(path);
    return fill(path, [...prepare, rows, prompts]);
  };
  const adopted = (name: string, encoding: string): string => {
    const path = join(folder, `${name}.db`);
    writeFileSync(path, '');
    return fill(path, [`PRAGMA encoding = '${encoding}'`, tables, rows, prompts]);
  };
  const sample = join(folder, 'sample.db');
  cpSync(join(fixtures, 'dgx-music-library.db'), sample);
  return {
    made: made('made'),
    adopted: adopted('adopted', 'UTF-8'),
    utf16: adopted('utf16', 'UTF-16le'),
    sample,
  };
};

const fill = (path: string, statements: readonly string[]): string => {
  withConnection(path, (connection) => {
    for (const sql of statements) connection.exec(sql);
    // Alone in its file it can be copied.
    connection.pragma('wal_checkpoint(TRUNCATE)');
  });
  return path;
};

/** Runs something on the file through a connection that is not the library's. */
export const withConnection = <T>(path: string, work: (connection: Connection) => T): T => {
  const connection = connect(path, { readOnly: false });
  try {
    return work(connection);
  } finally {
    connection.close();
  }
};

/** Gives a library a companion with something of each kind in it. */
export const fillCompanion = (path: string, dataFolder: string): void => {
  const library = openLibrary(path, { create: false, dataFolder });
  const ids = library.generations.list({ limit: 10 }).map(({ id }) => id);
  library.judgements.set(ids.slice(0, 5), { rating: 4, starred: true, addTags: ['intro'] });
  library.votes.cast({ winnerId: ids[0] ?? '', loserIds: ids.slice(1, 3), blind: false });
  library.generations.retry(
    library.generations.list({ status: 'failed', limit: 2 }).map(({ id }) => id),
  );
  library.close();
};
