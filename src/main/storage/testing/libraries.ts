import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { MonitorError } from '../../../shared/errors';
import { type ConnectedLibrary, type OpenOptions, openLibrary } from '../sqlite/library';

// Helpers for the tests of this folder: real files in a folder of the test's own.

const fixture = resolve('e2e/fixtures/dgx-music-library.db');

/** A folder that goes away with the test, or when `atEnd` says. */
export const temporaryFolder = (atEnd: (cleanUp: () => void) => void = onTestFinished): string => {
  const folder = mkdtempSync(join(tmpdir(), 'dgx-storage-'));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** A copy of the sample library, 400 generations made by the Python side: its path. */
export const sampleLibrary = (): string => {
  const path = join(temporaryFolder(), 'generations.db');
  cpSync(fixture, path);
  return path;
};

/** A library file with exactly this SQL in it: its path. */
export const libraryOf = (...statements: readonly string[]): string => {
  const path = join(temporaryFolder(), 'generations.db');
  withRaw(path, (raw) => {
    for (const sql of statements) raw.exec(sql);
  });
  return path;
};

/** Runs something on the file through a connection that is not ours, as another program would. */
export const withRaw = <T>(path: string, work: (raw: Database.Database) => T): T => {
  const raw = new Database(path);
  try {
    return work(raw);
  } finally {
    raw.close();
  }
};

/** A copy of the library's files, taken in the middle of another program's write. */
export const cutInTheMiddle = (journal: 'delete' | 'wal'): string => {
  const path = sampleLibrary();
  const folder = temporaryFolder();
  withRaw(path, (raw) => {
    raw.pragma(`journal_mode = ${journal}`);
    raw.pragma('cache_size = 1');
    raw.exec('BEGIN; UPDATE generations SET prompt = prompt || hex(zeroblob(500))');
    if (journal === 'wal') raw.exec('COMMIT');
    for (const name of readdirSync(dirname(path))) {
      if (!name.endsWith('-shm')) copyFileSync(join(dirname(path), name), join(folder, name));
    }
    if (journal === 'delete') raw.exec('ROLLBACK');
  });
  return join(folder, basename(path));
};

/** All generations as stored, by id, integers exact. */
export const rowsOf = (path: string) =>
  withRaw(path, (raw) =>
    raw.prepare('SELECT * FROM generations ORDER BY id').safeIntegers(true).all(),
  ) as Readonly<{
    id: string;
    prompt: string;
    status: string;
    created_at: string;
    completed_at: string | null;
    error_message: string | null;
    metadata: string | null;
  }>[];

/** Opens a library that is closed with the test. */
export const open = (path: string, options: OpenOptions = {}): ConnectedLibrary => {
  const library = openLibrary(path, { dataFolder: join(dirname(path), 'data'), ...options });
  onTestFinished(() => library.close());
  return library;
};

/** Every file of a folder with its content's digest: equal before and after means untouched. */
export const digests = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex'),
      ]),
  );

/** The error that a call ends with; fails the test when there is none or it has no code. */
export const failureOf = (work: () => unknown): MonitorError => {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof MonitorError) return thrown;
    throw thrown;
  }
  throw new Error('It did not fail.');
};

/** The tables as `create_all` writes them. */
export const createAllSchema = readFileSync(resolve('e2e/fixtures/create-all.sql'), 'utf8');

/**
 * Has a library as versions of ours before the first release left it, with tables of theirs, once they
 * had made it or were asked to add to it.
 */
export const addEarlier = (path: string, { made = false } = {}): string => {
  withRaw(path, (raw) => {
    raw.exec(readFileSync(resolve('e2e/fixtures/earlier-additions.sql'), 'utf8'));
    if (!made) return;
    raw.exec(`UPDATE monitor_migrations SET kind = 'applied';
      CREATE TABLE monitor_prompts (id integer PRIMARY KEY NOT NULL, text text NOT NULL,
        used_count integer NOT NULL, first_used_at DATETIME NOT NULL, last_used_at DATETIME NOT NULL);
      INSERT INTO monitor_prompts SELECT * FROM prompts;
      DROP TABLE prompts;
      ALTER TABLE monitor_prompts RENAME TO prompts;
      CREATE UNIQUE INDEX prompts_text_unique ON prompts (text);
      CREATE INDEX idx_prompts_text ON prompts (text)`);
  });
  return path;
};

/** The tables as the service's own documents describe them; every column takes anything. */
export const documentsSchema = `
CREATE TABLE generations (
  id TEXT PRIMARY KEY, prompt TEXT, model_name TEXT, model_version TEXT, duration_seconds REAL,
  sample_rate INTEGER, channels INTEGER, file_path TEXT, file_size_bytes INTEGER, status TEXT,
  created_at TIMESTAMP, completed_at TIMESTAMP, generation_time_seconds REAL, error_message TEXT,
  metadata JSON);
CREATE INDEX idx_generations_status ON generations (status);
CREATE INDEX idx_generations_created_at ON generations (created_at DESC);
CREATE INDEX idx_generations_model_name ON generations (model_name);
CREATE INDEX idx_generations_completed_at ON generations (completed_at DESC);
CREATE TABLE prompts (
  id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT UNIQUE, used_count INTEGER DEFAULT 1,
  first_used_at TIMESTAMP, last_used_at TIMESTAMP);
CREATE INDEX idx_prompts_text ON prompts (text);`;
