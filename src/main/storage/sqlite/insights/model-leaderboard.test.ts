import { expect, it } from 'vitest';
import { createAllSchema, libraryOf, open, withRaw } from '../../testing/libraries';
import { insertJob, mostUsed } from '../../testing/rows';
import { modelLeaderboard } from './model-leaderboard';

const job = (model: string, ...rest: [status: string, days: number, taken?: number]) =>
  insertJob({ model }, ...rest);

const library = () =>
  libraryOf(
    createAllSchema,
    job('Small', 'completed', 40, 10),
    job('Small', 'completed', 2, 30),
    job('Small', 'failed', 1),
    job('large', 'completed', 1.5, 80),
    job('large', 'cancelled', 3),
    job('idle', 'pending', 0.5),
  );

it('knows how the generations of each model went', async () => {
  const { rows, total, known } = await modelLeaderboard(open(library()).database, mostUsed);
  expect({ total, known }).toEqual({ total: 3, known: [] });
  expect(rows).toMatchObject([
    {
      rank: 1,
      model: 'Small',
      uses: 3,
      completed: 2,
      failed: 1,
      successRate: 2 / 3,
      medianTimeSeconds: 20,
      realTimeFactor: 2,
    },
    { rank: 2, model: 'large', uses: 2, completed: 1, successRate: 1, realTimeFactor: 8 },
    { rank: 3, model: 'idle', uses: 1, successRate: null, medianTimeSeconds: null },
  ]);
  const [small] = rows;
  expect(small?.lastUsedAt?.getTime()).toBeGreaterThan(small?.firstUsedAt?.getTime() ?? 0);
});

it('keeps to a window of time, a search and a page', async () => {
  const { database } = open(library());
  const recent = await modelLeaderboard(database, { ...mostUsed, days: 7 });
  expect(recent.rows[0]).toMatchObject({ uses: 2, medianTimeSeconds: 30 });
  const found = await modelLeaderboard(database, { ...mostUsed, search: 'SMALL' });
  expect(found).toMatchObject({ total: 1, rows: [{ model: 'Small' }] });
  const page = await modelLeaderboard(database, { ...mostUsed, position: 1, limit: 1 });
  expect(page).toMatchObject({ position: 1, total: 3, rows: [{ model: 'large' }] });
});

it.each([
  ['name', 'ascending', ['idle', 'large', 'Small']],
  ['name', 'descending', ['Small', 'large', 'idle']],
  ['medianTimeSeconds', 'ascending', ['Small', 'large', 'idle']],
  ['medianTimeSeconds', 'descending', ['large', 'Small', 'idle']],
  ['lastUsedAt', 'ascending', ['large', 'Small', 'idle']],
  ['completed', 'ascending', ['idle', 'large', 'Small']],
] as const)('by %s, %s: what has no value comes last', async (sort, direction, expected) => {
  const { database } = open(library());
  const { rows } = await modelLeaderboard(database, { ...mostUsed, sort, direction });
  expect(rows.map(({ model }) => model)).toEqual(expected);
});

it('follows what others write', async () => {
  const { database } = open(library());
  await modelLeaderboard(database, mostUsed);
  withRaw(database.path, (raw) => raw.exec(job('new', 'failed', 0)));
  const { rows } = await modelLeaderboard(database, { ...mostUsed, sort: 'lastUsedAt' });
  expect(rows[0]).toMatchObject({ model: 'new', failed: 1, successRate: 0 });
});
