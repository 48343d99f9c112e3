import { describe, expect, it, vi } from 'vitest';
import {
  type LeaderboardQuery,
  type PromptStanding,
  type StandingSort,
  standingSorts,
} from '../../../../shared/insights';
import { createAllSchema, libraryOf, open, withRaw } from '../../testing/libraries';
import { daysAgo, insertJob, mostUsed, ownLibrary } from '../../testing/rows';
import type { Database } from '../core/database';
import { judge } from '../judgements/judgements';
import { castVote } from '../judgements/votes';
import { failureKinds } from './failure-kinds';
import { overview } from './insights';
import { leaderboard } from './leaderboard';
import { allModels } from './model-leaderboard';

const job = (prompt: string, ...rest: [status: string, days: number, taken?: number]) =>
  insertJob({ prompt }, ...rest);

const library = () =>
  libraryOf(
    createAllSchema,
    job('often', 'completed', 1, 10),
    job('often', 'completed', 2, 20),
    job('often', 'completed', 3, 60),
    job('often', 'failed', 40),
    job('Seldom 100%', 'failed', 1),
    job('waits', 'pending', 0.5),
  );

const prompts = async (database: Database, wanted: Partial<LeaderboardQuery> = {}) =>
  (await leaderboard(database, { ...mostUsed, ...wanted })).rows.map(({ prompt }) => prompt);

describe('the leaderboard', () => {
  it('knows how the generations of each prompt went', async () => {
    const { total, rows } = await leaderboard(open(library()).database, mostUsed);
    expect(total).toBe(3);
    expect(rows[0]).toMatchObject({
      rank: 1,
      prompt: 'often',
      uses: 4,
      completed: 3,
      failed: 1,
      successRate: 0.75,
      medianTimeSeconds: 20,
      realTimeFactor: 3,
    });
    expect(rows.at(-1)).toMatchObject({ successRate: 0, medianTimeSeconds: null });
  });

  it('keeps to a window of time and a search', async () => {
    const { database } = open(library());
    const { rows } = await leaderboard(database, { ...mostUsed, days: 7 });
    expect(rows[0]).toMatchObject({ prompt: 'often', uses: 3, failed: 0, medianTimeSeconds: 20 });
    expect(await prompts(database, { search: 'SELDOM 100%' })).toEqual(['Seldom 100%']);
    const found = await leaderboard(database, { ...mostUsed, search: 'seldom' });
    expect(found.rows[0]?.rank).not.toBe(1);
    expect(await prompts(database, { search: 'nobody' })).toEqual([]);
  });

  it('counts uses as the library does, where generations were deleted', async () => {
    const path = library();
    withRaw(path, (raw) =>
      raw.exec(`INSERT INTO prompts (id, text, used_count, first_used_at, last_used_at) VALUES
        (1, 'waits', 7, '${daysAgo(90)}', '${daysAgo(1)}'), (2, 'often', 2, '${daysAgo(90)}', '${daysAgo(1)}')`),
    );
    const { rows } = await leaderboard(open(path).database, mostUsed);
    expect(rows.map(({ prompt, uses }) => [prompt, uses])).toEqual([
      ['waits', 7],
      ['often', 4],
      ['Seldom 100%', 1],
    ]);
  });
});

it('counts votes between prompts, not those within one', async () => {
  const { database } = open(library());
  const [a1 = '', a2 = '', b = '', c = ''] = ['often', 'often', 'Seldom 100%', 'waits'].map(
    (prompt, index) => idsOf(database, prompt)[index === 1 ? 1 : 0],
  );
  castVote(database, { winnerId: a1, loserIds: [b, c, a2], blind: true });
  castVote(database, { winnerId: b, loserIds: [a2], blind: false });
  castVote(database, { winnerId: b, loserIds: ['deleted meanwhile'], blind: false });
  const { rows } = await leaderboard(database, { ...mostUsed, sort: 'wins' });
  expect(rows.map(({ prompt, wins, comparisons }) => [prompt, wins, comparisons])).toEqual([
    ['often', 2, 3],
    ['Seldom 100%', 1, 2],
    ['waits', 0, 1],
  ]);
  const recent = await leaderboard(database, { ...mostUsed, days: 7 });
  expect(recent.rows[0]).toMatchObject({ prompt: 'often', comparisons: 3 });

  // As for models, of which there was one so far.
  database.connection
    .prepare("UPDATE generations SET model_name = 'large' WHERE prompt = 'often'")
    .run();
  const models = allModels(database);
  expect(models.map(({ model, wins, comparisons }) => [model, wins, comparisons])).toEqual([
    ['large', 2, 3],
    ['small', 1, 3],
  ]);
});

it('averages ratings and counts stars', async () => {
  const { database } = open(library());
  const [one = '', other = '', old = ''] = idsOf(database, 'often');
  const [seldom = ''] = idsOf(database, 'Seldom 100%');
  judge(database, [
    { ids: [one, 'deleted meanwhile'], change: { rating: 5, starred: true } },
    { ids: [other], change: { rating: 2 } },
    { ids: [seldom], change: { rating: 4 } },
    { ids: [old], change: { heardAt: new Date() } },
  ]);
  expect((await leaderboard(database, { ...mostUsed, days: 0.01 })).known).toEqual([]);
  const { rows, known } = await leaderboard(database, { ...mostUsed, sort: 'rating' });
  expect(known).toEqual(['rating', 'starred']);
  expect(
    rows.map(({ prompt, rating, rated, starred }) => [prompt, rating, rated, starred]),
  ).toEqual([
    ['Seldom 100%', 4, 1, 0],
    ['often', 3.5, 2, 1],
    ['waits', null, 0, 0],
  ]);
  expect(overview(database).ratings).toEqual([
    { model: 'small', average: 11 / 3, rated: 3, starred: 1 },
  ]);
  expect(allModels(database)).toMatchObject([{ model: 'small', rating: 11 / 3, starred: 1 }]);
});

const idsOf = (database: Database, prompt: string): readonly string[] =>
  database.connection
    .prepare('SELECT id FROM generations WHERE prompt = ? ORDER BY rowid')
    .pluck()
    .all(prompt) as string[];

/** SQL's own answer, all of it, most used first. */
const reference = (database: Database): readonly PromptStanding[] => {
  const timed = `status = 'completed' AND typeof(generation_time_seconds) = 'real'
    AND typeof(duration_seconds) = 'real'`;
  const rows = database.connection
    .prepare(
      `SELECT prompt, count(*), count(*) FILTER (WHERE status = 'completed'),
        count(*) FILTER (WHERE status = 'failed'),
        median(generation_time_seconds) FILTER (WHERE ${timed}),
        sum(generation_time_seconds) FILTER (WHERE ${timed})
          / sum(duration_seconds) FILTER (WHERE ${timed}),
        min(created_at), max(created_at)
      FROM generations GROUP BY prompt ORDER BY 2 DESC, 8 DESC, prompt`,
    )
    .raw(true)
    .all() as [string, number, number, number, number, number, string, string][];
  return rows.map(([prompt, uses, completed, failed, median, factor, first, last], index) => ({
    rank: index + 1,
    prompt,
    uses,
    completed,
    failed,
    successRate: completed / (completed + failed),
    medianTimeSeconds: median,
    realTimeFactor: factor,
    wins: 0,
    comparisons: 0,
    rating: null,
    rated: 0,
    starred: 0,
    firstUsedAt: new Date(`${first.replace(' ', 'T')}Z`),
    lastUsedAt: new Date(`${last.replace(' ', 'T')}Z`),
  }));
};

const fields: Readonly<Record<StandingSort, (row: PromptStanding) => number | string>> = {
  uses: ({ uses }) => uses,
  name: ({ prompt }) => prompt.toLowerCase(),
  completed: ({ completed }) => completed,
  failed: ({ failed }) => failed,
  successRate: ({ successRate }) => successRate ?? Number.NaN,
  medianTimeSeconds: ({ medianTimeSeconds }) => medianTimeSeconds ?? Number.NaN,
  realTimeFactor: ({ realTimeFactor }) => realTimeFactor ?? Number.NaN,
  rating: ({ rating }) => rating ?? Number.NaN,
  starred: ({ starred }) => starred,
  wins: ({ wins }) => wins,
  firstUsedAt: ({ firstUsedAt }) => firstUsedAt?.getTime() ?? Number.NaN,
  lastUsedAt: ({ lastUsedAt }) => lastUsedAt?.getTime() ?? Number.NaN,
};

describe.each(standingSorts)('by %s', (sort) => {
  it.each(['ascending', 'descending'] as const)(
    '%s, is as SQL counts, page by page',
    async (direction) => {
      const { database } = open(ownLibrary());
      const field = fields[sort];
      const sign = direction === 'ascending' ? 1 : -1;
      const expected = reference(database).toSorted((a, b) => {
        const [x, y] = [field(a), field(b)];
        return x < y ? -sign : x > y ? sign : a.rank - b.rank;
      });
      const rows: PromptStanding[] = [];
      for (let position = 0; position < expected.length; position += 4) {
        const page = await leaderboard(database, {
          ...mostUsed,
          sort,
          direction,
          position,
          limit: 4,
        });
        expect(page).toMatchObject({ position, total: expected.length });
        rows.push(...page.rows);
      }
      expect(rows).toEqual(expected);
    },
  );
});

describe('while others write, the leaderboard', () => {
  /** What is seen after somebody ran this SQL, and what a library opened afresh shows. */
  const afterwards = async (database: Database, sql: string) => {
    await leaderboard(database, mostUsed);
    withRaw(database.path, (raw) => raw.exec(sql));
    const seen = await leaderboard(database, mostUsed);
    expect(seen).toEqual(await leaderboard(open(database.path).database, mostUsed));
    return Object.fromEntries(seen.rows.map((row) => [row.prompt, row]));
  };

  it.each([
    ['a job that came', () => job('new', 'pending', 0), { new: { uses: 1 } }],
    [
      'many that came',
      () => `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 2499)
        INSERT INTO generations (id, prompt, model_name, duration_seconds, status, created_at,
          sample_rate, channels, file_path)
        SELECT 'many' || i, 'many', 'm', 8, 'completed', '${daysAgo(0)}', 1, 1, '' FROM n`,
      { many: { uses: 2_500 } },
    ],
    [
      'a job that ended',
      () => `UPDATE generations SET status = 'completed', generation_time_seconds = 4.5,
        completed_at = '${daysAgo(0)}' WHERE prompt = 'waits'`,
      { waits: { completed: 1, medianTimeSeconds: 4.5 } },
    ],
    [
      'a retry',
      () => `UPDATE generations SET status = 'pending', completed_at = NULL
        WHERE prompt = 'Seldom 100%'`,
      { 'Seldom 100%': { failed: 0 } },
    ],
    [
      'a job that was cancelled',
      () => "UPDATE generations SET status = 'cancelled' WHERE prompt = 'waits'",
      { waits: { uses: 1 } },
    ],
    [
      'one that has its old outcome again',
      () => `UPDATE generations SET status = 'failed', completed_at = '2001-01-01 00:00:00.000000'
        WHERE prompt = 'waits'`,
      { waits: { failed: 1 } },
    ],
    [
      'uses that the library counts',
      () => `INSERT INTO prompts (text, used_count, first_used_at, last_used_at) VALUES
        ('waits', 7, '${daysAgo(90)}', '${daysAgo(1)}'), ('new', 3, '${daysAgo(90)}', '${daysAgo(1)}');
        ${job('new', 'pending', 0)}`,
      { waits: { uses: 7 }, new: { uses: 3 } },
    ],
    [
      'rows that were deleted',
      () => "DELETE FROM generations WHERE status = 'completed'",
      { often: { uses: 1 } },
    ],
    [
      'rowids that are others',
      () => "DELETE FROM generations WHERE id = 'g1'; VACUUM",
      { waits: { uses: 1 } },
    ],
  ])('follows %s', async (_, sql, expected) => {
    expect(await afterwards(open(library()).database, sql())).toMatchObject(expected);
  });

  it('finds what nothing tells after half a minute', async () => {
    const { database } = open(library());
    await leaderboard(database, mostUsed);
    withRaw(database.path, (raw) =>
      raw.exec("UPDATE generations SET prompt = 'other' WHERE prompt = 'Seldom 100%'"),
    );
    const later = Date.now() + 60_000;
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => later);
    try {
      await expect.poll(() => prompts(database)).toContain('other');
    } finally {
      clock.mockRestore();
    }
  });

  it('and the kinds of failure keep nobody waiting, in a rollback journal either', async () => {
    const path = libraryOf(
      createAllSchema,
      `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 39999)
        INSERT INTO generations (id, prompt, model_name, duration_seconds, status, created_at,
          error_message, sample_rate, channels, file_path)
        SELECT 'g' || i, 'p' || i % 500, 'm', 8, 'failed', '2025-01-01 00:00:00', 'x', 1, 1, ''
        FROM n`,
    );
    const { database } = open(path);
    for (const read of [() => leaderboard(database, mostUsed), () => failureKinds(database)]) {
      let isDone = false;
      const reading = read().finally(() => {
        isDone = true;
      });
      let writes = 0;
      while (!isDone) {
        withRaw(path, (raw) => {
          raw.pragma('busy_timeout = 0');
          raw.exec("UPDATE generations SET error_message = 'y' WHERE id = 'g1'");
        });
        writes++;
        await new Promise((next) => setImmediate(next));
      }
      await reading;
      expect(writes).toBeGreaterThan(3);
    }
  });

  it('is the same for all who ask at once', async () => {
    const { database } = open(ownLibrary());
    const boards = await Promise.all([1, 2, 3].map(() => leaderboard(database, mostUsed)));
    expect(boards[1]).toEqual(boards[0]);
    expect(boards[2]).toEqual(boards[0]);
  });
});
