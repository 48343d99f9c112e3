import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { GenerationSummary } from '../../../../shared/generation';
import {
  type GenerationFilter,
  type GenerationSort,
  newestFirst,
  type SortColumn,
  sortColumns,
} from '../../../../shared/query';
import {
  createAllSchema,
  failureOf,
  libraryOf,
  open,
  sampleLibrary,
  temporaryFolder,
  withRaw,
} from '../../testing/libraries';
import { awkwardLibraries, everything, ownLibrary } from '../../testing/rows';
import type { Database } from '../core/database';
import { fullColumns } from '../core/row-columns';
import { type GenerationRow, toGeneration, toSummary } from '../core/rows';
import { openLibrary } from '../library';
import { countGenerations } from './counts';
import { listGenerations, pageOfGenerations, recentGenerations } from './pages';
import { planOf } from './plan';

// Every order is compared with a plain reference over all rows, on libraries with our indexes and
// without.

const sorts: readonly GenerationSort[] = sortColumns.flatMap((column) => [
  { column, direction: 'ascending' } as const,
  { column, direction: 'descending' } as const,
]);

describe.each(awkwardLibraries)('a library %s', (_, make) => {
  let database: Database;

  beforeAll(() => {
    const cleanUps: (() => void)[] = [];
    const atEnd = (cleanUp: () => void) => cleanUps.push(cleanUp);
    const library = openLibrary(make(atEnd), { dataFolder: temporaryFolder(atEnd) });
    database = library.database;
    return () => {
      library.close();
      for (const cleanUp of cleanUps) cleanUp();
    };
  });

  const ids = (some: readonly { id: string }[]) => some.map(({ id }) => id);

  it.each(sorts)(
    'sorts by $column, $direction, the same by position and by key, both ways',
    (sort) => {
      for (const filter of [{}, { statuses: ['failed'] }, { hasFileSize: true }]) {
        const { total } = countGenerations(database, filter);
        const whole: string[] = [];
        for (let position = 0; position < total; position += 173) {
          whole.push(
            ...ids(listGenerations(database, { filter, sort, position, limit: 173 }).rows),
          );
        }
        expect(new Set(whole).size).toBe(total);
        expect(whole).toEqual(reference(database, filter, sort));

        const forth: string[] = [];
        const back: string[] = [];
        let cursor: string | null = null;
        let last: string | null = null;
        do {
          const page = pageOfGenerations(database, { filter, sort, limit: 131 }, cursor);
          forth.push(...ids(page.rows));
          last = page.previous ?? last;
          cursor = page.next;
        } while (cursor !== null);
        expect(forth).toEqual(whole);
        cursor = last;
        const tail = forth.length % 131 || 131;
        while (cursor !== null) {
          const page = pageOfGenerations(database, { filter, sort, limit: 131 }, cursor);
          back.unshift(...ids(page.rows));
          cursor = page.previous;
        }
        expect(back).toEqual(whole.slice(0, whole.length - tail));
      }
    },
  );
});

/** SQLite's own keys over the whole table, without any index. */
const storedKeys: Partial<Record<SortColumn, string>> = {
  createdAt: 'created_at',
  completedAt: 'completed_at',
  status: 'status, created_at',
  prompt: 'prompt, created_at',
  modelName: 'model_name, created_at',
  durationSeconds: 'duration_seconds, created_at',
  generationTimeSeconds: 'generation_time_seconds, created_at',
  fileSizeBytes: 'file_size_bytes, created_at',
  format: 'sample_rate, channels, created_at',
};

/** What the list shows of a row, for the orders that follow from that. */
const shownKeys: Partial<Record<SortColumn, (row: GenerationSummary) => number | string | null>> = {
  realTimeFactor: ({ generationTimeSeconds: taken, durationSeconds: length }) =>
    taken !== null && length !== null && length > 0 ? taken / length : null,
  bpm: ({ bpm }) => bpm,
  key: ({ key }) => key,
  genre: ({ genre }) => genre,
  error: ({ errorSummary }) => errorSummary,
};

const reference = (
  database: Database,
  filter: GenerationFilter,
  { column, direction }: GenerationSort,
): string[] => {
  const where = filter.statuses
    ? "status = 'failed'"
    : filter.hasFileSize
      ? 'file_size_bytes IS NOT NULL'
      : '1';
  const keys = storedKeys[column] ?? 'created_at';
  const rows = database.connection
    .prepare(`SELECT ${fullColumns} FROM generations NOT INDEXED WHERE ${where}
      ORDER BY ${keys}, id`)
    .raw(true)
    .all() as GenerationRow[];
  const summaries = rows.map((row) => toSummary(toGeneration(row)));
  const shown = shownKeys[column];
  if (shown) summaries.sort((a, b) => compare(shown(a), shown(b)));
  const ids = summaries.map(({ id }) => id);
  return direction === 'descending' ? ids.reverse() : ids;
};

/** As SQLite orders: nothing before numbers and text, text by its bytes. */
const compare = (a: number | string | null, b: number | string | null): number => {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  if (typeof a === 'number' && typeof b === 'number') return a === b ? 0 : a - b;
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
};

describe('a cursor', () => {
  it('of another order or of nobody is refused', () => {
    const { database } = open(sampleLibrary());
    const { next } = pageOfGenerations(database, {});
    const sort = { column: 'status', direction: 'descending' } as const;
    for (const [query, cursor] of [
      [{ sort }, next],
      [{}, 'nonsense'],
      [{}, Buffer.from('[0,"d",0,[{}]]').toString('base64url')],
    ] as const) {
      expect(failureOf(() => pageOfGenerations(database, query, cursor)).code).toBe(
        'invalid-input',
      );
    }
  });

  it('is not disturbed by rows that come and go elsewhere', () => {
    const { database } = open(sampleLibrary());
    const all = everything(database).map(({ id }) => id);
    const first = pageOfGenerations(database, { limit: 50 });
    withRaw(database.path, (raw) =>
      raw.prepare('DELETE FROM generations WHERE id IN (?, ?)').run(all[3], all[49]),
    );
    const second = pageOfGenerations(database, { limit: 50 }, first.next);
    expect(second.rows.map(({ id }) => id)).toEqual(all.slice(50, 100));
  });
});

it('sees at once what others commit', () => {
  const { database } = open(sampleLibrary());
  expect(countGenerations(database, {}).byStatus.failed).toBe(35);
  withRaw(database.path, (raw) =>
    raw.exec("UPDATE generations SET status = 'odd' WHERE status = 'failed'"),
  );
  expect(countGenerations(database, {}).byStatus).toMatchObject({ failed: 0, odd: 35 });
  const filter = { statuses: ['odd'] };
  expect(
    listGenerations(database, { filter, sort: newestFirst, position: 30, limit: 10 }),
  ).toMatchObject({ total: 35 });
});

it('uses what indexes there are', () => {
  const way = (path: string, filter: GenerationFilter, sort: GenerationSort) =>
    planOf(open(path).database, filter, sort, 100).way;
  const byTime = { column: 'generationTimeSeconds', direction: 'ascending' } as const;
  const adopted = libraryOf(createAllSchema);
  expect(way(adopted, {}, newestFirst)).toBe('index');
  expect(way(adopted, { createdFrom: '2025-01-01T00:00:00Z' }, newestFirst)).toBe('index');
  expect(way(adopted, {}, byTime)).toBe('sort');
  expect(way(sampleLibrary(), { statuses: ['completed'] }, newestFirst)).toBe('filter');
  const own = ownLibrary();
  expect(way(own, {}, byTime)).toBe('index');
  expect(way(own, { statuses: ['failed'] }, newestFirst)).toBe('index');
  expect(way(own, { prompt: 'x' }, newestFirst)).toBe('index');
});

it('recentGenerations answers as the Python service does', () => {
  const { database } = open(sampleLibrary());
  const all = everything(database);
  expect(recentGenerations(database)).toEqual(all.slice(0, 100));
  expect(recentGenerations(database, { status: 'failed', limit: 5, offset: 33 })).toEqual(
    all.filter(({ status }) => status === 'failed').slice(33),
  );
  expect(recentGenerations(database, { offset: 1000 })).toEqual([]);
});

describe('positions far from both ends', () => {
  const many = (path: string): string => {
    withRaw(path, (raw) =>
      raw.exec(`WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 59999)
        INSERT INTO generations (id, prompt, model_name, duration_seconds, status, created_at,
          generation_time_seconds, sample_rate, channels, file_path)
        SELECT 'gen_' || (i * 7919 % 60000), 'p' || i % 50, 'm', 8, iif(i % 10, 'completed', 'failed'),
          printf('2025-01-01 %02d:%02d:00', i / 20000, i / 7 % 60), nullif(i % 97, 5), 1, 1, '' FROM n`),
    );
    return path;
  };

  it.each([
    [
      'with our indexes',
      () => {
        const path = join(temporaryFolder(), 'ours.db');
        openLibrary(path).close();
        return path;
      },
    ],
    ['without', () => libraryOf(createAllSchema)],
  ])('are right in a library %s', (_, make) => {
    const { database } = open(many(make()));
    const filters: GenerationFilter[] = [{}, { statuses: ['completed'] }];
    const columns = ['createdAt', 'generationTimeSeconds'] as const;
    for (const filter of filters) {
      for (const column of columns) {
        const sort = { column, direction: 'descending' } as const;
        const keys =
          column === 'createdAt' ? 'created_at' : 'generation_time_seconds DESC, created_at';
        const where = filter.statuses ? "status = 'completed'" : '1';
        const expected = database.connection
          .prepare(
            `SELECT id FROM generations NOT INDEXED WHERE ${where} ORDER BY ${keys} DESC, id DESC`,
          )
          .pluck()
          .all() as string[];
        for (const position of [0, 25_001, 40_000, 12_345, 29_999, 31_000, expected.length - 3]) {
          const { rows, total } = listGenerations(database, { filter, sort, position, limit: 20 });
          expect(total).toBe(expected.length);
          expect(rows.map(({ id }) => id)).toEqual(expected.slice(position, position + 20));
        }
      }
    }
  });
});
