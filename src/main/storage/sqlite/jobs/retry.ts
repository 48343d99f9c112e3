import { MonitorError } from '../../../../shared/errors';
import type { RetryOutcome, UndoOutcome } from '../../../../shared/generation';
import { normalStatus } from '../../../../shared/generation';
import { checkpointLater } from '../core/checkpoint';
import { type Database, statement, transaction } from '../core/database';
import { storedNow } from '../core/dates';
import { doubled, oddIdOf } from '../core/odd-ids';
import { partByPart, refusalOf } from '../core/refusal';
import { rawText } from '../core/rows';
import { normalStatusSql, statusOf } from '../core/statuses';
import {
  forgetAttempt,
  isPresent,
  keepOutcomes,
  latestOutcome,
  type Outcome,
} from '../history/attempts';
import { writeOwn } from '../sidecar/sidecar-tables';
import { forgetNoted } from './claim';

type Skipped = RetryOutcome['skipped'][number];

/** The ids asked for, with the row's outcome where there is such a row. */
const selectOutcomes = `SELECT wanted.value, g.id, g.status, g.completed_at,
    g.generation_time_seconds, g.file_size_bytes, g.error_message, g.rowid
  FROM json_each(?) AS wanted LEFT JOIN generations AS g ON g.id = wanted.value`;

/** By rowid, in whose order the rows lie: ids are scattered over the whole file. */
const clearOutcome = `UPDATE generations
  SET status = 'pending', completed_at = NULL, error_message = NULL
  WHERE rowid IN (SELECT value FROM json_each(?)) AND ${normalStatusSql} = 'failed'`;
/** Failed jobs seldom have a time or a size: of the others the indexes on these are left alone. */
const clearMeasures = `UPDATE generations SET generation_time_seconds = NULL, file_size_bytes = NULL
  WHERE rowid IN (SELECT value FROM json_each(?))`;

/**
 * Puts failed generations back in the queue: status `pending`, and of the other columns exactly
 * those cleared that tell of the failed outcome, which is kept as an earlier attempt. One
 * transaction for all of them. Those not failed (any more) are left alone and reported.
 */
export const retryGenerations = (database: Database, ids: readonly string[]): RetryOutcome =>
  checkpointLater(database, ids.length, () => partByPart(database, () => retryNow(database, ids)));

const retryNow = (database: Database, ids: readonly string[]): RetryOutcome =>
  transaction(database, 'write', () => {
    forgetNoted(database);
    const wanted = JSON.stringify([...new Set(ids)]);
    const rows = statement(database, selectOutcomes).safeIntegers(true).all(wanted) as [
      string,
      ...Outcome,
      bigint,
    ][];
    const retried: string[] = [];
    const skipped: Skipped[] = [];
    const failed: Failed[] = [];
    const seen = new Set<string>();
    for (const [place, [id, ...rest]] of rows.entries()) {
      const [found, status, completedAt, time, size, error, rowid] = rest;
      // The rows of one id lie together.
      if (seen.has(id)) continue;
      seen.add(id);
      if (found === null) skipped.push(notFound(database, id));
      else if (rows[place + 1]?.[0] === id || oddIdOf(database, id)) {
        skipped.push({ id, reason: 'refused', status: rawText(status), refusal: doubled });
      } else if (normalStatus(rawText(status)) !== 'failed') {
        skipped.push({ id, reason: 'not-failed', status: rawText(status) });
      } else {
        const outcome: Outcome = [found, status, completedAt, time, size, error];
        failed.push({ id, rowid: Number(rowid), outcome });
      }
    }
    const done = clearAll(database, failed, skipped);
    if (done.length > 0) {
      retried.push(...done.map(({ id }) => id));
      // Before the library's commit: whatever happens in between, no outcome is lost.
      const outcomes = done.map(({ outcome }) => outcome);
      writeOwn(database, (store) => keepOutcomes(store, outcomes, storedNow()));
    }
    return { retried, skipped };
  });

const notFound = (database: Database, id: string): Skipped => {
  const odd = oddIdOf(database, id);
  return odd
    ? { id, reason: 'refused', status: null, refusal: odd.why }
    : { id, reason: 'not-found', status: null };
};

/** No id: as a part, see {@link refusalOf}. */
const all = '';

type Failed = Readonly<{ id: string; rowid: number; outcome: Outcome }>;

/** All at once; where the library refuses one of them, one by one. Answers those that are done. */
const clearAll = (
  database: Database,
  failed: readonly Failed[],
  skipped: Skipped[],
): readonly Failed[] => {
  if (failed.length === 0 || refusalOf(database, all, () => clear(database, failed)) === null) {
    return failed;
  }
  return failed.filter((one) => {
    const refusal = refusalOf(database, one.id, () => clear(database, [one]));
    if (refusal === null) return true;
    const status = rawText(one.outcome[1]);
    skipped.push({ id: one.id, reason: 'refused', status, refusal });
    return false;
  });
};

const clear = (database: Database, failed: readonly Failed[]): boolean => {
  const measured = failed.filter(
    ({ outcome: [, , , time, size] }) => time !== null || size !== null,
  );
  if (measured.length > 0) statement(database, clearMeasures).run(rowidsOf(measured));
  return statement(database, clearOutcome).run(rowidsOf(failed)).changes === failed.length;
};

const rowidsOf = (failed: readonly Failed[]): string =>
  JSON.stringify(failed.map(({ rowid }) => rowid));

const restoreOutcome = `UPDATE generations SET status = ?, completed_at = ?,
    generation_time_seconds = ?, file_size_bytes = ?, error_message = ?
  WHERE id = ? AND status = 'pending' AND completed_at IS NULL AND generation_time_seconds IS NULL
    AND file_size_bytes IS NULL AND error_message IS NULL`;

/**
 * Takes retries back: each generation that still waits untouched gets the outcome that the retry
 * cleared, value by value, and the attempt is history no more. One transaction for all of them.
 */
export const undoRetry = (database: Database, ids: readonly string[]): UndoOutcome => {
  const forget = new Map<string, number>();
  const result = partByPart(database, () =>
    transaction(database, 'write', () => {
      forget.clear();
      const undone: string[] = [];
      const skipped: UndoOutcome['skipped'][number][] = [];
      for (const id of new Set(ids)) {
        const status = statusOf(database, id);
        let reason: UndoReason | null = null;
        const refusal = refusalOf(database, id, () => {
          reason = undoOne(database, id, forget);
          return true;
        });
        if (refusal !== null) skipped.push({ id, reason: 'refused', status, refusal });
        else if (reason !== null) skipped.push({ id, reason, status });
        else undone.push(id);
      }
      return { undone, skipped };
    }),
  );
  // After the library's commit: until then the companion's copy is the only one. Where that commit is
  // yet to come, the attempt stays, and is not shown because the generation has that very outcome.
  if (forget.size > 0 && !database.connection.inTransaction) forgetPresent(database, forget);
  return result;
};

/**
 * Nobody can retry while this holds the library: of one that was retried since, the attempt is the only
 * memory of its outcome. Where others keep the library busy the attempts stay, which shows nowhere.
 */
const forgetPresent = (database: Database, forget: ReadonlyMap<string, number>): void => {
  try {
    transaction(database, 'write', () =>
      writeOwn(database, (store) => {
        for (const [id, attempt] of forget) {
          const latest = latestOutcome(store, id);
          if (latest?.attempt === attempt && isPresent(database, latest.outcome)) {
            forgetAttempt(store, id, attempt);
          }
        }
      }),
    );
  } catch (thrown) {
    if (!(thrown instanceof MonitorError && thrown.code === 'library-busy')) throw thrown;
  }
};

type UndoReason = 'not-found' | 'changed' | 'no-attempt';

const undoOne = (
  database: Database,
  id: string,
  forget: Map<string, number>,
): UndoReason | null => {
  if (statusOf(database, id) === null) return 'not-found';
  const store = database.companion.existing();
  const latest = store === null ? undefined : latestOutcome(store, id);
  if (latest === undefined) return 'no-attempt';
  const [, ...outcome] = latest.outcome;
  const changes = statement(database, restoreOutcome).run(...outcome, id).changes;
  if (changes === 0) return 'changed';
  forget.set(id, latest.attempt);
  return null;
};
