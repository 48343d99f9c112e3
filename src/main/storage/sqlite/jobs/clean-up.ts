import type { ChangeOutcome } from '../../../../shared/change';
import { normalStatus } from '../../../../shared/generation';
import type { Database } from '../core/database';
import { oddities } from '../core/odd-ids';
import { partByPart, refusalOf } from '../core/refusal';
import { statusOf } from '../core/statuses';
import { cancelGenerations, deleteGenerations, failGeneration } from './jobs';
import { undoable } from './undo';

// What people do to jobs that need no more work. Each call is one transaction and can be undone.

/** Cancels jobs that wait; those under way are their worker's. */
export const cancelJobs = (database: Database, ids: readonly string[]): ChangeOutcome => {
  const { value, undo } = partByPart(database, () =>
    undoable(database, { generations: ids }, () => cancelGenerations(database, ids)),
  );
  const skipped = value.skipped.map(({ id, status, refusal }) => skip(id, status, refusal));
  return { changed: value.cancelled, skipped, undo };
};

/** What a job that somebody gave up says. */
export const givenUp = 'Marked as failed: no worker had finished it';

/** Marks jobs as failed that are `processing`, though nobody works on them any more. */
export const giveUpJobs = (database: Database, ids: readonly string[]): ChangeOutcome =>
  changeEach(database, ids, (id, status) =>
    normalStatus(status) === 'processing'
      ? refusalOf(database, id, () => failGeneration(database, id, givenUp) !== null)
      : undefined,
  );

/** Deletes generations, whatever their status, not their audio. */
export const deleteJobs = (database: Database, ids: readonly string[]): ChangeOutcome =>
  changeEach(database, ids, (id) =>
    refusalOf(database, id, () => deleteGenerations(database, [id]).length > 0),
  );

/** @param change answers why not: `undefined` for a status that it is not for, otherwise as {@link refusalOf} */
const changeEach = (
  database: Database,
  ids: readonly string[],
  change: (id: string, status: string) => string | null | undefined,
): ChangeOutcome =>
  partByPart(database, () => {
    const { value, undo } = undoable(database, { generations: ids }, () => {
      const changed: string[] = [];
      const skipped: ChangeOutcome['skipped'][number][] = [];
      const oddityOf = oddities(database);
      for (const id of new Set(ids)) {
        const status = statusOf(database, id);
        const oddity = oddityOf(id, status !== null);
        const refusal = oddity ?? (status === null ? undefined : change(id, status));
        if (refusal === null) changed.push(id);
        else skipped.push(skip(id, status, refusal));
      }
      return { changed, skipped };
    });
    return { ...value, undo };
  });

const skip = (
  id: string,
  status: string | null,
  refusal?: string | null,
): ChangeOutcome['skipped'][number] => {
  if (refusal) return { id, reason: 'refused', status, refusal };
  return { id, reason: status === null ? 'not-found' : 'other-status', status };
};
