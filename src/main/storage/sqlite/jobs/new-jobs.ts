import { randomUUID } from 'node:crypto';
import { MonitorError } from '../../../../shared/errors';
import { type CreatedJobs, checkJob, type NewJob, rerunKey } from '../../../../shared/job';
import type { Database } from '../core/database';
import { mergeMetadata } from '../core/metadata';
import { insertGeneration } from './jobs';
import { undoable } from './undo';

/**
 * Puts jobs in the queue and counts the use of their prompts, all of them in one transaction.
 *
 * @throws MonitorError `invalid-input` for a job that the service would refuse
 */
export const createJobs = (database: Database, jobs: readonly NewJob[]): CreatedJobs => {
  for (const job of jobs) {
    const error = checkJob(job).find(({ level }) => level === 'error');
    if (error) throw new MonitorError('invalid-input', error.message);
  }
  const ids = jobs.map(() => randomUUID());
  const keys = { generations: ids, prompts: jobs.map(({ prompt }) => prompt) };
  const { undo } = undoable(database, keys, () => {
    for (const [index, { rerunOf, metadata, ...job }] of jobs.entries()) {
      const id = ids[index] ?? randomUUID();
      const linked =
        rerunOf === null
          ? metadata
          : mergeMetadata(metadata, JSON.stringify({ [rerunKey]: rerunOf }));
      insertGeneration(database, { ...job, id, filePath: `outputs/${id}.wav` }, linked);
    }
  });
  return { ids, undo };
};
