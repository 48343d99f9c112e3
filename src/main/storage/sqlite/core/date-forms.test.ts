import { describe, expect, it } from 'vitest';
import { newestFirst } from '../../../../shared/query';
import { createAllSchema, documentsSchema, libraryOf, open, rowsOf } from '../../testing/libraries';
import { countGenerations } from '../rows/counts';
import { listGenerations } from '../rows/pages';
import { momentText } from './dates';

/** One moment after the other, each written another way. */
const moments: readonly (readonly [id: string, stored: string])[] = [
  ['a', '2026-01-31 09:00:00.000001'],
  ['b', '2026-01-31T10:00:00.000000Z'],
  ['c', '2026-01-31 12:30:00+02:00'],
  ['d', '2026-01-31 11:00:00'],
  ['e', '2026-01-31T11:00:00.000001'],
  ['f', '2026-01-31 11:00:00.123'],
  ['g', '2026-01-31T06:30:00.5-05:30'],
  ['h', '2026-01-31 12:00:00.500001'],
  ['i', '2026-02-01'],
];

const libraryWith = (schema: string, rows: readonly (readonly [string, string, string?])[]) =>
  open(
    libraryOf(
      schema,
      ...rows.map(
        ([id, created, status = 'pending']) => `INSERT INTO generations (id, prompt, model_name,
          duration_seconds, sample_rate, channels, file_path, status, created_at, error_message)
          VALUES ('${id}', 'p', 'm', 8, 32000, 1, 'x.wav', '${status}', '${created}', 'x')`,
      ),
    ),
  );

const shuffled = [...moments].sort(([, a], [, b]) => (a.slice(-3) < b.slice(-3) ? -1 : 1));

describe.each([
  ['as SQLAlchemy makes it', createAllSchema],
  ['as the documents describe it', documentsSchema],
])('dates of mixed forms, a library %s', (_name, schema) => {
  const library = () => libraryWith(schema, shuffled);
  const ids = moments.map(([id]) => id);

  it('are in the order of their moments, whole and in pages', () => {
    const { database, generations } = library();
    const list = (position: number, limit: number) =>
      listGenerations(database, { filter: {}, sort: newestFirst, position, limit }).rows.map(
        ({ id }) => id,
      );
    expect(list(0, 20)).toEqual([...ids].reverse());
    expect([...list(0, 4), ...list(4, 5)]).toEqual([...ids].reverse());
    expect(generations.list().map(({ id }) => id)).toEqual([...ids].reverse());
    let cursor: string | null = null;
    const paged: string[] = [];
    do {
      const page = generations.page({ limit: 2 }, cursor);
      paged.push(...page.rows.map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== null);
    expect(paged).toEqual([...ids].reverse());
  });

  it('are filtered by their moments', () => {
    const { database } = library();
    const between = (createdFrom: string, createdBefore: string) =>
      countGenerations(database, { createdFrom, createdBefore }).total;
    expect(between('2026-01-31T10:00:00Z', '2026-01-31T11:00:00Z')).toBe(2);
    expect(between('2026-01-31T11:00:00Z', '2026-01-31T12:00:00.500Z')).toBe(3);
    expect(between('2026-01-31T12:00:00.500Z', '2026-02-01T00:00:00Z')).toBe(2);
  });

  it('are claimed by their moments, oldest first, and stay as they are written', () => {
    const { generations, database } = library();
    const before = rowsOf(database.path).map(({ id, created_at }) => [id, created_at]);
    expect(ids.map(() => generations.claimNext()?.id)).toEqual(ids);
    expect(rowsOf(database.path).map(({ id, created_at }) => [id, created_at])).toEqual(before);
  });
});

it('one other form that comes later is found', () => {
  const { generations, database } = libraryWith(createAllSchema, [
    ['a', '2026-01-31 09:00:00.000000'],
    ['b', '2026-01-31 12:00:00.000000'],
  ]);
  expect(generations.list().map(({ id }) => id)).toEqual(['b', 'a']);
  database.connection.exec(`INSERT INTO generations SELECT 'c', prompt, model_name, model_version,
    duration_seconds, sample_rate, channels, file_path, file_size_bytes, status,
    '2026-01-31T10:00:00Z', completed_at, generation_time_seconds, error_message, metadata
    FROM generations WHERE id = 'a'`);
  expect(generations.list().map(({ id }) => id)).toEqual(['b', 'c', 'a']);
});

it.each([
  ['2026-01-31 09:00:00', '2026-01-31 09:00:00.000000'],
  ['2026-01-31T09:00:00.1234567Z', '2026-01-31 09:00:00.123456'],
  ['2026-01-31 01:00:00+02:00', '2026-01-30 23:00:00.000000'],
  ['not a date', 'not a date'],
])('the moment of %s is %s', (text, expected) => {
  expect(momentText(text)).toBe(expected);
});

describe('statuses of other spellings', () => {
  const spelled = () =>
    libraryWith(createAllSchema, [
      ['a', '2026-01-01 00:00:00.000000', 'failed'],
      ['b', '2026-01-01 00:00:01.000000', 'FAILED'],
      ['c', '2026-01-01 00:00:02.000000', 'Failed'],
      ['d', '2026-01-01 00:00:03.000000', 'failed '],
      ['e', '2026-01-01 00:00:04.000000', 'PENDING'],
      ['f', '2026-01-01 00:00:05.000000', 'pending'],
      ['g', '2026-01-01 00:00:06.000000', 'Strange'],
    ]);

  it('count, are filtered and shown as what they are', () => {
    const { database, generations } = spelled();
    expect(generations.countByStatus()).toMatchObject({ failed: 4, pending: 2, Strange: 1 });
    const failed = generations.list({ status: 'failed' });
    expect(failed.map(({ status }) => status)).toEqual(['failed ', 'Failed', 'FAILED', 'failed']);
    const filter = { statuses: ['failed'] };
    expect(countGenerations(database, filter).total).toBe(4);
    const { total, rows } = listGenerations(database, {
      filter,
      sort: newestFirst,
      position: 0,
      limit: 9,
    });
    expect([total, rows.length]).toEqual([4, 4]);
    expect(countGenerations(database, { statuses: ['FAILED'] }).total).toBe(4);
    expect(countGenerations(database, { statuses: ['Strange'] }).total).toBe(1);
  });

  it('are retried, by id and by filter, and undone to the letter', () => {
    const library = spelled();
    expect(library.generations.retry(['b', 'd']).retried).toEqual(['b', 'd']);
    expect(library.generations.undoRetry(['b', 'd']).undone).toEqual(['b', 'd']);
    expect(library.generations.get('d')?.status).toBe('failed ');
    expect(library.generations.retry({}).retried.toSorted()).toEqual(['a', 'b', 'c', 'd']);
    expect(library.generations.get('c')?.status).toBe('pending');
  });

  it('are claimed and cancelled', () => {
    const { generations } = spelled();
    expect(generations.claimNext()?.id).toBe('e');
    expect(generations.cancel(['f']).cancelled).toEqual(['f']);
    expect(generations.claimNext()).toBeNull();
  });

  it('count in statistics and leaderboards', () => {
    const { stats, leaderboard } = spelled();
    expect(stats()).toMatchObject({ failed: 4, pending: 2 });
    expect(leaderboard.failures()).toMatchObject([{ count: 4 }]);
    expect(leaderboard.models()).toMatchObject([{ failed: 4 }]);
    expect(leaderboard.prompts()).toMatchObject([{ failed: 4 }]);
  });
});
