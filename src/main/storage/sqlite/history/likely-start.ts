import { type Database, statement } from '../core/database';
import { parseStoredDate, storedNow } from '../core/dates';
import type { StoredValue } from '../core/rows';

/**
 * When a job probably began: nothing records it. With one worker it is the later of the moment when
 * the job was queued and the end of the job before.
 *
 * @param queuedAt as stored: when the job was created, or queued again
 * @param endedAt as stored; left out for a job that still runs
 * @returns `null` when either is unknown
 */
export const likelyStart = (
  database: Database,
  queuedAt: StoredValue | undefined,
  endedAt: StoredValue | undefined = overtakenAt(database, queuedAt) ?? storedNow(),
): Date | null => {
  if (typeof queuedAt !== 'string' || typeof endedAt !== 'string') return null;
  const queued = parseStoredDate(queuedAt);
  if (queued === null || parseStoredDate(endedAt) === null) return null;
  // The empty text and the bound are both text: whatever is no text orders outside of the two.
  const sql = `SELECT max(completed_at) FROM generations WHERE completed_at > '' AND completed_at < ?`;
  const [before] = statement(database, sql).get(endedAt) as [StoredValue];
  const ended = typeof before === 'string' ? parseStoredDate(before) : null;
  return ended !== null && ended > queued ? ended : queued;
};

/**
 * When the first job ended that was queued after this one: jobs are taken in the order of the queue,
 * so this one had begun by then, and what ended later is not the job before it.
 */
const overtakenAt = (database: Database, queuedAt: StoredValue | undefined): StoredValue => {
  const sql = `SELECT completed_at FROM generations WHERE completed_at > ? AND +created_at > ?
    ORDER BY completed_at LIMIT 1`;
  const row = statement(database, sql).get(queuedAt, queuedAt) as [StoredValue] | undefined;
  return row?.[0] ?? null;
};
