import { describe, expect, it } from 'vitest';
import { createAllSchema, libraryOf, open, withRaw } from '../../testing/libraries';
import { formatStoredDate } from '../core/dates';
import type { ConnectedLibrary } from '../library';
import { countGenerations } from '../rows/counts';
import { getGeneration } from '../rows/generations';
import { listGenerations } from '../rows/pages';
import { setStalledAfter } from './estimates';

const seconds = 1_000;
const minute = 60 * seconds;
const ago = (ms: number): string => formatStoredDate(new Date(Date.now() - ms));

type Job = Readonly<{
  id: string;
  model?: string;
  status: string;
  /** Milliseconds before now. */
  createdAgo: number;
  endedAgo?: number;
  /** Seconds. */
  taken?: number;
  /** Seconds. */
  length?: number;
}>;

const insert = ({ id, model, status, createdAgo, endedAgo, taken, length = 10 }: Job): string =>
  `INSERT INTO generations (id, prompt, model_name, duration_seconds, sample_rate, channels,
    file_path, status, created_at, completed_at, generation_time_seconds)
  VALUES ('${id}', 'a prompt', '${model ?? 'small'}', ${length}, 32000, 2, 'x.wav', '${status}',
    '${ago(createdAgo)}', ${endedAgo === undefined ? 'NULL' : `'${ago(endedAgo)}'`},
    ${taken ?? 'NULL'})`;

/** The model `small` takes twice as long as its music is, `large` five times. */
const history: readonly Job[] = [
  { id: 's1', status: 'completed', createdAgo: 90 * minute, endedAgo: 80 * minute, taken: 20 },
  { id: 's2', status: 'completed', createdAgo: 89 * minute, endedAgo: 79 * minute, taken: 20 },
  { id: 's3', status: 'completed', createdAgo: 88 * minute, endedAgo: 78 * minute, taken: 900 },
  {
    id: 'l1',
    status: 'completed',
    createdAgo: 87 * minute,
    endedAgo: 77 * minute,
    taken: 50,
    model: 'large',
  },
];

const libraryWith = (...jobs: readonly Job[]): ConnectedLibrary =>
  open(libraryOf(createAllSchema, ...jobs.map(insert)));

const outlookOf = ({ database }: ConnectedLibrary, id: string) =>
  getGeneration(database, id).outlook;
const startedAgo = (library: ConnectedLibrary, id: string): number => {
  const started = getGeneration(library.database, id).likelyStartAt?.getTime();
  return started === undefined ? Number.NaN : (Date.now() - started) / seconds;
};
const startsIn = (library: ConnectedLibrary, id: string): number => {
  const outlook = outlookOf(library, id);
  if (outlook?.state !== 'waiting' || outlook.startsAt === null) return Number.NaN;
  return (outlook.startsAt.getTime() - Date.now()) / seconds;
};

describe('a running job', () => {
  it('began when it was queued, or when the job before it ended', () => {
    const alone = libraryWith(...history, { id: 'x', status: 'processing', createdAgo: minute });
    expect(startedAgo(alone, 'x')).toBeCloseTo(60, -1);
    const queued = libraryWith(
      ...history,
      { id: 'before', status: 'failed', createdAgo: 9 * minute, endedAgo: minute / 2 },
      { id: 'x', status: 'processing', createdAgo: 8 * minute },
    );
    expect(startedAgo(queued, 'x')).toBeCloseTo(30, -1);
  });

  it('began before the jobs that were queued after it and have ended', () => {
    const library = libraryWith(
      ...history,
      { id: 'left', status: 'processing', createdAgo: 8 * minute },
      { id: 'y', status: 'completed', createdAgo: 7 * minute, endedAgo: 2 * minute, taken: 20 },
      { id: 'z', status: 'completed', createdAgo: 6 * minute, endedAgo: minute, taken: 20 },
    );
    expect(startedAgo(library, 'left')).toBeCloseTo(480, -1);
  });

  it('keeps its beginning when others end later', () => {
    const library = libraryWith(
      ...history,
      { id: 'x', status: 'processing', createdAgo: minute },
      { id: 'older', status: 'processing', createdAgo: 2 * minute },
    );
    expect(startedAgo(library, 'x')).toBeCloseTo(60, -1);
    library.generations.fail('older', 'killed');
    expect(startedAgo(library, 'x')).toBeCloseTo(60, -1);
  });

  it('began after it was queued again', () => {
    const library = libraryWith({
      id: 'x',
      status: 'failed',
      createdAgo: minute,
      endedAgo: minute,
    });
    library.generations.retry(['x']);
    library.generations.markProcessing('x');
    expect(startedAgo(library, 'x')).toBeLessThan(30);
  });

  it('has an estimate beside jobs that took forever, as far as the library says', () => {
    const library = open(
      libraryOf(
        createAllSchema,
        ...history.map(insert),
        `UPDATE generations SET generation_time_seconds = 9e999 WHERE id = 's3'`,
        `UPDATE generations SET generation_time_seconds = 1e308, duration_seconds = 1e-308 WHERE id = 'l1'`,
        insert({ id: 'waits', status: 'pending', createdAgo: minute }),
      ),
    );
    const [waiting] = listGenerations(library.database, {
      filter: { ids: ['waits'] },
      sort: { column: 'createdAt', direction: 'descending' },
      position: 0,
      limit: 1,
    }).rows;
    expect(waiting?.outlook).not.toBeNull();
    expect(library.leaderboard.models().length).toBeGreaterThan(0);
  });

  it('takes as long as its model usually does, or as all do where that is new', () => {
    const running = { status: 'processing', createdAgo: minute, length: 30 };
    const library = libraryWith(
      ...history,
      { ...running, id: 'small' },
      { ...running, id: 'large', model: 'large' },
      { ...running, id: 'new', model: 'new' },
    );
    expect(outlookOf(library, 'small')).toMatchObject({ expectedSeconds: 60, basis: 'model' });
    expect(outlookOf(library, 'large')).toMatchObject({ expectedSeconds: 150, basis: 'model' });
    // The middle of 2, 2, 5 and 90 times.
    expect(outlookOf(library, 'new')).toMatchObject({ expectedSeconds: 105, basis: 'all' });
  });

  it('is claimed nothing of where nothing was ever completed', () => {
    const library = libraryWith({ id: 'x', status: 'processing', createdAgo: 9_000 * minute });
    expect(outlookOf(library, 'x')).toMatchObject({ expectedSeconds: null, stalledAt: null });
    expect(countGenerations(library.database, { stalled: true }).total).toBe(0);
  });
});

describe('stalled jobs', () => {
  const jobs: readonly Job[] = [
    ...history,
    { id: 'stalled', status: 'processing', createdAgo: 14 * minute },
    { id: 'running', status: 'processing', createdAgo: 30 * seconds },
    { id: 'waiting', status: 'pending', createdAgo: 20 * minute },
  ];

  const found = ({ database }: ConnectedLibrary, filter = {}) => {
    const wanted = { ...filter, stalled: true as const };
    const sort = { column: 'createdAt', direction: 'descending' } as const;
    const { rows, total } = listGenerations(database, {
      filter: wanted,
      sort,
      position: 0,
      limit: 9,
    });
    expect(countGenerations(database, wanted).total).toBe(total);
    return rows.map(({ id }) => id);
  };

  it('are those that run for much longer than expected', () => {
    const library = libraryWith(...jobs);
    expect(found(library)).toEqual(['stalled']);
    expect(found(library, { models: ['large'] })).toEqual([]);
    expect(found(library, { statuses: ['failed'] })).toEqual([]);
    expect(library.generations.retry({ stalled: true }).retried).toEqual([]);
  });

  it('become so with time, though nobody writes to the library', async () => {
    const library = libraryWith(...jobs);
    setStalledAfter(library.database, { factor: 1, leastSeconds: 33 });
    expect(found(library)).toEqual(['stalled']);
    await expect.poll(() => found(library)).toEqual(['running', 'stalled']);
  });

  it('are given the time that was set', () => {
    const library = libraryWith(...jobs);
    setStalledAfter(library.database, { factor: 1_000, leastSeconds: 0 });
    expect(found(library)).toEqual([]);
    setStalledAfter(library.database, { factor: 1, leastSeconds: 3_600 });
    expect(found(library)).toEqual([]);
    setStalledAfter(library.database, { factor: 1, leastSeconds: 0 });
    expect(found(library)).toEqual(['running', 'stalled']);
  });
});

describe('a waiting job', () => {
  const queue = (...ids: readonly string[]): Job[] =>
    ids.map((id, index) => ({ id, status: 'pending', createdAgo: (20 - index) * seconds }));

  it('has its place, and its turn when the jobs before it are done', () => {
    const library = libraryWith(
      ...history,
      { id: 'x', status: 'processing', createdAgo: 5 * seconds },
      ...queue('first', 'second'),
    );
    expect(outlookOf(library, 'first')).toMatchObject({ state: 'waiting', position: 1 });
    expect(outlookOf(library, 'second')).toMatchObject({ state: 'waiting', position: 2 });
    expect(startsIn(library, 'first')).toBeCloseTo(15, -1);
    expect(startsIn(library, 'second')).toBeCloseTo(35, -1);
  });

  it('goes to the worker that is free first', () => {
    const library = libraryWith(
      ...history,
      { id: 'x', status: 'processing', createdAgo: 5 * seconds },
      { id: 'y', status: 'processing', createdAgo: 5 * seconds, model: 'large' },
      ...queue('first', 'second', 'third'),
    );
    expect(startsIn(library, 'first')).toBeCloseTo(15, -1);
    expect(startsIn(library, 'second')).toBeCloseTo(35, -1);
    expect(startsIn(library, 'third')).toBeCloseTo(45, -1);
  });

  it('has no time where no worker seems to be at it', () => {
    const library = libraryWith(
      ...history,
      { id: 'left', status: 'processing', createdAgo: 14 * minute },
      ...queue('first'),
    );
    expect(outlookOf(library, 'first')).toMatchObject({ position: 1, startsAt: null });
    // One that just finished another job will take it.
    library.generations.fail('left', 'gave up');
    expect(startsIn(library, 'first')).toBeCloseTo(0, -1);
  });

  it('follows what other programs do', () => {
    const library = libraryWith(...history, ...queue('first', 'second'));
    expect(outlookOf(library, 'second')).toMatchObject({ position: 2 });
    withRaw(library.info().path, (raw) =>
      raw.exec("UPDATE generations SET status = 'processing' WHERE id = 'first'"),
    );
    expect(outlookOf(library, 'second')).toMatchObject({ position: 1 });
    expect(outlookOf(library, 's1')).toBeNull();
  });
});
