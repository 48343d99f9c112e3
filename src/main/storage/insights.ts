import { fold } from '../../shared/fold';
import type { Json } from '../../shared/generation';
import {
  type Ended,
  type Facets,
  type FailureKind,
  type Leaderboard,
  type MetadataFacet,
  mostStandings,
  type Overview,
  type PromptStanding,
  type StandingSort,
} from '../../shared/insights';
import { type Database, statement, transaction } from './database';
import { formatStoredDate, parseStoredDate } from './dates';
import { tagsInUse } from './judgement-sql';
import { expectationOf, type RealTimeFactors, realTimeFactors, timed } from './real-time-factors';
import { rawText, type StoredValue } from './rows';
import { perVersion } from './version';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Generations that a look at recent ones takes in. */
const recentRows = 2_000;
const valuesPerFacet = 12;

/** What filters can name. */
export const facets = (database: Database): Facets =>
  transaction(database, 'read', () =>
    perVersion(database, 'facets', () => ({
      models: (
        statement(
          database,
          'SELECT model_name, count(*) FROM generations GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 200',
        ).all() as [StoredValue, number][]
      ).map(([name, count]) => ({ name: rawText(name), count })),
      tags: (statement(database, tagsInUse).all() as [string, number][]).map(([name, count]) => ({
        name,
        count,
      })),
      metadata: metadataFacets(
        statement(
          database,
          `SELECT metadata FROM generations WHERE typeof(metadata) = 'text'
            ORDER BY created_at DESC LIMIT ${recentRows}`,
        ).all() as [string][],
      ),
    })),
  );

const metadataFacets = (rows: readonly [string][]): MetadataFacet[] => {
  const found = new Map<string, { path: string[]; values: Map<Scalar, number>; count: number }>();
  const note = (path: string[], value: Scalar) => {
    const key = JSON.stringify(path);
    const facet = found.get(key) ?? { path, values: new Map(), count: 0 };
    facet.count += 1;
    facet.values.set(value, (facet.values.get(value) ?? 0) + 1);
    found.set(key, facet);
  };
  for (const [text] of rows) walk(parse(text), [], note);
  return [...found.values()]
    .sort((a, b) => b.count - a.count)
    .slice(0, 100)
    .map(({ path, count, values }) => ({
      path,
      count,
      values: [...values]
        .sort((a, b) => b[1] - a[1])
        .slice(0, valuesPerFacet)
        .map(([value, times]) => ({ value, count: times })),
    }));
};

type Scalar = string | number | boolean;

const parse = (text: string): Json => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
};

/** Tells of each scalar of an object, to a depth that a query would name. */
const walk = (value: Json, path: string[], note: (path: string[], value: Scalar) => void): void => {
  if (value === null || Array.isArray(value)) return;
  if (typeof value === 'object') {
    if (path.length >= 4) return;
    for (const [key, member] of Object.entries(value)) walk(member, [...path, key], note);
  } else if (path.length > 0) note(path, value as Scalar);
};

const orders: Readonly<Record<StandingSort, string>> = {
  uses: 'uses',
  prompt: 'top.prompt COLLATE NOCASE',
  completed: 'completed',
  failed: 'failed',
  successRate: 'success',
  medianTimeSeconds: 'median_time',
  realTimeFactor: 'factor',
  wins: 'wins',
  firstUsedAt: 'first_at',
  lastUsedAt: 'last_at',
};

type StandingRow = readonly [
  rank: number,
  prompt: StoredValue,
  uses: number,
  completed: number,
  failed: number,
  success: number | null,
  median: number | null,
  factor: number | null,
  wins: number,
  comparisons: number,
  first: StoredValue,
  last: StoredValue,
  total: number,
];

/** The prompts with how their generations went. Worked out once per version of the library. */
export const leaderboard = (
  database: Database,
  wanted: Readonly<{
    days: number | null;
    search: string;
    sort: StandingSort;
    direction: 'ascending' | 'descending';
  }>,
): Leaderboard =>
  transaction(database, 'read', () => {
    const { days, search, sort, direction } = wanted;
    const since = days === null ? null : storedTime(Date.now() - days * dayMs);
    const within = since === null ? '' : 'AND created_at >= ?';
    const median = `median(generation_time_seconds) FILTER (WHERE ${timed})`;
    // A median of every prompt costs far more than all else: only where it decides the order.
    const sql = `WITH ended AS (
        SELECT prompt, count(*) AS jobs,
          count(*) FILTER (WHERE status = 'completed') AS completed,
          count(*) FILTER (WHERE status = 'failed') AS failed,
          ${sort === 'medianTimeSeconds' ? median : 'NULL'} AS median_time,
          sum(generation_time_seconds) FILTER (WHERE ${timed}) AS work,
          sum(duration_seconds) FILTER (WHERE ${timed}) AS music,
          min(created_at) AS first_at, max(created_at) AS last_at
        FROM generations WHERE 1 ${within} GROUP BY prompt
      ), sides AS (
        SELECT winner.prompt AS winner, loser.prompt AS loser FROM comparison_votes
          JOIN generations AS winner ON winner.id = winner_id
          JOIN generations AS loser ON loser.id = loser_id
        WHERE winner.prompt <> loser.prompt ${since === null ? '' : 'AND voted_at >= ?'}
      ), votes AS (
        SELECT prompt, sum(won) AS wins, count(*) AS comparisons FROM (
          SELECT winner AS prompt, 1 AS won FROM sides UNION ALL SELECT loser, 0 FROM sides
        ) GROUP BY prompt
      ), standing AS (
        SELECT ended.prompt AS prompt,
          ${since === null ? 'max(coalesce(p.used_count, 0), ended.jobs)' : 'ended.jobs'} AS uses,
          ended.completed AS completed, ended.failed AS failed,
          ended.completed * 1.0 / nullif(ended.completed + ended.failed, 0) AS success,
          ended.median_time AS median_time, ended.work / nullif(ended.music, 0) AS factor,
          coalesce(votes.wins, 0) AS wins, coalesce(votes.comparisons, 0) AS comparisons,
          ended.first_at AS first_at, ended.last_at AS last_at
        FROM ended LEFT JOIN prompts AS p ON p.text = ended.prompt
          LEFT JOIN votes ON votes.prompt = ended.prompt
      ), ranked AS (
        SELECT row_number() OVER (ORDER BY uses DESC, last_at DESC, prompt) AS place, * FROM standing
      ), top AS MATERIALIZED (
        SELECT *, count(*) OVER () AS total FROM ranked AS top
        ${search === '' ? '' : 'WHERE matches_text(?, top.prompt)'}
        ORDER BY ${orders[sort]} ${direction === 'ascending' ? 'ASC' : 'DESC'} NULLS LAST, place
        LIMIT ${mostStandings}
      ), medians AS (
        SELECT prompt, ${median} AS middle FROM generations
        WHERE prompt IN (SELECT prompt FROM top) ${within} GROUP BY prompt
      )
      SELECT place, top.prompt, uses, completed, failed, success, middle, factor, wins,
        comparisons, first_at, last_at, total
      FROM top LEFT JOIN medians ON medians.prompt = top.prompt
      ORDER BY ${orders[sort]} ${direction === 'ascending' ? 'ASC' : 'DESC'} NULLS LAST, place`;
    const time = since === null ? [] : [since];
    const params = [...time, ...time, ...(search === '' ? [] : [fold(search)]), ...time];
    return perVersion(database, `leaderboard ${JSON.stringify(wanted)}`, () => {
      const rows = statement(database, sql).all(...params) as StandingRow[];
      return { total: rows[0]?.[12] ?? 0, rows: rows.map(toStanding) };
    });
  });

const toStanding = (row: StandingRow): PromptStanding => {
  const [rank, prompt, uses, completed, failed, success, median, factor, ...rest] = row;
  const [wins, comparisons, first, last] = rest;
  return {
    rank,
    prompt: rawText(prompt),
    uses,
    completed,
    failed,
    successRate: success,
    medianTimeSeconds: median,
    realTimeFactor: factor,
    wins,
    comparisons,
    firstUsedAt: dateOf(first),
    lastUsedAt: dateOf(last),
  };
};

/** What jobs fail of, most frequent first. */
export const failureKinds = (database: Database): readonly FailureKind[] =>
  transaction(database, 'read', () =>
    perVersion(database, 'failure kinds', () => {
      const sql = `SELECT error_signature(error_message) AS signature, count(*) AS failures,
          json_group_array(DISTINCT model_name), min(coalesce(completed_at, created_at)),
          max(coalesce(completed_at, created_at))
        FROM generations WHERE status = 'failed' GROUP BY signature
        ORDER BY failures DESC, signature LIMIT 500`;
      type Row = readonly [string | null, number, string, StoredValue, StoredValue];
      return (statement(database, sql).all() as Row[]).map(
        ([signature, count, models, first, last]) => ({
          signature,
          count,
          models: (JSON.parse(models) as unknown[]).map(String).sort().slice(0, 10),
          firstAt: dateOf(first),
          lastAt: dateOf(last),
        }),
      );
    }),
  );

/** The library at a glance. */
export const overview = (database: Database): Overview =>
  transaction(database, 'read', () => {
    const now = Date.now();
    const factors = realTimeFactors(database);
    const { queued, queueSeconds } = perVersion(database, 'queue', () =>
      queueOf(database, factors),
    );
    return {
      last24Hours: endedSince(database, now - dayMs),
      last7Days: endedSince(database, now - 7 * dayMs),
      endedPerHour: perHour(database, now),
      realTimeFactors: factors.models,
      queued,
      queueSeconds,
    };
  });

const endedSince = (database: Database, time: number): Ended => {
  const sql = `SELECT count(*) FILTER (WHERE status = 'completed'),
      count(*) FILTER (WHERE status = 'failed')
    FROM generations WHERE completed_at >= ?`;
  const [completed, failed] = statement(database, sql).get(storedTime(time)) as [number, number];
  return { completed, failed };
};

const perHour = (database: Database, now: number): readonly Ended[] => {
  const sql = `SELECT completed_at, status = 'failed' FROM generations
    WHERE completed_at >= ? AND status IN ('completed', 'failed') LIMIT 100000`;
  const hours = Array.from({ length: 24 }, () => ({ completed: 0, failed: 0 }));
  const rows = statement(database, sql).all(storedTime(now - dayMs)) as [StoredValue, number][];
  for (const [ended, failed] of rows) {
    const date = dateOf(ended);
    if (!date) continue;
    const hour = hours[23 - Math.floor((now - date.getTime()) / hourMs)];
    if (hour) hour[failed ? 'failed' : 'completed'] += 1;
  }
  return hours;
};

const queueOf = (
  database: Database,
  factors: RealTimeFactors,
): Pick<Overview, 'queued' | 'queueSeconds'> => {
  const sql = `SELECT model_name, count(*),
      total(CASE WHEN typeof(duration_seconds) IN ('real', 'integer') THEN duration_seconds END)
    FROM generations WHERE status IN ('pending', 'processing') GROUP BY model_name`;
  const rows = statement(database, sql).all() as [StoredValue, number, number][];
  let queued = 0;
  let seconds: number | null = 0;
  for (const [model, jobs, music] of rows) {
    queued += jobs;
    const expected = expectationOf(factors, model, music);
    seconds = seconds === null || expected === null ? null : seconds + expected.seconds;
  }
  return { queued, queueSeconds: seconds };
};

const storedTime = (time: number): string => formatStoredDate(new Date(time));
const dateOf = (value: StoredValue): Date | null =>
  typeof value === 'string' ? parseStoredDate(value) : null;
