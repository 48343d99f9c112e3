import type { Attempt } from '../../../../shared/attempt';
import type { Connection } from '../core/connection';
import { type Database, statement, transaction } from '../core/database';
import { parseStoredDate } from '../core/dates';
import type { StoredValue } from '../core/rows';
import { isSameStored } from '../core/stored-order';
import { copyRows, inWrite } from '../sidecar/sidecar-tables';
import { likelyStart } from './likely-start';

// Earlier outcomes of retried jobs. They are in the companion file, see sidecar/sidecar.ts.

/** The outcome of a job, values as stored. */
export type Outcome = readonly [
  generationId: StoredValue,
  status: StoredValue,
  completedAt: StoredValue,
  generationTimeSeconds: StoredValue,
  fileSizeBytes: StoredValue,
  errorMessage: StoredValue,
];

const outcomeColumns =
  'generation_id, status, completed_at, generation_time_seconds, file_size_bytes, error_message';
const columns = `attempt, retried_at, ${outcomeColumns}`;
type AttemptRow = readonly [attempt: bigint, retriedAt: string, ...Outcome];

const sameOutcome = `status IS ? AND completed_at IS ? AND generation_time_seconds IS ?
  AND file_size_bytes IS ? AND error_message IS ?`;

/**
 * Keeps outcomes in one transaction. An outcome that is there already, as the latest of its
 * generation, is not kept twice: a retry that was interrupted is simply done again.
 */
export const keepOutcomes = (
  connection: Connection,
  outcomes: readonly Outcome[],
  retriedAt: string,
): void => {
  const latest = connection
    .prepare(
      `SELECT generation_id, max(attempt) FROM generation_attempts
      WHERE generation_id IN (SELECT value FROM json_each(?)) GROUP BY generation_id`,
    )
    .raw(true);
  const known = connection
    .prepare(
      `SELECT 1 FROM generation_attempts WHERE generation_id = ? AND attempt = ? AND ${sameOutcome}`,
    )
    .pluck();
  const insert = connection.prepare(
    `INSERT INTO generation_attempts (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  inWrite(connection, () => {
    // All at once: one by one this would take as long as keeping them.
    const ids = JSON.stringify(outcomes.map(([id]) => String(id)));
    const attempts = new Map(latest.all(ids) as [string, number][]);
    for (const outcome of outcomes) {
      const [id, ...rest] = outcome;
      const last = attempts.get(String(id)) ?? 0;
      if (last > 0 && known.get(id, last, ...rest)) continue;
      insert.run(last + 1, retriedAt, ...outcome);
    }
  });
};

/** The latest kept outcome of a generation, with its number, integers exact; `undefined` if none. */
export const latestOutcome = (
  connection: Connection,
  generationId: string,
): Readonly<{ attempt: number; outcome: Outcome }> | undefined => {
  const row = connection
    .prepare(
      `SELECT ${columns} FROM generation_attempts WHERE generation_id = ?
      ORDER BY attempt DESC LIMIT 1`,
    )
    .raw(true)
    .safeIntegers(true)
    .get(generationId) as AttemptRow | undefined;
  if (!row) return undefined;
  const [attempt, , ...outcome] = row;
  return { attempt: Number(attempt), outcome };
};

/** When a generation was last put back in the queue, as stored; `null` when it never was. */
export const queuedAgainAt = (database: Database, generationId: string): StoredValue => {
  const sql = 'SELECT max(retried_at) FROM generation_attempts WHERE generation_id = ?';
  const found = database.companion.readable()?.prepare(sql).pluck().get(generationId);
  return typeof found === 'string' ? found : null;
};

/** Whether a generation has this very outcome now, value by value. @param outcome its id first */
export const isPresent = (database: Database, outcome: readonly StoredValue[]): boolean => {
  const present = statement(
    database,
    `SELECT id, status, completed_at, generation_time_seconds, file_size_bytes, error_message
    FROM generations WHERE id = ?`,
  )
    .safeIntegers(true)
    .get(outcome[0] ?? null) as Outcome | undefined;
  return outcome.every((value, at) => isSameStored(value, present?.[at]));
};

/** Forgets one attempt, because the generation has that outcome again. */
export const forgetAttempt = (connection: Connection, generationId: string, attempt: number) =>
  connection
    .prepare('DELETE FROM generation_attempts WHERE generation_id = ? AND attempt = ?')
    .run(generationId, attempt);

/**
 * The earlier outcomes of a generation, oldest first. What a retry kept but was interrupted before
 * it cleared is still the present outcome: that one is left out.
 */
export const attemptsOf = (database: Database, generationId: string): readonly Attempt[] =>
  transaction(database, 'read', () => attemptsNow(database, generationId));

const attemptsNow = (database: Database, generationId: string): readonly Attempt[] => {
  database.companion.assertUsable();
  const rows = (database.companion
    .existing()
    ?.prepare(`SELECT ${columns} FROM generation_attempts WHERE generation_id = ? ORDER BY attempt`)
    .raw(true)
    .safeIntegers(true)
    .all(generationId) ?? []) as AttemptRow[];
  const last = rows.at(-1);
  if (last && isPresent(database, last.slice(2))) rows.pop();
  const created = statement(database, 'SELECT created_at FROM generations WHERE id = ?').get(
    generationId,
  ) as readonly [StoredValue] | undefined;
  return rows.map((row, index) => {
    const queuedAt = index === 0 ? created?.[0] : rows[index - 1]?.[1];
    return toAttempt(row, index + 1, likelyStart(database, queuedAt, row[4]));
  });
};

const numberOf = (value: StoredValue): number | null =>
  typeof value === 'number' || typeof value === 'bigint' ? Number(value) : null;

const toAttempt = (row: AttemptRow, attempt: number, likelyStartAt: Date | null): Attempt => {
  const [, retriedAt, id, status, completedAt, time, size, error] = row;
  return {
    generationId: String(id),
    attempt,
    status: String(status),
    likelyStartAt,
    completedAt: typeof completedAt === 'string' ? parseStoredDate(completedAt) : null,
    generationTimeSeconds: numberOf(time),
    fileSizeBytes: numberOf(size),
    errorMessage: typeof error === 'string' ? error : null,
    retriedAt: parseStoredDate(retriedAt),
  };
};

/**
 * See {@link copyRows}. A retry that was interrupted may have left in one file what was kept in the
 * other when it was done again.
 */
export const copyAttempts = (from: Connection, to: Connection): void => {
  const same = to.prepare(`SELECT 1 FROM generation_attempts
    WHERE generation_id = ? AND (retried_at = ? OR completed_at IS NOT NULL) AND ${sameOutcome}`);
  const insert = to.prepare(`INSERT INTO generation_attempts (${columns})
    VALUES ((SELECT 1 + coalesce(max(attempt), 0) FROM generation_attempts WHERE generation_id = ?),
      ?, ?, ?, ?, ?, ?, ?)`);
  copyRows(from, to, {
    table: 'generation_attempts',
    key: ['generation_id', 'attempt', 'retried_at'],
    columns: `retried_at, ${outcomeColumns}`,
    keep: (retriedAt = null, id = null, ...outcome) => {
      if (same.get(id, retriedAt, ...outcome)) return;
      insert.run(id, retriedAt, id, ...outcome);
    },
  });
};
