import { z } from 'zod';
import { type MetadataValue, maxPageSize } from './query';

// What follows from many generations at once: leaderboards, kinds of failure, an overview.

/** What a filter can name: the models, the tags, and the metadata of recent generations. */
export type Facets = Readonly<{
  models: readonly Readonly<{ name: string; count: number }>[];
  tags: readonly Readonly<{ name: string; count: number }>[];
  metadata: readonly MetadataFacet[];
}>;

/** One place in the metadata, with the values that occur most there. */
export type MetadataFacet = Readonly<{
  path: readonly string[];
  count: number;
  values: readonly Readonly<{ value: MetadataValue; count: number }>[];
}>;

export const standingSorts = [
  'uses',
  'name',
  'completed',
  'failed',
  'successRate',
  'medianTimeSeconds',
  'realTimeFactor',
  'rating',
  'starred',
  'wins',
  'firstUsedAt',
  'lastUsedAt',
] as const;
export type StandingSort = (typeof standingSorts)[number];

/** A century: years are stored with four digits. */
const mostDays = 36_525;

export const leaderboardSchema = z.strictObject({
  /** Generations created in the last so many days; `null` for all. */
  days: z.number().positive().max(mostDays).nullable(),
  /** The prompt or model contains this, case-insensitively. */
  search: z.string().max(1000),
  sort: z.enum(standingSorts),
  direction: z.enum(['ascending', 'descending']),
  /** Zero-based position of the first one wanted. */
  position: z.int().nonnegative(),
  limit: z.int().positive().max(maxPageSize),
});
export type LeaderboardQuery = z.infer<typeof leaderboardSchema>;

/** How the generations of one prompt or model have gone, within the window of time asked for. */
type Standing = Readonly<{
  /** 1 for the most used one of the window, whatever the order and the search. */
  rank: number;
  /** Submissions of a prompt as the library counts them; else the generations. */
  uses: number;
  completed: number;
  failed: number;
  /** Completed of all that ended, 0 to 1; `null` before any did. */
  successRate: number | null;
  /** Seconds. */
  medianTimeSeconds: number | null;
  /** Seconds of work for each second of music, over completed generations. */
  realTimeFactor: number | null;
  /** Votes for one of its takes over one of another prompt, or model. */
  wins: number;
  /** Votes between one of its takes and one of another prompt, or model. */
  comparisons: number;
  /** Average of the ratings of its takes, 1 to 5, how many there are, and takes with a star. */
  rating: number | null;
  rated: number;
  starred: number;
  firstUsedAt: Date | null;
  lastUsedAt: Date | null;
}>;
export type PromptStanding = Standing & Readonly<{ prompt: string }>;
export type ModelStanding = Standing & Readonly<{ model: string }>;

/** What only some libraries know of prompts and models. */
export const rareStandings = ['rating', 'starred', 'wins'] as const;
export type RareStanding = (typeof rareStandings)[number];

/** Those at `position … position + rows.length - 1` of `total` that match. */
export type Leaderboard<Row extends PromptStanding | ModelStanding> = Readonly<{
  /** What any of the library has within the window of time. */
  known: readonly RareStanding[];
  position: number;
  total: number;
  rows: readonly Row[];
}>;

/** Failures of one kind. */
export type FailureKind = Readonly<{
  /** See error-signature.ts; `null` for failures without a message. */
  signature: string | null;
  count: number;
  /** Names of the models, at most ten. */
  models: readonly string[];
  firstAt: Date | null;
  lastAt: Date | null;
}>;

/** Jobs that ended within some time. */
export type Ended = Readonly<{ completed: number; failed: number }>;

/** The state of the library at a glance. */
export type Overview = Readonly<{
  last24Hours: Ended;
  last7Days: Ended;
  /** Jobs that ended in each of the last 24 hours, oldest first. */
  endedPerHour: readonly Ended[];
  /** Seconds of work for each second of music, median of recent generations. */
  realTimeFactors: readonly Readonly<{ model: string; median: number }>[];
  /** Average rating of the takes of each model that has any. */
  ratings: readonly Readonly<{ model: string; average: number; rated: number; starred: number }>[];
  /** Jobs waiting or running. */
  queued: number;
  /** Seconds until the queue is empty, with one worker; `null` where nothing is known to go by. */
  queueSeconds: number | null;
}>;
