import { fold } from '../../../../shared/fold';
import type {
  Leaderboard,
  LeaderboardQuery,
  PromptStanding,
  StandingSort,
} from '../../../../shared/insights';
import type { Database } from '../core/database';
import { rawText } from '../core/rows';
import { praiseBy } from '../judgements/judgements';
import { votesBetween } from '../judgements/votes';
import { type JobColumns, jobColumns, jobColumnsNow } from './column-store';
import {
  add,
  countedUses,
  mediansOf,
  type PromptSums,
  promptSums,
  promptSumsSince,
} from './prompt-sums';
import { compare, knownStandings, windowStart } from './standings';

/** Orders that are remembered. */
const maxOrders = 8;

/** The prompts with how their generations went: a page of those that match, in an order. */
export const leaderboard = async (
  database: Database,
  wanted: LeaderboardQuery,
): Promise<Leaderboard<PromptStanding>> => pageOf(database, await jobColumns(database), wanted);

/** The most used prompts with how their generations went. */
export const promptLeaderboard = (database: Database, limit = 100): readonly PromptStanding[] =>
  pageOf(database, jobColumnsNow(database), { ...mostUsed, limit }).rows;

const mostUsed = {
  days: null,
  search: '',
  sort: 'uses',
  direction: 'descending',
  position: 0,
} as const;

/** Nobody else of this thread has a turn meanwhile: the columns stay as they are. */
const pageOf = (
  database: Database,
  jobs: JobColumns,
  wanted: LeaderboardQuery,
): Leaderboard<PromptStanding> => {
  const { days, position, limit } = wanted;
  const standings = once(jobs, `standings ${days}`, () => standingsOf(database, jobs, days));
  const order = orderOf(jobs, standings, wanted);
  const page = order.subarray(position, position + limit);
  const medians = mediansOf(jobs, standings, page);
  const rows = Array.from(page, (prompt) => toStanding(jobs, standings, medians, prompt));
  const known = once(jobs, `known ${days}`, () =>
    knownStandings((count) => standings[count].some((number) => number > 0)),
  );
  return { total: order.length, position, rows, known };
};

const once = <T>(jobs: JobColumns, name: string, work: () => T): T => {
  if (!jobs.derived.has(name)) jobs.derived.set(name, work());
  return jobs.derived.get(name) as T;
};

/** How the generations of each prompt went, by the prompt's number. */
type Standings = PromptSums &
  Readonly<{
    /** Votes that its takes won over those of other prompts, and all between them. */
    wins: Uint32Array;
    comparisons: Uint32Array;
    /** Ratings of its takes, their sum, and takes with a star. */
    rated: Uint32Array;
    stars: Uint32Array;
    starred: Uint32Array;
    /** Prompts that have generations, from the most used on, and each one's place among them. */
    ranked: Uint32Array;
    ranks: Uint32Array;
  }>;

const standingsOf = (database: Database, jobs: JobColumns, days: number | null): Standings => {
  const prompts = jobs.texts.length;
  const from = windowStart(days);
  const sums = from === null ? promptSums(jobs) : promptSumsSince(jobs, from.getTime());
  const wins = new Uint32Array(prompts);
  const comparisons = new Uint32Array(prompts);
  const rated = new Uint32Array(prompts);
  const stars = new Uint32Array(prompts);
  const starred = new Uint32Array(prompts);
  for (const [text, praise] of praiseBy(database, 'prompt', from)) {
    const prompt = jobs.numbers.get(text) ?? -1;
    add(rated, prompt, praise.rated);
    add(stars, prompt, praise.stars);
    add(starred, prompt, praise.starred);
  }
  for (const votes of votesBetween(database, 'prompt', from)) {
    const [winner = -1, loser = -1] = votes.map((prompt) => jobs.numbers.get(rawText(prompt)));
    add(wins, winner, 1);
    add(comparisons, winner, 1);
    add(comparisons, loser, 1);
  }
  const uses = days === null ? raised(sums.uses, countedUses(database, jobs)) : sums.uses;
  const ranked = rankedBy(jobs, uses, sums.last);
  const ranks = new Uint32Array(prompts);
  ranked.forEach((prompt, place) => {
    ranks[prompt] = place + 1;
  });
  return { ...sums, uses, wins, comparisons, rated, stars, starred, ranked, ranks };
};

/** Where a prompt has generations at all. */
const raised = (uses: Uint32Array, counted: Float64Array): Uint32Array =>
  uses.map((known, prompt) => (known > 0 ? Math.max(known, counted[prompt] ?? 0) : 0));

/** All prompts as they were ranked last: after a change most are still in order. */
const formerOrders = new WeakMap<JobColumns, number[]>();

const rankedBy = (jobs: JobColumns, uses: Uint32Array, last: Float64Array): Uint32Array => {
  const order = formerOrders.get(jobs) ?? [];
  formerOrders.set(jobs, order);
  for (let prompt = order.length; prompt < uses.length; prompt++) order.push(prompt);
  order.sort(
    (a, b) =>
      compare(uses[b] ?? 0, uses[a] ?? 0) ||
      compare(last[b] ?? 0, last[a] ?? 0) ||
      compare(jobs.texts[a] ?? '', jobs.texts[b] ?? ''),
  );
  return Uint32Array.from(order).filter((prompt) => uses[prompt]);
};

/** The numbers of all prompts that match, in the order wanted; those without a value come last. */
const orderOf = (
  jobs: JobColumns,
  standings: Standings,
  { days, search, sort, direction }: LeaderboardQuery,
): Uint32Array => {
  const name = `order ${JSON.stringify([days, sort, direction, search])}`;
  const orders = [...jobs.derived.keys()].filter((key) => key.startsWith('order '));
  if (orders.length >= maxOrders && !jobs.derived.has(name)) {
    for (const order of orders) jobs.derived.delete(order);
  }
  return once(jobs, name, () => {
    const needle = fold(search);
    const { ranked, ranks } = standings;
    const matching =
      needle === ''
        ? ranked.slice()
        : ranked.filter((prompt) => fold(jobs.texts[prompt] ?? '').includes(needle));
    if (sort === 'uses' && direction === 'descending') return matching;
    const sign = direction === 'ascending' ? 1 : -1;
    const values = valuesOf(jobs, standings, sort, matching);
    const isMissing = (value: number | string | undefined) => Number.isNaN(value ?? Number.NaN);
    return matching.sort((a, b) => {
      const [x, y] = [values[a], values[b]];
      const missing = Number(isMissing(x)) - Number(isMissing(y));
      return missing || sign * compare(x ?? '', y ?? '') || (ranks[a] ?? 0) - (ranks[b] ?? 0);
    });
  });
};

/** What an order looks at, by the prompt's number. */
const valuesOf = (
  jobs: JobColumns,
  standings: Standings,
  sort: StandingSort,
  prompts: Uint32Array,
): ArrayLike<number> | readonly string[] => {
  if (sort === 'name') return jobs.texts.map(fold);
  if (sort === 'medianTimeSeconds') return mediansOf(jobs, standings, prompts);
  if (sort === 'firstUsedAt') return standings.first.map(finite);
  if (sort === 'lastUsedAt') return standings.last.map(finite);
  const each = (value: (of: Standings, prompt: number) => number) =>
    Float64Array.from(standings.uses.keys(), (prompt) => value(standings, prompt));
  if (sort === 'successRate') return each(successOf);
  if (sort === 'realTimeFactor') return each(factorOf);
  return sort === 'rating' ? each(ratingOf) : standings[sort];
};

const finite = (value: number): number => (Number.isFinite(value) ? value : Number.NaN);

const successOf = ({ completed, failed }: Standings, prompt: number): number => {
  const done = completed[prompt] ?? 0;
  return done / (done + (failed[prompt] ?? 0));
};

const factorOf = ({ work, music }: Standings, prompt: number): number =>
  finite((work[prompt] ?? 0) / (music[prompt] ?? 0));

const ratingOf = ({ stars, rated }: Standings, prompt: number): number =>
  (stars[prompt] ?? 0) / (rated[prompt] ?? 0);

const toStanding = (
  jobs: JobColumns,
  standings: Standings,
  medians: Float64Array,
  prompt: number,
): PromptStanding => ({
  rank: standings.ranks[prompt] ?? 0,
  prompt: jobs.texts[prompt] ?? '',
  uses: standings.uses[prompt] ?? 0,
  completed: standings.completed[prompt] ?? 0,
  failed: standings.failed[prompt] ?? 0,
  successRate: orNull(successOf(standings, prompt)),
  medianTimeSeconds: orNull(medians[prompt]),
  realTimeFactor: orNull(factorOf(standings, prompt)),
  wins: standings.wins[prompt] ?? 0,
  comparisons: standings.comparisons[prompt] ?? 0,
  rating: orNull(ratingOf(standings, prompt)),
  rated: standings.rated[prompt] ?? 0,
  starred: standings.starred[prompt] ?? 0,
  firstUsedAt: dateOf(standings.first[prompt]),
  lastUsedAt: dateOf(standings.last[prompt]),
});

const orNull = (value = Number.NaN): number | null => (Number.isNaN(value) ? null : value);
const dateOf = (time = Number.NaN): Date | null => (Number.isFinite(time) ? new Date(time) : null);
