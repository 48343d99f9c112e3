import { countGenerations } from './counts';
import { type Database, transaction } from './database';
import { parseStoredDate } from './dates';
import { type Praise, praiseBy } from './judgements';
import { medianOf } from './median';
import { countPrompts } from './prompts';
import { timed } from './real-time-factors';
import { atOnce, rowSlices } from './row-changes';
import { rawText, type StoredValue } from './rows';
import { perVersionInTurns } from './version';
import { votesBetween } from './votes';

/** Rows read in one go: some ten milliseconds. */
const slice = 10_000;

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
  /** Votes for one of its takes over one of another model. */
  wins: number;
  /** Votes between one of its takes and one of another model. */
  comparisons: number;
  lastUsedAt: Date | null;
}>;

type Row = readonly [
  rowid: number,
  model: StoredValue,
  status: StoredValue,
  createdAt: StoredValue,
  /** Seconds that the job took and of its music, where both are known. */
  work: number | null,
  music: number | null,
];
type Sums = {
  uses: number;
  completed: number;
  failed: number;
  times: number[];
  work: number;
  music: number;
  wins: number;
  comparisons: number;
  lastUsedAt: string;
};

/** Every model with how its jobs went, most used first. Worked out once per version of the library. */
export const modelLeaderboard = (database: Database): readonly ModelStanding[] =>
  atOnce(perVersionInTurns(database, 'models', () => modelStandings(database)));

function* modelStandings(database: Database): Generator<void, readonly ModelStanding[]> {
  const sums = new Map<string, Sums>();
  const columns = `model_name, status, created_at, iif(${timed}, generation_time_seconds, NULL),
    iif(${timed}, duration_seconds, NULL)`;
  for (const rows of rowSlices<Row>(database, 'generations', columns, slice)) {
    for (const row of rows) add(sums, row);
    yield;
  }
  for (const votes of votesBetween(database, 'model_name', null)) {
    const [winner, loser] = votes.map((model) => sums.get(rawText(model)));
    if (winner) winner.wins += 1;
    if (winner) winner.comparisons += 1;
    if (loser) loser.comparisons += 1;
  }
  const praise = praiseBy(database, 'model_name');
  return [...sums]
    .sort(([a, { uses: x }], [b, { uses: y }]) => y - x || (a < b ? -1 : 1))
    .map(([model, sum]) => toStanding(model, sum, praise.get(model)));
}

const add = (sums: Map<string, Sums>, row: Row): void => {
  const [, name, status, createdAt, work, music] = row;
  const model = rawText(name);
  const sum = sums.get(model) ?? emptySums();
  sums.set(model, sum);
  sum.uses += 1;
  if (status === 'completed') sum.completed += 1;
  if (status === 'failed') sum.failed += 1;
  if (typeof createdAt === 'string' && createdAt > sum.lastUsedAt) sum.lastUsedAt = createdAt;
  if (work === null || music === null) return;
  sum.times.push(work);
  sum.work += work;
  sum.music += music;
};

const emptySums = (): Sums => ({
  uses: 0,
  completed: 0,
  failed: 0,
  times: [],
  work: 0,
  music: 0,
  wins: 0,
  comparisons: 0,
  lastUsedAt: '',
});

const toStanding = (model: string, sum: Sums, praise: Praise | undefined): ModelStanding => {
  const { uses, completed, failed, times, work, music, wins, comparisons, lastUsedAt } = sum;
  const { rated = 0, stars = 0, starred = 0 } = praise ?? {};
  return {
    model,
    uses,
    completed,
    failed,
    successRate: rate(completed, failed),
    medianTimeSeconds: times.length > 0 ? medianOf(Float64Array.from(times).sort()) : null,
    realTimeFactor: music > 0 ? work / music : null,
    rating: rated > 0 ? stars / rated : null,
    starred,
    wins,
    comparisons,
    lastUsedAt: parseStoredDate(lastUsedAt),
  };
};
