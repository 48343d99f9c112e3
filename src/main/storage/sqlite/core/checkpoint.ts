import type { Database } from './database';

/** Rows that a transaction may change before its checkpoint is worth putting off. */
const manyRows = 1_000;
/** Pages of the log after which SQLite checkpoints by itself; its own default. */
const usualPages = 1_000;
const delayMs = 250;

/**
 * Runs `work`, which changes so many rows. In WAL mode a large commit is followed by copying the
 * whole log into the library, which takes longer than the change: that is left for a moment when
 * nobody waits, or at the latest for the next commit.
 */
export const checkpointLater = <T>(database: Database, rows: number, work: () => T): T => {
  const { connection } = database;
  if (rows < manyRows || connection.inTransaction) return work();
  connection.pragma('wal_autocheckpoint = 0');
  try {
    return work();
  } finally {
    connection.pragma(`wal_autocheckpoint = ${usualPages}`);
    setTimeout(() => {
      if (connection.open) connection.pragma('wal_checkpoint(PASSIVE)');
    }, delayMs).unref();
  }
};
