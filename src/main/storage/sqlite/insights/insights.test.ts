import { describe, expect, it } from 'vitest';
import { createAllSchema, libraryOf, open, sampleLibrary, withRaw } from '../../testing/libraries';
import { formatStoredDate } from '../core/dates';
import { failureKinds, failureKindsNow } from './failure-kinds';
import { facets, overview } from './insights';

const hour = 3_600_000;
const ago = (ms: number): string => formatStoredDate(new Date(Date.now() - ms));
let ids = 0;

type Job = Readonly<{
  prompt: string;
  status: string;
  /** Milliseconds before now. */
  createdAgo: number;
  endedAgo?: number;
  taken?: number;
  error?: string;
  metadata?: string;
}>;

const quoted = (value: string | undefined): string =>
  value === undefined ? 'NULL' : `'${value.replaceAll("'", "''")}'`;

const insert = (job: Job): string => {
  ids += 1;
  const { prompt, status, createdAgo, endedAgo, taken, error, metadata } = job;
  return `INSERT INTO generations (id, prompt, model_name, duration_seconds, sample_rate, channels,
    file_path, status, created_at, completed_at, generation_time_seconds, error_message, metadata)
    VALUES ('g${ids}', ${quoted(prompt)}, 'small', 10.0, 32000, 2, 'x.wav', '${status}',
    '${ago(createdAgo)}', ${endedAgo === undefined ? 'NULL' : quoted(ago(endedAgo))},
    ${taken ?? 'NULL'}, ${quoted(error)}, ${quoted(metadata)})`;
};

const jobs: readonly Job[] = [
  { prompt: 'often', status: 'completed', createdAgo: hour, endedAgo: hour / 2, taken: 10 },
  { prompt: 'often', status: 'completed', createdAgo: 2 * hour, endedAgo: hour, taken: 20 },
  { prompt: 'often', status: 'completed', createdAgo: 3 * hour, endedAgo: hour, taken: 60 },
  {
    prompt: 'often',
    status: 'failed',
    createdAgo: 900 * hour,
    endedAgo: 899 * hour,
    error: 'at 0x1f',
  },
  {
    prompt: 'Seldom 100%',
    status: 'failed',
    createdAgo: hour,
    endedAgo: hour / 3,
    error: 'at 0x2e',
  },
  { prompt: 'waits', status: 'pending', createdAgo: hour / 6 },
];

const library = () => open(libraryOf(createAllSchema, ...jobs.map(insert))).database;

describe('kinds of failure', () => {
  it('are told apart by what caused them', async () => {
    const database = library();
    const kinds = await failureKinds(database);
    const [kind, ...others] = kinds;
    expect(others).toEqual([]);
    expect(kind).toMatchObject({ signature: 'at <address>', count: 2, models: ['small'] });
    expect(kind?.firstAt?.getTime()).toBeLessThan(kind?.lastAt?.getTime() ?? 0);
    expect(failureKindsNow(database)).toBe(kinds);
    withRaw(database.path, (raw) => raw.exec("UPDATE generations SET status = 'failed'"));
    expect(
      (await failureKinds(database)).map(({ signature, count }) => [signature, count]),
    ).toEqual([
      [null, 4],
      ['at <address>', 2],
    ]);
  });
});

describe('the overview', () => {
  it('counts what ended lately and what waits', () => {
    const seen = overview(library());
    expect(seen.last24Hours).toEqual({ completed: 3, failed: 1 });
    expect(seen.endedPerHour).toHaveLength(24);
    expect(seen.endedPerHour.at(-1)).toEqual({ completed: 1, failed: 1 });
    expect(seen.realTimeFactors).toEqual([{ model: 'small', median: 2 }]);
    expect(seen.queued).toBe(1);
    expect(seen.queueSeconds).toBe(20);
  });

  it('says nothing of an empty library', () => {
    const seen = overview(open(libraryOf(createAllSchema)).database);
    expect(seen).toMatchObject({ queued: 0, queueSeconds: 0, realTimeFactors: [] });
  });
});

describe('facets', () => {
  it('are the models and the metadata that occur, whatever else is in the column', () => {
    const database = open(sampleLibrary()).database;
    const { models, metadata } = facets(database);
    expect(models[0]).toEqual({ name: 'musicgen-small', count: 226 });
    expect(metadata.find(({ path }) => path.join('.') === 'key')?.values.length).toBeGreaterThan(3);
  });
});
