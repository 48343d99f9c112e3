import type { Generation } from '../../../../shared/generation';
import { normalStatus } from '../../../../shared/generation';
import type {
  Outlook,
  RunningOutlook,
  StalledAfter,
  WaitingOutlook,
} from '../../../../shared/outlook';
import type { GenerationFilter } from '../../../../shared/query';
import { defaultSettings } from '../../../../shared/settings';
import { type Database, statement, transaction } from '../core/database';
import { momentKey } from '../core/date-forms';
import { formatStoredDate } from '../core/dates';
import { perVersion } from '../core/library-version';
import { rawText, type StoredValue } from '../core/rows';
import { hasStatus } from '../core/statuses';
import { queuedAgainAt } from './attempts';
import { likelyStart } from './likely-start';
import { type Expectation, expectationOf, realTimeFactors } from './real-time-factors';

// What is to be expected of jobs that wait or run. Nothing in the library says when a job began, nor
// who works on it: see docs/decisions/0006-estimates.md for what is assumed.

/** Running jobs that are told apart, and jobs in the queue with a place of their own. */
const mostRunning = 500;
const mostPlaces = 1_000;
/** With more in the queue than so many nobody asks for a place, and looking for it costs. */
const longQueue = 20_000;
/** After the end of a job its worker is taken to be at it for so long, milliseconds. */
const betweenJobs = 60_000;

type Running = Readonly<{
  startedAt: Date;
  queuedAt: StoredValue;
  model: StoredValue;
  length: StoredValue;
}>;
type Waiting = Readonly<{ id: string; expected: Expectation | null }>;

/** The jobs that ran when somebody last looked, by id. */
const runningOf = new WeakMap<Database, ReadonlyMap<string, Running>>();
const thresholds = new WeakMap<Database, StalledAfter>();

/** Sets when a running job counts as stalled, for the library from now on. */
export const setStalledAfter = (database: Database, after: StalledAfter): void => {
  thresholds.set(database, after);
};

/**
 * What is to be expected of a job at this moment; `null` for one that has ended, and where there is
 * nothing to say. Worked out once per version of the library, for all. To be called inside a
 * transaction.
 */
export const outlookOf = (
  database: Database,
  { id, status }: Pick<Generation, 'id' | 'status'>,
  now = Date.now(),
): Outlook | null => {
  if (normalStatus(status) === 'processing') {
    const job = runningJobs(database).get(id);
    return job ? toOutlook(database, job) : null;
  }
  return normalStatus(status) === 'pending' ? (turnsAt(database, now).get(id) ?? null) : null;
};

const turnsAt = (database: Database, now: number): ReadonlyMap<string, WaitingOutlook> =>
  perVersion(database, 'turns', () => {
    const waiting = waitingJobs(database);
    const running = [...runningJobs(database).values()].map((job) => toOutlook(database, job));
    return turnsOf(waiting, running, justEnded(database, now), now);
  });

const toOutlook = (database: Database, { startedAt, model, length }: Running): RunningOutlook => {
  const expected = expectationOf(realTimeFactors(database), model, length);
  if (expected === null) {
    return { state: 'running', startedAt, expectedSeconds: null, basis: 'all', stalledAt: null };
  }
  const { seconds: expectedSeconds, basis } = expected;
  const { factor, leastSeconds } = thresholds.get(database) ?? defaultSettings.stalledAfter;
  const patience = Math.max(leastSeconds, factor * expectedSeconds);
  const stalledAt = new Date(startedAt.getTime() + patience * 1_000);
  return { state: 'running', startedAt, expectedSeconds, basis, stalledAt };
};

const isPast = (instant: Date | null, now: number): boolean =>
  instant !== null && instant.getTime() <= now;

/** Whether a job ended just now: its worker runs none at this moment, and takes the next. */
const justEnded = (database: Database, now: number): boolean => {
  const sql = 'SELECT 1 FROM generations WHERE completed_at BETWEEN ? AND ? LIMIT 1';
  const found = statement(database, sql).get(storedTime(now - betweenJobs), storedTime(now));
  return found !== undefined;
};

const unknown = Number.POSITIVE_INFINITY;

/** Each waiting job goes to the worker that is free first, in the order of the queue. */
const turnsOf = (
  waiting: readonly Waiting[],
  running: readonly RunningOutlook[],
  betweenTwo: boolean,
  now: number,
): ReadonlyMap<string, WaitingOutlook> => {
  // A stalled job says that its worker is gone, or busy with something else by now.
  const busy = running.filter(({ stalledAt }) => !isPast(stalledAt, now));
  const free = busy.map(({ startedAt, expectedSeconds }) =>
    Math.max(now, startedAt.getTime() + (expectedSeconds ?? unknown) * 1_000),
  );
  if (free.length === 0 && betweenTwo) free.push(now);
  const turns = new Map<string, WaitingOutlook>();
  for (const [index, { id, expected }] of waiting.entries()) {
    const first = Math.min(...free);
    const startsAt = Number.isFinite(first) ? new Date(first) : null;
    turns.set(id, { state: 'waiting', position: index + 1, startsAt });
    free[free.indexOf(first)] = first + (expected?.seconds ?? unknown) * 1_000;
  }
  return turns;
};

/** Notes which jobs run: to be called at each change, so that it is known when they began. */
export const noteRunning = (database: Database): void => {
  try {
    transaction(database, 'read', () => runningJobs(database));
  } catch {
    // Whoever reads next will hear of it.
  }
};

/** By id. */
const runningJobs = (database: Database): ReadonlyMap<string, Running> =>
  perVersion(database, 'running jobs', () => {
    const sql = `SELECT id, model_name, duration_seconds, created_at FROM generations
      WHERE ${hasStatus(database, 'processing')} LIMIT ${mostRunning + 1}`;
    const rows = statement(database, sql).all() as JobRow[];
    const known = runningOf.get(database);
    const jobs = new Map<string, Running>();
    for (const [value, model, length, createdAt] of rows.length > mostRunning ? [] : rows) {
      const id = rawText(value);
      const queuedAt = queuedAgainAt(database, id) ?? createdAt;
      const before = known?.get(id);
      const startedAt =
        before?.queuedAt === queuedAt ? before.startedAt : startOf(database, queuedAt, known);
      if (startedAt !== null) jobs.set(id, { startedAt, queuedAt, model, length });
    }
    runningOf.set(database, jobs);
    return jobs;
  });

/** A job that ran when the library was opened began at some time; any other was seen to begin. */
const startOf = (database: Database, queuedAt: StoredValue, known: unknown): Date | null =>
  known === undefined ? likelyStart(database, queuedAt) : new Date();

type JobRow = readonly [StoredValue, StoredValue, StoredValue, StoredValue];

/** The queue from its head: the oldest first, as workers take them. */
const waitingJobs = (database: Database): readonly Waiting[] => {
  const counted = statement(
    database,
    `SELECT count(*) FROM generations WHERE ${hasStatus(database, 'pending')}`,
  );
  const [count] = counted.get() as [number];
  if (count === 0 || count > longQueue) return [];
  const factors = realTimeFactors(database);
  const sql = `SELECT id, model_name, duration_seconds, created_at FROM generations
    WHERE ${hasStatus(database, 'pending')} ORDER BY ${momentKey(database, 'created_at')}, id LIMIT ${mostPlaces}`;
  return (statement(database, sql).all() as JobRow[]).map(([id, model, length]) => ({
    id: rawText(id),
    expected: expectationOf(factors, model, length),
  }));
};

/**
 * A filter that asks for stalled jobs as one that names them: which they are depends on the hour, so
 * nothing that is remembered for a version of the library may be remembered by the question.
 */
export const withoutStalled = (
  database: Database,
  { stalled, ...filter }: GenerationFilter,
  now = Date.now(),
): GenerationFilter =>
  stalled === undefined
    ? filter
    : transaction(database, 'read', () => {
        const { ids, statuses } = filter;
        const asksRunning = statuses?.map(normalStatus).includes('processing') ?? true;
        const found = [...runningJobs(database)].filter(
          ([id, job]) =>
            asksRunning &&
            (ids?.includes(id) ?? true) &&
            isPast(toOutlook(database, job).stalledAt, now),
        );
        const names = found.map(([id]) => id);
        return { ...filter, statuses: ['processing'], ids: names };
      });

const storedTime = (time: number): string => formatStoredDate(new Date(time));
