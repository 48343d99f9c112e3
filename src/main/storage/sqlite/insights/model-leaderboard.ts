import { fold } from '../../../../shared/fold';
import { normalStatus } from '../../../../shared/generation';
import type {
  Leaderboard,
  LeaderboardQuery,
  ModelStanding,
  StandingSort,
} from '../../../../shared/insights';
import type { Database } from '../core/database';
import { formatStoredDate, parseStoredDate } from '../core/dates';
import { perVersionInTurns } from '../core/library-version';
import { medianOf } from '../core/median';
import { rawText, type StoredValue } from '../core/rows';
import { atOnce, rowSlices, unhurried } from '../core/table-scan';
import { timed } from '../history/real-time-factors';
import { praiseBy } from '../judgements/judgements';
import { votesBetween } from '../judgements/votes';
import { compare, knownStandings, windowStart } from './standings';

/** Rows read in one go: some ten milliseconds. */
const slice = 10_000;

/** The models with how their generations went: a page of those that match, in an order. */
export const modelLeaderboard = async (
  database: Database,
  wanted: LeaderboardQuery,
): Promise<Leaderboard<ModelStanding>> => {
  const { days, search, position, limit } = wanted;
  const standings = await unhurried(standingsOf(database, days));
  const needle = fold(search);
  const matching = standings.filter(({ model }) => fold(model).includes(needle));
  return {
    known: knownStandings((count) => standings.some((one) => one[count] > 0)),
    position,
    total: matching.length,
    rows: matching.toSorted(comparing(wanted)).slice(position, position + limit),
  };
};

/** Every model with how its jobs went, most used first. */
export const allModels = (database: Database): readonly ModelStanding[] =>
  atOnce(standingsOf(database, null));

/** Those without a value come last, equal ones by their rank. */
const comparing = ({ sort, direction }: LeaderboardQuery) => {
  const sign = direction === 'ascending' ? 1 : -1;
  return (a: ModelStanding, b: ModelStanding): number => {
    const [x, y] = [sortedBy(a, sort), sortedBy(b, sort)];
    const missing = Number(x === null) - Number(y === null);
    return missing || sign * compare(x ?? 0, y ?? 0) || a.rank - b.rank;
  };
};

const sortedBy = (standing: ModelStanding, sort: StandingSort): number | string | Date | null =>
  sort === 'name' ? fold(standing.model) : standing[sort];

/** Most used first, worked out once per version of the library. */
const standingsOf = (
  database: Database,
  days: number | null,
): Generator<void, readonly ModelStanding[]> =>
  perVersionInTurns(database, `models ${days}`, () => readStandings(database, days));

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
  rated: number;
  stars: number;
  starred: number;
  /** First and last creation, as stored; empty where no row has a date. */
  first: string;
  last: string;
};

function* readStandings(
  database: Database,
  days: number | null,
): Generator<void, readonly ModelStanding[]> {
  const since = windowStart(days);
  const sums = new Map<string, Sums>();
  const columns = `model_name, status, created_at, iif(${timed}, generation_time_seconds, NULL),
    iif(${timed}, duration_seconds, NULL)`;
  const recent = since === null ? '1' : `created_at >= '${formatStoredDate(since)}'`;
  for (const rows of rowSlices<Row>(database, 'generations', columns, slice, recent)) {
    for (const row of rows) add(sums, row);
    yield;
  }
  for (const votes of votesBetween(database, 'model_name', since)) {
    const [winner, loser] = votes.map((model) => sums.get(rawText(model)));
    if (winner) winner.wins += 1;
    if (winner) winner.comparisons += 1;
    if (loser) loser.comparisons += 1;
  }
  for (const [model, praise] of praiseBy(database, 'model_name', since)) {
    Object.assign(sums.get(model) ?? {}, praise);
  }
  return [...sums]
    .sort(([a, x], [b, y]) => y.uses - x.uses || compare(a, b))
    .map(([model, sum], place) => toStanding(model, sum, place + 1));
}

const add = (sums: Map<string, Sums>, row: Row): void => {
  const [, name, status, createdAt, work, music] = row;
  const model = rawText(name);
  const sum = sums.get(model) ?? emptySums();
  sums.set(model, sum);
  sum.uses += 1;
  const ended = normalStatus(rawText(status));
  if (ended === 'completed') sum.completed += 1;
  if (ended === 'failed') sum.failed += 1;
  if (typeof createdAt === 'string') {
    if (sum.first === '' || createdAt < sum.first) sum.first = createdAt;
    if (createdAt > sum.last) sum.last = createdAt;
  }
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
  rated: 0,
  stars: 0,
  starred: 0,
  first: '',
  last: '',
});

const toStanding = (model: string, sum: Sums, rank: number): ModelStanding => {
  const { uses, completed, failed, times, work, music, rated, stars } = sum;
  const ended = completed + failed;
  return {
    rank,
    model,
    uses,
    completed,
    failed,
    successRate: ended > 0 ? completed / ended : null,
    medianTimeSeconds: times.length > 0 ? medianOf(Float64Array.from(times).sort()) : null,
    realTimeFactor: music > 0 ? work / music : null,
    wins: sum.wins,
    comparisons: sum.comparisons,
    rating: rated > 0 ? stars / rated : null,
    rated,
    starred: sum.starred,
    firstUsedAt: parseStoredDate(sum.first),
    lastUsedAt: parseStoredDate(sum.last),
  };
};
