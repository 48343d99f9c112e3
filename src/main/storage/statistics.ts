import { countGenerations } from './counts';
import { type Database, statement, transaction } from './database';
import { type Praise, praiseBy } from './judgements';
import { indexOn } from './plan';
import { countPrompts } from './prompts';
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

/** How the jobs of one prompt, or of one model, have gone. */
export type Standing = Readonly<{
  /** The prompt or the name of the model. */
  name: string;
  /** Submissions: of a prompt as the library counts them, of a model its generations. */
  uses: number;
  completed: number;
  failed: number;
  /** Completed of all that ended, 0 to 1; `null` before any did. */
  successRate: number | null;
  /** Median of the seconds that completed jobs took; `null` before any did. */
  medianTimeSeconds: number | null;
  /** Seconds of audio per second of work, over completed jobs; `null` where unknown. */
  realTimeFactor: number | null;
  /** Average rating of its takes, 1 to 5; `null` where none was rated. */
  rating: number | null;
  /** Takes with a star. */
  starred: number;
  /** Stored date-time of the latest submission, see dates.ts. */
  lastUsedAt: string | null;
}>;

type StandingRow = readonly [
  name: string,
  uses: number,
  completed: number,
  failed: number,
  median: number | null,
  audioSeconds: number | null,
  workSeconds: number | null,
  lastUsedAt: string | null,
];

const outcomes = (table: string): string => `
  count(*) FILTER (WHERE ${table}.status = 'completed'),
  count(*) FILTER (WHERE ${table}.status = 'failed'),
  median(${table}.generation_time_seconds) FILTER (WHERE ${timed(table)}),
  sum(${table}.duration_seconds) FILTER (WHERE ${timed(table)}),
  sum(${table}.generation_time_seconds) FILTER (WHERE ${timed(table)}),
  max(${table}.created_at)`;

const timed = (table: string): string => `${table}.status = 'completed'
  AND typeof(${table}.generation_time_seconds) IN ('real', 'integer')
  AND typeof(${table}.duration_seconds) IN ('real', 'integer')`;

const toStanding = (row: StandingRow, praise: ReadonlyMap<string, Praise>): Standing => {
  const { rated = 0, stars = 0, starred = 0 } = praise.get(String(row[0])) ?? {};
  const [name, uses, completed, failed, median, audio, work, lastUsedAt] = row;
  return {
    name: String(name),
    uses,
    completed,
    failed,
    successRate: rate(completed, failed),
    medianTimeSeconds: median,
    realTimeFactor: audio !== null && work !== null && work > 0 ? audio / work : null,
    rating: rated > 0 ? stars / rated : null,
    starred,
    lastUsedAt,
  };
};

const topPrompts =
  'SELECT text, used_count FROM prompts ORDER BY used_count DESC, last_used_at DESC, id LIMIT ?';

/**
 * The most used prompts with how their jobs went. Where the library has no index on the prompt, the
 * whole table is read, once per version of the library.
 */
export const promptLeaderboard = (database: Database, limit = 100): readonly Standing[] =>
  transaction(database, 'read', () =>
    perVersion(database, `prompts ${limit}`, () => {
      const top = statement(database, topPrompts).all(limit) as [string, number][];
      const index = indexOn(database, ['prompt']);
      const found = index ? standingsBy(database, index, top) : standingsAmong(database, top);
      const praise = praiseBy(database, 'prompt');
      return top.map(([text, uses]) =>
        toStanding([text, uses, ...(found.get(text) ?? noOutcomes)], praise),
      );
    }),
  );

type Outcomes = StandingRow extends readonly [string, number, ...infer Rest] ? Rest : never;
const noOutcomes: Outcomes = [0, 0, null, null, null, null];

const standingsBy = (
  database: Database,
  index: string,
  top: readonly (readonly [string, number])[],
): ReadonlyMap<string, Outcomes> => {
  const sql = `SELECT ${outcomes('g')} FROM generations AS g INDEXED BY ${index} WHERE g.prompt = ?`;
  const select = statement(database, sql);
  return new Map(top.map(([text]) => [text, select.get(text) as Outcomes]));
};

const standingsAmong = (
  database: Database,
  top: readonly (readonly [string, number])[],
): ReadonlyMap<string, Outcomes> => {
  const sql = `SELECT g.prompt, ${outcomes('g')} FROM generations AS g NOT INDEXED
    WHERE g.prompt IN (SELECT value FROM json_each(?)) GROUP BY g.prompt`;
  const texts = JSON.stringify(top.map(([text]) => text));
  const rows = statement(database, sql).all(texts) as [string, ...Outcomes][];
  return new Map(rows.map(([text, ...rest]) => [text, rest]));
};

/** Every model with how its jobs went, most used first. */
export const modelLeaderboard = (database: Database): readonly Standing[] =>
  transaction(database, 'read', () =>
    perVersion(database, 'models', () => {
      const sql = `SELECT g.model_name, count(*) AS uses, ${outcomes('g')}
        FROM generations AS g GROUP BY g.model_name ORDER BY uses DESC, g.model_name`;
      const praise = praiseBy(database, 'model_name');
      const rows = statement(database, sql).all() as StandingRow[];
      return rows.map((row) => toStanding(row, praise));
    }),
  );

/** Failures of one kind. */
export type FailureGroup = Readonly<{
  /** See error-signature.ts; `null` for failures without a message. */
  signature: string | null;
  count: number;
  /** Stored date-time of the latest one, see dates.ts. */
  lastAt: string | null;
  /** The id of one of them, the latest. */
  exampleId: string;
}>;

/** What jobs fail of, most frequent first. */
export const failureGroups = (database: Database): readonly FailureGroup[] =>
  transaction(database, 'read', () =>
    perVersion(database, 'failures', () => {
      // Of a group with max(), SQLite takes the other columns from the row that has it.
      const sql = `SELECT error_signature(error_message) AS signature, count(*) AS failures,
          max(coalesce(completed_at, created_at)), id
        FROM generations WHERE status = 'failed' GROUP BY signature
        ORDER BY failures DESC, signature`;
      type Row = readonly [string | null, number, string | null, string];
      return (statement(database, sql).all() as Row[]).map(
        ([signature, count, lastAt, exampleId]) => ({
          signature,
          count,
          lastAt,
          exampleId,
        }),
      );
    }),
  );
