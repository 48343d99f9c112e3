import type { Overview } from '../../../../shared/insights';
import { type Database, statement } from '../core/database';
import { perVersion } from '../core/library-version';
import { rawText, type StoredValue } from '../core/rows';
import { normalStatusSql } from '../core/statuses';

/** Completed jobs that are looked at, the latest ones. */
const recentRows = 2_000;

const numeric = (column: string) => `typeof(${column}) IN ('real', 'integer')`;
/** Rows that tell how long a job took for how much music. */
export const timed = `${normalStatusSql} = 'completed' AND ${numeric('generation_time_seconds')}
  AND ${numeric('duration_seconds')}`;

/** SQLite's median fails at an infinite number. */
const finite = 'BETWEEN -1e300 AND 1e300';

/** Seconds of work for each second of music, medians of the jobs completed last. */
export type RealTimeFactors = Readonly<{
  /** The model with most of them first. */
  models: Overview['realTimeFactors'];
  /** Of all models together; `null` where nothing has been completed. */
  all: number | null;
}>;

/** Worked out once per version of the library. To be called inside a transaction. */
export const realTimeFactors = (database: Database): RealTimeFactors =>
  perVersion(database, 'real-time factors', () => {
    const sql = `WITH recent AS MATERIALIZED (
        SELECT model_name, generation_time_seconds / duration_seconds AS factor FROM generations
        WHERE +${timed} AND duration_seconds > 0
          AND generation_time_seconds / duration_seconds ${finite} ORDER BY completed_at DESC LIMIT ${recentRows})
      SELECT 1 AS own, model_name, median(factor), count(*) AS jobs FROM recent GROUP BY model_name
      UNION ALL SELECT 0, NULL, median(factor), count(*) FROM recent
      ORDER BY own, jobs DESC, model_name`;
    const rows = statement(database, sql).all() as [number, StoredValue, number | null][];
    const [[, , all = null] = [], ...models] = rows;
    return {
      models: models.map(([, model, median]) => ({ model: rawText(model), median: median ?? 0 })),
      all,
    };
  });

/** How long a job will take, and whose jobs say so. */
export type Expectation = Readonly<{ seconds: number; basis: 'model' | 'all' }>;

/**
 * How long a job of this model and length usually takes: by its own model's jobs, or by all where
 * it has none. `null` where nothing is known.
 */
export const expectationOf = (
  factors: RealTimeFactors,
  model: StoredValue,
  lengthSeconds: StoredValue,
): Expectation | null => {
  if (typeof lengthSeconds !== 'number') return null;
  const name = rawText(model);
  const own = factors.models.find((known) => known.model === name);
  if (own) return { seconds: own.median * lengthSeconds, basis: 'model' };
  return factors.all === null ? null : { seconds: factors.all * lengthSeconds, basis: 'all' };
};
