import type { RetryBatch, RetryOutcome } from '../../../../shared/generation';
import { normalStatus } from '../../../../shared/generation';
import { type GenerationFilter, newestFirst } from '../../../../shared/query';
import { type Database, statement, transaction } from '../core/database';
import { partByPart } from '../core/refusal';
import { rawText, type StoredValue } from '../core/rows';
import { whereOf } from '../rows/counts';
import { pageOfGenerations } from '../rows/pages';
import { retryGenerations } from './retry';

// Retries by filter: of all at once for programs, in batches for the window, which shows how far it is.

/** Retries every failed generation that matches a filter, in one transaction. */
export const retryMatching = (database: Database, filter: GenerationFilter): RetryOutcome =>
  partByPart(database, () => retryAll(database, filter));

const retryAll = (database: Database, filter: GenerationFilter): RetryOutcome =>
  transaction(database, 'write', () => {
    if (filter.statuses !== undefined && !filter.statuses.map(normalStatus).includes('failed')) {
      return { retried: [], skipped: [] };
    }
    const { sql, params } = whereOf(database, { ...filter, statuses: ['failed'] });
    const select = statement(database, `SELECT id FROM generations WHERE ${sql}`);
    const ids = (select.all(...params) as [StoredValue][]).map(([id]) => rawText(id));
    return retryGenerations(database, ids);
  });

/** Which failed generations to retry next. */
export type RetryMatching = Readonly<{
  /** Its `statuses` are of no account: only failed ones are ever retried. */
  filter: GenerationFilter;
  /** Ids to leave alone. */
  except?: readonly string[] | undefined;
  /** `next` of the batch before; the first batch without. */
  after?: string | null | undefined;
  /** Largest number of one batch. */
  limit: number;
}>;

/**
 * Retries the next `limit` failed generations that match, newest first. The batch is one
 * transaction, which begins only when its rows are known: whatever ends the process, all of a batch
 * are queued or none. Going by key, no generation is retried twice in one pass, however fast a
 * worker fails it again.
 */
export const retryBatch = (database: Database, wanted: RetryMatching): RetryBatch => {
  const { filter, except = [], after = null, limit } = wanted;
  const failed = { ...filter, statuses: ['failed'] };
  const page = pageOfGenerations(database, { filter: failed, sort: newestFirst, limit }, after);
  const spared = new Set(except);
  const ids = page.rows.flatMap(({ id }) => (spared.has(id) ? [] : [id]));
  const outcome = ids.length > 0 ? retryGenerations(database, ids) : { retried: [], skipped: [] };
  return { ...outcome, next: page.next };
};
