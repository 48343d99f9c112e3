import { countGenerations } from './counts';
import { type Database, statement, transaction } from './database';
import { parseStoredDate } from './dates';
import { type Praise, praiseBy } from './judgements';
import { countPrompts } from './prompts';
import { timed } from './real-time-factors';
import { rawText, type StoredValue } from './rows';
import { perVersion } from './version';

/** As Python's `get_database_stats`, and what follows from the same numbers. */
export type LibraryStats = Readonly<{
  totalGenerations: number;
  byStatus: Readonly<Record<string, number>>;
  totalPrompts: number;
  /** Completed of all that ended, 0 to 1; `null` before any did. */
  successRate: number | null;
}>;

export const libraryStats = (database: Database): LibraryStats =>
  transaction(database, 'read', () => {
    const { total, byStatus } = countGenerations(database, {});
    const [completed, failed] = [byStatus.completed ?? 0, byStatus.failed ?? 0];
    return {
      totalGenerations: total,
      byStatus,
      totalPrompts: countPrompts(database),
      successRate: rate(completed, failed),
    };
  });

const rate = (completed: number, failed: number): number | null =>
  completed + failed === 0 ? null : completed / (completed + failed);

/** How the jobs of one model have gone. */
export type ModelStanding = Readonly<{
  model: string;
  /** Its generations. */
  uses: number;
  completed: number;
  failed: number;
  /** Completed of all that ended, 0 to 1; `null` before any did. */
  successRate: number | null;
  /** Median of the seconds that completed jobs took; `null` before any did. */
  medianTimeSeconds: number | null;
  /** Seconds of work for each second of music, over completed jobs; `null` where unknown. */
  realTimeFactor: number | null;
  /** Average rating of its takes, 1 to 5; `null` where none was rated. */
  rating: number | null;
  /** Takes with a star. */
  starred: number;
  lastUsedAt: Date | null;
}>;

type ModelRow = readonly [
  model: StoredValue,
  uses: number,
  completed: number,
  failed: number,
  median: number | null,
  factor: number | null,
  lastUsedAt: StoredValue,
];

/** Every model with how its jobs went, most used first. Worked out once per version of the library. */
export const modelLeaderboard = (database: Database): readonly ModelStanding[] =>
  transaction(database, 'read', () =>
    perVersion(database, 'models', () => {
      const sql = `SELECT model_name, count(*) AS uses, count(*) FILTER (WHERE status = 'completed'),
          count(*) FILTER (WHERE status = 'failed'),
          median(generation_time_seconds) FILTER (WHERE ${timed}),
          sum(generation_time_seconds) FILTER (WHERE ${timed})
            / nullif(sum(duration_seconds) FILTER (WHERE ${timed}), 0), max(created_at)
        FROM generations GROUP BY model_name ORDER BY uses DESC, model_name`;
      const praise = praiseBy(database, 'model_name');
      const rows = statement(database, sql).all() as ModelRow[];
      return rows.map((row) => toModelStanding(row, praise));
    }),
  );

const toModelStanding = (row: ModelRow, praise: ReadonlyMap<string, Praise>): ModelStanding => {
  const { rated = 0, stars = 0, starred = 0 } = praise.get(rawText(row[0])) ?? {};
  const [model, uses, completed, failed, median, factor, last] = row;
  return {
    model: rawText(model),
    uses,
    completed,
    failed,
    successRate: rate(completed, failed),
    medianTimeSeconds: median,
    realTimeFactor: factor,
    rating: rated > 0 ? stars / rated : null,
    starred,
    lastUsedAt: typeof last === 'string' ? parseStoredDate(last) : null,
  };
};
