import { and, eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import type { RetryOutcome } from '../../shared/generation';
import { type Database, statement, transaction } from './database';
import { rawText, type StoredValue } from './rows';
import { generations } from './schema';

type Skipped = RetryOutcome['skipped'][number];

/**
 * Puts failed generations back in the queue: status `pending`, and of the other columns exactly
 * those cleared that tell of the failed outcome. One transaction for all of them. Those not failed
 * (any more) are left alone and reported.
 */
export const retryGenerations = (database: Database, ids: readonly string[]): RetryOutcome =>
  transaction(database, 'write', () => {
    const update = statement(database, updateSql(database));
    const retried: string[] = [];
    const skipped: Skipped[] = [];
    for (const id of new Set(ids)) {
      if (update.run(id).changes > 0) retried.push(id);
      else skipped.push(reasonToSkip(database, id));
    }
    return { retried, skipped };
  });

/** The literals are part of the SQL: the one parameter is the id. */
const updateSql = (database: Database): string =>
  drizzle(database.connection)
    .update(generations)
    .set({
      status: sql`'pending'`,
      completedAt: sql`NULL`,
      errorMessage: sql`NULL`,
      generationTimeSeconds: sql`NULL`,
      fileSizeBytes: sql`NULL`,
    })
    .where(and(eq(generations.id, sql`?`), eq(generations.status, sql`'failed'`)))
    .toSQL().sql;

const reasonToSkip = (database: Database, id: string): Skipped => {
  const row = statement(database, 'SELECT status FROM generations WHERE id = ?').get(id) as
    | [StoredValue]
    | undefined;
  return row
    ? { id, reason: 'not-failed', status: rawText(row[0]) }
    : { id, reason: 'not-found', status: null };
};
