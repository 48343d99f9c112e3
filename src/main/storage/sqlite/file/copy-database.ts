import { statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { MonitorError } from '../../../../shared/errors';
import { type Connection, connect } from '../core/connection';
import { isBusy, sqliteCode } from '../core/sqlite-errors';
import { removeDatabase } from './drafts';

/** Pages copied before others of this thread get their turn. */
const pagesPerStep = 2_000;
const allPages = 0x7fffffff;
/** How long to look for a moment in which nobody commits, milliseconds. */
const patience = 30_000;
/**
 * Bytes that are copied in well under the five seconds that a Python writer waits: in one go. With a
 * rollback journal a reader keeps others from committing, so a larger library is copied in steps at
 * first, which begin again whenever somebody writes.
 */
const atOnce = 512 * 2 ** 20;
const maxStarts = 3;

/**
 * Copies a database as of one moment, whoever writes to it meanwhile, with SQLite's online backup from
 * a connection of its own.
 *
 * @param target a path where no file is
 * @throws SQLite's own errors, and `library-busy` where no moment was found in which nobody commits
 */
export const copyDatabase = async (path: string, target: string): Promise<void> => {
  const until = Date.now() + patience;
  // SQLite would look for a free moment ten times a second: too seldom beside a busy writer.
  const free = async <T>(look: () => T | null | Promise<T | null>): Promise<T> => {
    for (;;) {
      const found = await look();
      if (found !== null) return found;
      if (Date.now() > until) throw neverQuiet();
      await pause(1 + Math.random() * 3);
    }
  };
  const source = await free(() =>
    unlessPassing(path, () => connect(path, { readOnly: true, busyTimeoutMs: 0 })),
  );
  try {
    await free(async () => {
      if (await copied(source, path, target)) return true;
      removeDatabase(target);
      return null;
    });
  } finally {
    source.close();
  }
};

const unlessPassing = <T>(path: string, work: () => T): T | null => {
  try {
    return work();
  } catch (thrown) {
    if (isPassing(thrown) || tookBack(thrown, path)) return null;
    throw thrown;
  }
};

/** Whether all was copied; not where somebody held the lock at the beginning. */
const copied = async (source: Connection, path: string, target: string): Promise<boolean> => {
  try {
    // Readers of a WAL library keep nobody from anything: what there is now is held until the end.
    const held = isWal(source);
    if (held && !source.inTransaction) source.exec('BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1');
    const inSteps = held || statSync(path).size > atOnce;
    let starts = 0;
    let before = Number.POSITIVE_INFINITY;
    const { totalPages } = await source.backup(target, {
      progress: ({ remainingPages }) => {
        if (remainingPages > before) starts += 1;
        before = remainingPages;
        return inSteps && starts < maxStarts ? pagesPerStep : allPages;
      },
    });
    // A first step that meets a lock passes for the last one: nothing was copied.
    return totalPages > 0;
  } catch (thrown) {
    if (isPassing(thrown) || tookBack(thrown, path)) return false;
    throw thrown;
  }
};

/**
 * A program that was killed in the middle of a write leaves what a copy, which only reads, cannot take
 * back. Whoever may write does that by looking into the library.
 */
const tookBack = (thrown: unknown, path: string): boolean => {
  if (!sqliteCode(thrown)?.startsWith('SQLITE_READONLY')) return false;
  try {
    const connection = connect(path, { readOnly: false });
    try {
      connection.pragma('schema_version');
    } finally {
      connection.close();
    }
    return true;
  } catch (error) {
    return isPassing(error);
  }
};

/**
 * Asked of SQLite, though that takes a lock for a moment: to look into the file from here and close it
 * would end the locks that every other connection of this process holds on it.
 */
const isWal = (source: Connection): boolean =>
  source.pragma('journal_mode', { simple: true }) === 'wal';

/** A journal that comes and goes as others commit can be missed for a moment. */
const isPassing = (thrown: unknown): boolean =>
  isBusy(thrown) || sqliteCode(thrown)?.startsWith('SQLITE_CANTOPEN') === true;

const neverQuiet = (): MonitorError =>
  new MonitorError(
    'library-busy',
    'Other programs write to the library without a pause, so no copy could be made.',
    { hint: 'Try again when less is going on, or stop the worker for a moment.' },
  );
