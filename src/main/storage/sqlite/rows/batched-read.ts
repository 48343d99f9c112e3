import { type Database, statement, transaction } from '../core/database';
import { versionNow } from '../core/library-version';
import { type Fragment, fragment } from '../core/sql-fragment';

// Reads that look at a great many rows. Where the journal is a rollback journal, a reader keeps
// others from committing, and the Python worker gives up after five seconds: such reads are done a
// stretch at a time, each a transaction of its own, with the lock free in between.

/** A library may change so fast that nothing long is ever of one version. */
const maxReads = 2;

/**
 * Work of several transactions as of one version of the library. Where somebody wrote in between it
 * is done again, once: then each row is as it was at some moment meanwhile, and whoever watches the
 * library hears that it has changed. In WAL mode, where readers hold up nobody, and inside a transaction
 * it is one transaction.
 */
export const longRead = <T>(database: Database, work: () => T): T => {
  if (database.connection.inTransaction || isWal(database)) {
    return transaction(database, 'read', work);
  }
  for (let reads = 1; ; reads++) {
    const before = versionNow(database);
    const value = work();
    if (reads === maxReads || versionNow(database) === before) return value;
  }
};

const isWal = (database: Database): boolean => {
  const [mode] = statement(database, 'PRAGMA main.journal_mode').get() as [string];
  return mode === 'wal';
};

/** Rowids in one go: where none is missing, rows that are looked at in some ten milliseconds. */
const stretch = 10_000;

/**
 * Reads all rows of `generations`, those of one condition at a time. Inside a transaction that is all
 * at once.
 */
export const eachStretch = (database: Database, read: (within: Fragment) => void): void => {
  if (database.connection.inTransaction) {
    read(fragment('1'));
    return;
  }
  const readFrom = (after: number): number | null =>
    transaction(database, 'read', () => {
      const next = statement(database, 'SELECT min(rowid) FROM generations WHERE rowid > ?');
      const [from] = next.get(after) as [number | null];
      if (from === null) return null;
      const to = from + stretch - 1;
      read(fragment('generations.rowid BETWEEN ? AND ?', from, to));
      return to;
    });
  for (let after: number | null = Number.MIN_SAFE_INTEGER; after !== null; ) {
    after = readFrom(after);
  }
};
