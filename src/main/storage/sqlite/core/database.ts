import { statSync } from 'node:fs';
import { MonitorError } from '../../../../shared/errors';
import { busyTimeoutMs, type Connection, type Statement } from './connection';
import { isBusy, isCorruption, sqliteCode, toMonitorError } from './sqlite-errors';
import type { VersionCache } from './version-cache';

/** Rows that match, by rowid. */
export type Hits = Readonly<{ count: number; has: Uint8Array; rowids: () => readonly number[] }>;

/** What others ask of the index for searching: search/search-index.ts. */
export type SearchIndex = Readonly<{
  /**
   * Begins to build, unless that has begun: at once, or with rests that leave other threads and
   * processes their turn, until somebody searches.
   */
  start: (database: Database, pace?: 'at once' | 'at leisure') => void;
  /**
   * Rows that match, as of the transaction under way; `null` while the index is not there: then each
   * row has to be looked at.
   */
  find: (database: Database, text: string) => Hits | null;
  /** Settles when a build that has begun is done, or given up. */
  ready: () => Promise<void>;
  /** Calls back when all rows were read again, so that a search may find others than before. */
  whenReadAgain: (heard: () => void) => void;
  close: () => void;
}>;

/**
 * A file of ours beside the settings that keeps what is ours about a library: earlier outcomes of
 * retried jobs, judgements, votes, and what the check of its audio found. Never in the library, where
 * its own program would take them away. See docs/decisions/0002-retry-history.md and
 * 0005-judgements.md.
 */
export type Companion = Readonly<{
  path: string;
  /** The companion when it has been made before, `null` when nothing was ever kept in it. Fails as `required` does. */
  existing: () => Connection | null;
  /** The same, but `null`, too, where it cannot be used: `problem` then says why. */
  readable: () => Connection | null;
  /**
   * The companion, made now if need be.
   *
   * @throws MonitorError `companion-unusable`, `disk-full` or `library-busy`
   */
  required: () => Connection;
  /** Something thrown while the companion was used, as an error of ours. */
  errorOf: (thrown: unknown) => unknown;
  /**
   * Sees to it that our tables can be read through the library's connection by their names, whatever
   * the library has of those names. Not inside a transaction.
   */
  attachTo: (library: Connection) => void;
  /** Whether the file is attached to the library's connection, as schema `companion`. */
  isAttached: () => boolean;
  /** Of damage met in reading: where it is the companion that is damaged, that error of ours. */
  blamed: (thrown: unknown) => unknown;
  /** Throws why it cannot be used: whoever asks for what is in it shall not take silence for none. */
  assertUsable: () => void;
  /** Why it cannot be used, or something could not be taken over into it; `null` where all is well. */
  problem: () => MonitorError | null;
  /** Takes note that something could not be taken over. */
  complain: (problem: MonitorError) => void;
  /** Changes when another process writes to the file. */
  version: () => number;
  close: () => void;
}>;

/** An open library's connection with what every function on it needs. Passed first, everywhere. */
export type Database = Readonly<{
  connection: Connection;
  /** Absolute, symbolic links followed. */
  path: string;
  /** The folder of the link that it was opened by; `null` where it was no link. */
  linkFolder: string | null;
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
  /** Fails with a `library-…` code where the tables are no longer those of a library. */
  checkSchema: () => void;
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

/**
 * SQLite looks for a lock less and less often the longer it waits, so that of several workers some would
 * wait for seconds while others take every turn. A turn is looked for every few milliseconds instead, by
 * everybody alike, with nothing held meanwhile.
 */
const takeTurn = (database: Database): void => {
  statement(database, 'PRAGMA busy_timeout = 0').get();
  try {
    statement(database, takeWriteLock).run();
  } finally {
    statement(database, `PRAGMA busy_timeout = ${busyTimeoutMs}`).get();
  }
};

/** How long to look for a turn, and the longest rest between two looks, milliseconds. */
const turnPatience = 8_000;
const longestRest = 4;
const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** Tries again, for a bounded time, while others write. */
const withTurns = <T>(attempt: () => T): T => {
  const until = performance.now() + turnPatience;
  for (;;) {
    try {
      return attempt();
    } catch (thrown) {
      if (!isBusy(thrown) || performance.now() > until) throw thrown;
    }
    Atomics.wait(sleeper, 0, 0, Math.random() * longestRest);
  }
};

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
    withAttempts(() => database.companion.attachTo(database.connection));
    database.cache.writing = mode === 'write';
    const locked = () => {
      if (mode === 'write') takeTurn(database);
      return work();
    };
    return (mode === 'write' ? withTurns : withAttempts)(() => {
      try {
        database.cache.reading = mode === 'read';
        return database.inTransaction(locked) as T;
      } finally {
        database.cache.reading = false;
        database.cache.seen = null;
      }
    });
  } catch (thrown) {
    // A statement that used to work and does not any more: somebody has changed the tables.
    if (sqliteCode(thrown) === 'SQLITE_ERROR') database.checkSchema();
    assertOpen(database);
    if (mode === 'write') assertTriggersWork(database, thrown);
    const cause = isCorruption(thrown) ? database.companion.blamed(thrown) : thrown;
    throw toMonitorError(cause, database.path);
  }
};

const assertOpen = ({ connection }: Database): void => {
  if (!connection.open) throw new MonitorError('library-none', 'The library was closed.');
};

/** What another program's trigger calls, only that program may have: then no row can be written. */
const assertTriggersWork = ({ connection, path }: Database, thrown: unknown): void => {
  if (sqliteCode(thrown) !== 'SQLITE_ERROR') return;
  const triggers = connection
    .prepare("SELECT name FROM main.sqlite_schema WHERE type = 'trigger'")
    .pluck()
    .all();
  if (triggers.length === 0) return;
  throw new MonitorError(
    'library-refused',
    `${path} cannot be written: a trigger in it does not work here (${triggers.join(', ')}: ${(thrown as Error).message}).`,
    { hint: 'Another program put it there: make the change with that program.', cause: thrown },
  );
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
