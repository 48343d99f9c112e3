import type { Ended, Facets, MetadataFacet, Overview } from '../../../../shared/insights';
import { type ExactJson, isExactNumber, parseExact } from '../../../../shared/json-text';
import type { MetadataValue } from '../../../../shared/query';
import { type Database, statement, transaction } from '../core/database';
import { formatStoredDate, parseStoredDate } from '../core/dates';
import { keepLatest, perVersion } from '../core/library-version';
import { rawText, type StoredValue } from '../core/rows';
import { hasStatus, normalStatusSql } from '../core/statuses';
import { expectationOf, type RealTimeFactors, realTimeFactors } from '../history/real-time-factors';
import { tagsInUse } from '../judgements/judgement-sql';
import { praiseBy } from '../judgements/judgements';

const hourMs = 3_600_000;
/** How long an answer holds while nothing changes: the window of a day moves, but slowly. */
const holdsMs = 600_000;
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
  type Values = Map<string, { value: MetadataValue; count: number }>;
  const found = new Map<string, { path: string[]; values: Values; count: number }>();
  const note = (path: string[], value: MetadataValue) => {
    const key = JSON.stringify(path);
    const facet = found.get(key) ?? { path, values: new Map(), count: 0 };
    facet.count += 1;
    const known = facet.values.get(JSON.stringify(value)) ?? { value, count: 0 };
    known.count += 1;
    facet.values.set(JSON.stringify(value), known);
    found.set(key, facet);
  };
  for (const [text] of rows) walk(parse(text), [], note);
  return [...found.values()]
    .sort((a, b) => b.count - a.count)
    .slice(0, 100)
    .map(({ path, count, values }) => ({
      path,
      count,
      values: [...values.values()].sort((a, b) => b.count - a.count).slice(0, valuesPerFacet),
    }));
};

/** JSON with integers that a number would round, which are few, as they are spelled. */
const parse = (text: string): ExactJson => {
  try {
    return /\d{16}/.test(text) ? parseExact(text) : (JSON.parse(text) as ExactJson);
  } catch {
    return null;
  }
};

/** Tells of each scalar of an object, to a depth that a query would name. */
const walk = (
  value: ExactJson,
  path: string[],
  note: (path: string[], value: MetadataValue) => void,
): void => {
  if (value === null || Array.isArray(value)) return;
  if (typeof value !== 'object') {
    if (path.length > 0) note(path, value);
  } else if (isExactNumber(value)) {
    const isInteger = /^-?\d+$/.test(value.value);
    note(path, isInteger ? { integer: value.value } : Number(value.value));
  } else if (path.length < 4) {
    for (const [key, member] of Object.entries(value)) walk(member, [...path, key], note);
  }
};

/** The library at a glance: asked again while nothing changes it costs nothing. */
export const overview = (database: Database): Overview =>
  transaction(database, 'read', () => {
    const now = Date.now();
    keepLatest(database, 'overview ', 1);
    return perVersion(database, `overview ${Math.floor(now / holdsMs)}`, () =>
      overviewAt(database, now),
    );
  });

const overviewAt = (database: Database, now: number): Overview => {
  const factors = realTimeFactors(database);
  const { queued, queueSeconds } = perVersion(database, 'queue', () => queueOf(database, factors));
  return {
    last24Hours: endedSince(database, now - dayMs),
    last7Days: endedSince(database, now - 7 * dayMs),
    endedPerHour: perHour(database, now),
    realTimeFactors: factors.models,
    ratings: perVersion(database, 'ratings', () => ratingsOf(database)),
    queued,
    queueSeconds,
  };
};

const ratingsOf = (database: Database): Overview['ratings'] =>
  [...praiseBy(database, 'model_name')].flatMap(([model, { rated, stars, starred }]) =>
    rated > 0 ? [{ model, average: stars / rated, rated, starred }] : [],
  );

const endedSince = (database: Database, time: number): Ended => {
  const sql = `SELECT count(*) FILTER (WHERE ${normalStatusSql} = 'completed'),
      count(*) FILTER (WHERE ${normalStatusSql} = 'failed')
    FROM generations WHERE completed_at >= ?`;
  const [completed, failed] = statement(database, sql).get(storedTime(time)) as [number, number];
  return { completed, failed };
};

const perHour = (database: Database, now: number): readonly Ended[] => {
  // By the moment, not by the status, which most rows have.
  const sql = `SELECT completed_at, ${normalStatusSql} = 'failed' FROM generations
    WHERE completed_at >= ? AND ${normalStatusSql} IN ('completed', 'failed') LIMIT 100000`;
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
    FROM generations WHERE ${hasStatus(database, 'pending', 'processing')} GROUP BY model_name`;
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
