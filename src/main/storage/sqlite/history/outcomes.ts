import type { Outcomes } from '../../engine';
import { type Database, statement, transaction } from '../core/database';
import { rawText, type StoredValue } from '../core/rows';
import { normalStatusSql } from '../core/statuses';

const latestSql = 'SELECT max(completed_at) FROM generations';
const ended = `${normalStatusSql} IN ('completed', 'failed')`;
const countSql = `SELECT ${normalStatusSql}, count(*) FROM generations
  WHERE completed_at > ? AND ${ended} GROUP BY 1`;
const promptSql = `SELECT substr(prompt, 1, 200) FROM generations
  WHERE completed_at = ? AND ${ended} LIMIT 1`;

/**
 * What ended after `since`, by the index on `completed_at`.
 *
 * @param since `upTo` of an earlier answer; `null` to learn only where the library stands
 */
export const outcomesSince = (database: Database, since: string | null): Outcomes =>
  transaction(database, 'read', () => {
    const latest = statement(database, latestSql).get() as [StoredValue];
    const upTo = latest[0] === null ? null : rawText(latest[0]);
    if (since === null || upTo === null || upTo <= since) {
      return { completed: 0, failed: 0, latestPrompt: '', upTo };
    }
    const counts = new Map(statement(database, countSql).all(since) as [string, number][]);
    const prompt = statement(database, promptSql).get(upTo) as [StoredValue] | undefined;
    return {
      completed: counts.get('completed') ?? 0,
      failed: counts.get('failed') ?? 0,
      latestPrompt: rawText(prompt?.[0]),
      upTo,
    };
  });
