import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Judgement, unjudged } from '../../../../shared/judgement';
import { type GenerationFilter, newestFirst } from '../../../../shared/query';
import { failureOf, open, rowsOf, sampleLibrary, withRaw } from '../../testing/libraries';
import { transaction } from '../core/database';
import { migrateLibrary, rollbackLibrary } from '../file/migrate';
import { watchChanges } from '../file/watch-changes';
import { retryGenerations } from '../jobs/retry';
import { retryMatching } from '../jobs/retry-matching';
import type { ConnectedLibrary } from '../library';
import { exportGenerations } from '../rows/export';
import { listGenerations } from '../rows/pages';

const adopted = () => open(sampleLibrary());
const agreed = async () => {
  const library = adopted();
  await migrateLibrary(library.database);
  return library;
};
const someIds = ({ database }: ConnectedLibrary, count: number) =>
  rowsOf(database.path)
    .slice(0, count)
    .map(({ id }) => id);

/** Judges a third of the library, each in another way. */
const judgeMany = (library: ConnectedLibrary): ((id: string) => Judgement) => {
  const ids = rowsOf(library.database.path).map(({ id }) => id);
  for (const [index, id] of ids.entries()) {
    if (index % 3 !== 0) continue;
    library.judgements.set([id], {
      rating: index % 5 === 0 ? null : (index % 5) + 1,
      starred: index % 2 === 0,
      rejected: index % 7 === 0,
      heardAt: index % 4 === 0 ? null : new Date(Date.UTC(2026, 0, 1 + (index % 9))),
      tags: ['a', 'b', 'c'].slice(0, index % 4),
    });
  }
  const known = new Map(library.judgements.get(ids).map((one) => [one.generationId, one]));
  return (id) => known.get(id) ?? unjudged(id);
};

const heardAt = new Date('2026-01-31T12:00:00Z');
const praise = { rating: 4, starred: true, heardAt, tags: ['intro', 'loop'], note: ' warm ' };

describe.each<[string, () => ConnectedLibrary | Promise<ConnectedLibrary>]>([
  ['an adopted library', adopted],
  ['a library that holds our indexes', agreed],
])('judgements of %s', (_, make) => {
  it('are kept, changed field by field, and taken back', async () => {
    const library = await make();
    const [one = '', other = '', third = ''] = someIds(library, 3);
    const { judgements } = library;
    expect(judgements.get([one, other])).toEqual([]);
    expect(judgements.set([one], praise).changed).toEqual([one]);
    const before = judgements.get([one]);
    expect(before).toMatchObject([{ ...praise, note: 'warm', rejected: false }]);

    const change = { rejected: true, rating: null, addTags: ['loop', 'outro'] };
    const { changed, undo } = judgements.set([one, other, third, 'gen_none'], change);
    expect([...changed].sort()).toEqual([one, other, third].sort());
    expect(judgements.get([one, other])).toMatchObject([
      { starred: true, rejected: true, rating: null, tags: ['intro', 'loop', 'outro'] },
      { starred: false, rejected: true, rating: null, tags: ['loop', 'outro'] },
    ]);
    expect(undo).toHaveLength(2);
    judgements.undo(undo);
    expect(judgements.get([one])).toMatchObject([{ ...praise, note: 'warm', rejected: false }]);
    expect(judgements.get([other])).toMatchObject([{ rejected: false, rating: null, tags: [] }]);
  });

  it('outlive a restart, VACUUM, an update by another program, and deletion with its undo', async () => {
    const library = await make();
    const { path } = library.database;
    const [id = ''] = someIds(library, 1);
    library.judgements.set([id], praise);
    const before = library.judgements.get([id]);
    const deleted = library.generations.delete([id]);
    library.generations.restore(deleted);
    library.close();
    withRaw(path, (raw) => {
      raw.prepare("UPDATE generations SET metadata = '{}', prompt = 'other' WHERE id = ?").run(id);
      raw.exec('VACUUM');
    });
    expect(open(path).judgements.get([id])).toEqual(before);
  });

  it('can be joined by name, whichever file they are in', async () => {
    const library = await make();
    const { database } = library;
    const count = () =>
      transaction(database, 'read', () =>
        database.connection
          .prepare(
            `SELECT count(*) FROM generations AS g
            JOIN generation_judgements AS j ON j.generation_id = g.id WHERE j.rating >= 3`,
          )
          .pluck()
          .get(),
      );
    const before = library.version();
    expect(count()).toBe(0);
    library.judgements.set(someIds(library, 5), { rating: 3 });
    expect(count()).toBe(5);
    expect(library.version()).not.toBe(before);
  });

  it.each<[string, GenerationFilter, (judgement: Judgement) => boolean]>([
    ['heard', { heard: true }, ({ heardAt }) => heardAt !== null],
    ['unheard', { heard: false }, ({ heardAt }) => heardAt === null],
    ['starred', { starred: true }, ({ starred }) => starred],
    ['not rejected', { rejected: false }, ({ rejected }) => !rejected],
    ['unrated', { rated: false }, ({ rating }) => rating === null],
    ['rated 4 and more', { minRating: 4 }, ({ rating }) => (rating ?? 0) >= 4],
    ['rated 2', { minRating: 2, maxRating: 2 }, ({ rating }) => rating === 2],
    ['tagged', { tags: ['a'] }, ({ tags }) => tags.includes('a')],
    ['tagged twice', { tags: ['a', 'b'] }, ({ tags }) => tags.includes('a') && tags.includes('b')],
  ])('filter by %s, combined with a status', async (_, filter, matches) => {
    const library = await make();
    const judgementOf = judgeMany(library);
    const rows = rowsOf(library.database.path);
    for (const statuses of [undefined, ['completed']]) {
      const both = statuses ? { ...filter, statuses } : filter;
      const expected = rows
        .filter(
          ({ id, status }) => matches(judgementOf(id)) && (statuses?.includes(status) ?? true),
        )
        .map(({ id }) => id);
      const list = listGenerations(library.database, {
        filter: both,
        sort: newestFirst,
        position: 0,
        limit: 500,
      });
      expect(list.rows.map(({ id }) => id).sort()).toEqual(expected.sort());
      expect(library.generations.count(both)).toBe(expected.length);
    }
  });

  it.each(['rating', 'starred', 'heardAt'] as const)('order by %s', async (column) => {
    const library = await make();
    judgeMany(library);
    const query = { filter: {}, sort: { column, direction: 'descending' as const } };
    const { rows } = listGenerations(library.database, { ...query, position: 0, limit: 400 });
    const values = rows.map((row) => Number(row[column] ?? 0));
    expect(values).toEqual([...values].sort((a, b) => b - a));
    const pages: string[] = [];
    let page = library.generations.page({ ...query, limit: 90 });
    for (;;) {
      pages.push(...page.rows.map(({ id }) => id));
      if (page.next === null) break;
      page = library.generations.page({ ...query, limit: 90 }, page.next);
    }
    expect(pages).toEqual(rows.map(({ id }) => id));
  });

  it('go with an export', async () => {
    const library = await make();
    const [id = ''] = someIds(library, 1);
    library.judgements.set([id], { ...praise, note: 'a, "b"' });
    const exported = async (format: 'csv' | 'json') => {
      const path = join(dirname(library.database.path), `export.${format}`);
      const request = { filter: { starred: true }, sort: newestFirst, format, path };
      const control = { progress: () => {}, isCancelled: () => false };
      await exportGenerations(library.database, request, control);
      return readFileSync(path, 'utf8');
    };
    expect(await exported('csv')).toContain(
      '2026-01-31 12:00:00.000000,4,1,0,"intro, loop","a, ""b"""\r\n',
    );
    expect(JSON.parse(await exported('json'))).toMatchObject([
      { id, heard_at: '2026-01-31 12:00:00.000000', rating: 4, tags: ['intro', 'loop'] },
    ]);
  });

  it('counts votes, and takes one back', async () => {
    const { votes } = await make();
    const id = votes.cast({ winnerId: 'a', loserIds: ['b', 'c'], blind: true });
    votes.cast({ winnerId: 'b', loserIds: ['a'], blind: false });
    expect(votes.count(['a', 'b', 'd'])).toEqual([
      { generationId: 'a', wins: 2, losses: 1 },
      { generationId: 'b', wins: 1, losses: 1 },
      { generationId: 'd', wins: 0, losses: 0 },
    ]);
    expect([votes.withdraw(id), votes.withdraw(id)]).toEqual([true, false]);
    expect(votes.count(['c'])).toEqual([{ generationId: 'c', wins: 0, losses: 0 }]);
  });

  it('are emptied with the library', async () => {
    const library = await make();
    const [id = ''] = someIds(library, 1);
    library.judgements.set([id], praise);
    library.reset({ confirm: true });
    expect(library.judgements.get([id])).toEqual([]);
  });
});

it('changes no byte of an adopted library, and waits for nobody who writes to it', () => {
  const library = adopted();
  const { path } = library.database;
  const [id = ''] = someIds(library, 1);
  const before = readFileSync(path);
  withRaw(path, (raw) => {
    raw.exec('BEGIN IMMEDIATE');
    library.judgements.set([id], praise);
    raw.exec('ROLLBACK');
  });
  expect(library.judgements.get([id])).toMatchObject([{ rating: 4 }]);
  expect(readFileSync(path).equals(before)).toBe(true);
});

it('lets a change of the library read judgements while the companion is written', () => {
  const library = adopted();
  const failed = rowsOf(library.database.path).filter(({ status }) => status === 'failed');
  library.judgements.set([failed[0]?.id ?? ''], { rejected: true });
  const { database } = library;
  transaction(database, 'write', () => {
    database.connection.prepare('SELECT count(*) FROM generation_judgements').get();
    expect(retryMatching(database, {}).retried).toHaveLength(failed.length);
  });
  expect(existsSync(`${database.path}-journal`)).toBe(false);
});

it('works beside a library that may only be read', () => {
  const path = sampleLibrary();
  const library = open(path, { readOnly: true });
  const [id = ''] = someIds(library, 1);
  expect(library.judgements.get([id])).toEqual([]);
  library.judgements.set([id], praise);
  expect(library.judgements.get([id])).toMatchObject([{ rating: 4 }]);
});

it('stay where they are on migration and on the way back', async () => {
  const library = adopted();
  const { database } = library;
  const ids = someIds(library, 3);
  library.judgements.set(ids, praise);
  library.votes.cast({ winnerId: 'a', loserIds: ['b'], blind: true });
  retryGenerations(database, ids);
  const before = library.judgements.get(ids);
  await migrateLibrary(database);
  expect(library.judgements.get(ids)).toEqual(before);
  const inLibrary = "SELECT name FROM main.sqlite_schema WHERE type = 'table' ORDER BY name";
  expect(database.connection.prepare(inLibrary).pluck().all()).toEqual([
    'alembic_version',
    'generations',
    'prompts',
  ]);
  library.judgements.set(ids.slice(0, 1), { rating: 1 });
  const after = library.judgements.get(ids);
  while ((await rollbackLibrary(database)).steps.length > 0);
  expect(library.judgements.get(ids)).toEqual(after);
  expect(library.votes.count(['a'])).toMatchObject([{ wins: 1 }]);
});

it('sees what another process judged', async () => {
  const here = adopted();
  const there = open(here.database.path);
  const [id = ''] = someIds(here, 1);
  let told = 0;
  const stop = watchChanges(here.database, { changed: () => told++, lost: () => {} }, 5);
  expect(here.judgements.get([id])).toEqual([]);
  there.judgements.set([id], { rating: 2 });
  expect(here.judgements.get([id])).toMatchObject([{ rating: 2 }]);
  there.judgements.set([id], { rating: 3 });
  await expect.poll(() => told).toBeGreaterThan(0);
  stop();
  await migrateLibrary(there.database);
  expect(here.judgements.get([id])).toMatchObject([{ rating: 3 }]);
  here.judgements.set([id], { rating: 4 });
  expect(there.judgements.get([id])).toMatchObject([{ rating: 4 }]);
});

it('shows the library also where the companion is spoiled, and says so when judging', () => {
  const path = sampleLibrary();
  const first = open(path);
  const [id = ''] = someIds(first, 1);
  first.judgements.set([id], praise);
  const file = first.database.companion.path;
  first.close();
  for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true });
  writeFileSync(file, Buffer.alloc(readFileSync(file).length, 7));
  const library = open(path);
  expect(library.generations.count()).toBe(rowsOf(path).length);
  expect(library.generations.get(id)).not.toBeNull();
  expect(library.info().warning).toContain(file);
  for (const work of [
    () => library.judgements.get([id]),
    () => library.judgements.set([id], praise),
    () => library.votes.count([id]),
    () => library.generations.attempts(id),
    () => library.generations.count({ starred: true }),
  ]) {
    expect(failureOf(work)).toMatchObject({ code: 'companion-unusable', hint: expect.any(String) });
  }
});
