import { statSync } from 'node:fs';
import { MonitorError } from '../../../../shared/errors';
import { inspectSchema } from '../file/schema-check';
import type { Companion } from '../file/sidecar';
import type { SearchIndex } from '../search/search-index';
import type { Connection, Statement } from './connection';
import type { VersionCache } from './library-version';
import { isBusy, sqliteCode, toMonitorError } from './sqlite-errors';

/** An open library's connection with what every function on it needs. Passed first, everywhere. */
export type Database = Readonly<{
  connection: Connection;
  /** Absolute, symbolic links followed. */
  path: string;
  /** Why changes are impossible, as a sentence; `null` when they are possible. */
  readOnlyReason: string | null;
  /** Which file this is, so that another one put in its place is noticed. */
  file: FileIdentity;
  statements: Map<string, Statement>;
  /** Runs work in a transaction; made once, as to make one takes longer than to run it. */
  inTransaction: (work: () => unknown) => unknown;
  /** Keeps for this library what may not be in it. */
  companion: Companion;
  /** See version.ts. */
  cache: VersionCache;
  search: SearchIndex;
  /** Matches of searches under way, for the SQL function `search_hit`. */
  hits: Map<string, Uint8Array>;
}>;

export type FileIdentity = Readonly<{ device: bigint; inode: bigint }>;

/** The identity of the file at a path. Throws Node's own errors. */
export const fileIdentity = (path: string): FileIdentity => {
  const { dev, ino } = statSync(path, { bigint: true });
  return { device: dev, inode: ino };
};

/** The statement for this SQL, prepared once per connection. Rows come as arrays. */
export const statement = (database: Database, sql: string): Statement => {
  const known = database.statements.get(sql);
  if (known) return known;
  assertOpen(database);
  const prepared = database.connection.prepare(sql);
  if (prepared.reader) prepared.raw(true);
  database.statements.set(sql, prepared);
  return prepared;
};

/**
 * `LIMIT ?`, but not so plainly that SQLite would look at the number when it plans: then it plans
 * again whenever another one is bound, which can take as long as a page of rows.
 */
export const limited = 'LIMIT 0 + ?';

/**
 * Changes nothing, but locks the library as `BEGIN IMMEDIATE` would, which locks the attached
 * companion too: that one is written through its own connection.
 */
const takeWriteLock = 'UPDATE main.generations SET id = id WHERE 0';

/** Attempts at taking a lock that another program holds; each waits `busyTimeoutMs`. */
const maxAttempts = 4;

/**
 * Runs `work` in one transaction: commits what it did, or rolls all of it back when it throws.
 * A `write` takes the write lock at the start and is tried again, a bounded number of times, while
 * another program holds it; it then fails with `library-busy`. A transaction inside another is part
 * of it.
 */
export const transaction = <T>(database: Database, mode: 'read' | 'write', work: () => T): T => {
  if (!database.connection.inTransaction) assertSameFile(database);
  if (mode === 'write' && database.readOnlyReason !== null) {
    throw new MonitorError('library-read-only', database.readOnlyReason);
  }
  try {
    if (database.connection.inTransaction) return work();
    database.companion.attachTo(database.connection);
    database.cache.writing = mode === 'write';
    const locked = () => {
      if (mode === 'write') statement(database, takeWriteLock).run();
      return work();
    };
    return withAttempts(() => {
      try {
        database.cache.reading = mode === 'read';
        return database.inTransaction(locked) as T;
      } finally {
        database.cache.reading = false;
        database.cache.seen = null;
      }
    });
  } catch (thrown) {
    if (sqliteCode(thrown) === 'SQLITE_ERROR') assertSchema(database);
    assertOpen(database);
    throw toMonitorError(thrown, database.path);
  }
};

const assertOpen = ({ connection }: Database): void => {
  if (!connection.open) throw new MonitorError('library-none', 'The library was closed.');
};

/** A statement that used to work and does not any more: somebody has changed the tables. */
const assertSchema = ({ connection, path }: Database): void => {
  inspectSchema(connection, path);
};

/** Tries again, a bounded number of times, while another program holds the lock. */
export const withAttempts = <T>(attempt: () => T): T => {
  for (let count = 1; ; count++) {
    try {
      return attempt();
    } catch (thrown) {
      if (!isBusy(thrown) || count >= maxAttempts) throw thrown;
    }
  }
};

/** Fails with `library-gone` when the path no longer leads to the file that was opened. */
export const assertSameFile = (database: Database): void => {
  let now: FileIdentity;
  try {
    now = fileIdentity(database.path);
  } catch (cause) {
    throw gone(`${database.path} was deleted or moved while it was open.`, cause);
  }
  if (now.inode !== database.file.inode || now.device !== database.file.device) {
    throw gone(`${database.path} was replaced by another file while it was open.`);
  }
};

const gone = (message: string, cause?: unknown): MonitorError =>
  new MonitorError('library-gone', message, { hint: 'Open it again.', cause });
