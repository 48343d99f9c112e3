import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { fold } from '../../shared/fold';
import type { Generation } from '../../shared/generation';
import type { GenerationFilter, StoredSort } from '../../shared/query';
import { newestFirst, storedSortColumns } from '../../shared/query';
import { countGenerations } from './counts';
import type { Database } from './database';
import { openLibrary } from './library';
import { listGenerations, pageOfGenerations, recentGenerations } from './pages';
import { planOf } from './plan';
import {
  createAllSchema,
  documentsSchema,
  failureOf,
  libraryOf,
  open,
  sampleLibrary,
  temporaryFolder,
  withRaw,
} from './testing';

// Every filter and order is compared with a plain reference over all rows, on libraries with our
// indexes and without.

/** Rows of all kinds, with many ties, gaps and malformed values: the same on each call. */
const awkwardRows = (count: number): readonly (readonly unknown[])[] => {
  let seed = 7;
  const next = (below: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
  const of = <T>(...values: readonly T[]): T => values[next(values.length)] as T;
  return Array.from({ length: count }, (_, index) => [
    `gen_${String((index * 7919) % count).padStart(5, '0')}`,
    of(
      'lo-fi',
      'Lo-Fi 100%',
      'techno_1',
      '日本の琴 🎵',
      'e\u0301tude no\u0308tig',
      'it\'s \\ "odd"',
    ),
    of('small', 'medium', 'large'),
    of(8, 16, 16, 30),
    of('completed', 'completed', 'completed', 'failed', 'pending', 'cancelled'),
    `2025-01-0${1 + next(3)} 00:00:${String(next(20)).padStart(2, '0')}${of('', '.500000')}`,
    of(null, 12.5, 3, 40),
    of(null, 1024, 2048),
    of(
      null,
      null,
      'CUDA out of memory: 2.50 GiB',
      'CUDA out of memory: 3 GiB',
      'x\nOSError: /a/b.wav',
    ),
    of(
      null,
      '',
      'not json',
      '[1,2]',
      '{"bpm": 120}',
      '{"bpm": 90, "key": "Cm"}',
      '{"bpm": NaN, "a": {"b": true}}',
      '{"bpm": "fast", "key": null}',
    ),
  ]);
};

const insert = `INSERT INTO generations (id, prompt, model_name, duration_seconds, status, created_at,
  generation_time_seconds, file_size_bytes, error_message, metadata, sample_rate, channels, file_path)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 32000, 2, 'x.wav')`;

/** A library file of this schema, the rows in it. */
const filled = (schema: string, atEnd: AtEnd): string => {
  const path = join(temporaryFolder(atEnd), 'generations.db');
  withRaw(path, (raw) => raw.exec(schema));
  return fill(path);
};

const fill = (path: string): string => {
  withRaw(path, (raw) => {
    const statement = raw.prepare(insert);
    raw.transaction(() => {
      for (const row of awkwardRows(700)) statement.run(...row);
    })();
  });
  return path;
};

type AtEnd = (cleanUp: () => void) => void;

const ours = (atEnd?: AtEnd): string => {
  const path = join(temporaryFolder(atEnd), 'ours.db');
  openLibrary(path).close();
  return fill(path);
};
const libraries: [string, (atEnd: AtEnd) => string][] = [
  ['with our indexes', ours],
  ['made by create_all', (atEnd) => filled(createAllSchema, atEnd)],
  [
    'as the documents describe it, with values missing',
    (atEnd) => {
      const path = filled(documentsSchema, atEnd);
      withRaw(path, (raw) =>
        raw.exec(`UPDATE generations SET created_at = NULL WHERE rowid % 11 = 0;
          UPDATE generations SET status = NULL WHERE rowid % 13 = 0;
          UPDATE generations SET duration_seconds = 'long' WHERE rowid % 17 = 0;
          UPDATE generations SET created_at = x'00' WHERE rowid % 19 = 0`),
      );
      return path;
    },
  ],
];

const everything = (database: Database): readonly Generation[] => {
  const rows: Generation[] = [];
  let cursor: string | null = null;
  do {
    const page = pageOfGenerations(database, { limit: 500 }, cursor);
    rows.push(...page.rows);
    cursor = page.next;
  } while (cursor !== null);
  return rows;
};

const filters: readonly [string, GenerationFilter, (row: Generation) => boolean][] = [
  ['nothing', {}, () => true],
  ['one status', { statuses: ['failed'] }, (row) => row.status === 'failed'],
  [
    'statuses',
    { statuses: ['failed', 'pending'] },
    ({ status }) => status === 'failed' || status === 'pending',
  ],
  ['no status', { statuses: [] }, () => false],
  ['a model', { models: ['large'] }, (row) => row.modelName === 'large'],
  [
    'models and a status',
    { models: ['large', 'small'], statuses: ['completed'] },
    (row) => row.modelName !== 'medium' && row.status === 'completed',
  ],
  ['a prompt', { prompt: 'lo-fi' }, (row) => row.prompt === 'lo-fi'],
  [
    'a prompt and a status',
    { prompt: 'lo-fi', statuses: ['failed'] },
    (row) => row.prompt === 'lo-fi' && row.status === 'failed',
  ],
  [
    'created from',
    { createdFrom: '2025-01-02T00:00:10Z' },
    (row) => (row.createdAt?.getTime() ?? 0) >= Date.UTC(2025, 0, 2, 0, 0, 10),
  ],
  [
    'created before',
    { createdBefore: '2025-01-02T00:00:10.500Z' },
    (row) =>
      row.createdAt !== null && row.createdAt.getTime() < Date.UTC(2025, 0, 2, 0, 0, 10, 500),
  ],
  [
    'created on a day',
    {
      createdFrom: '2025-01-02T00:00:00Z',
      createdBefore: '2025-01-03T00:00:00Z',
      statuses: ['failed'],
    },
    (row) => row.createdAt?.getUTCDate() === 2 && row.status === 'failed',
  ],
  [
    'length',
    { minDurationSeconds: 9, maxDurationSeconds: 16 },
    (row) => row.durationSeconds === 16,
  ],
  [
    'time taken',
    { minTimeTakenSeconds: 3, maxTimeTakenSeconds: 12.5 },
    (row) => row.generationTimeSeconds === 3 || row.generationTimeSeconds === 12.5,
  ],
  ['a file size', { hasFileSize: true }, (row) => row.fileSizeBytes !== null],
  [
    'no file size',
    { hasFileSize: false, models: ['small'] },
    (row) => row.fileSizeBytes === null && row.modelName === 'small',
  ],
  [
    'bpm',
    { metadata: [{ path: ['bpm'], operator: '≥', value: 100 }] },
    (row) => typeof row.metadata.bpm === 'number' && row.metadata.bpm >= 100,
  ],
  [
    'key',
    { metadata: [{ path: ['key'], operator: '=', value: 'Cm' }] },
    (row) => row.metadata.key === 'Cm',
  ],
  [
    'any path',
    { metadata: [{ path: ['a', 'b'], operator: '=', value: true }] },
    (row) => typeof row.metadata.a === 'object',
  ],
  [
    'not that key',
    { metadata: [{ path: ['key'], operator: '≠', value: 'Cm' }] },
    (row) => row.metadata.key !== 'Cm',
  ],
  [
    'null in metadata',
    { metadata: [{ path: ['key'], operator: '=', value: null }] },
    (row) => row.metadata.key === null,
  ],
  [
    'presence',
    {
      metadata: [
        { path: ['key'], operator: 'present' },
        { path: ['a'], operator: 'absent' },
      ],
    },
    (row) => 'key' in row.metadata,
  ],
  [
    'an error signature',
    { errorSignature: 'CUDA out of memory: <n> GiB' },
    (row) => row.errorMessage?.startsWith('CUDA') ?? false,
  ],
  ...[
    'lo',
    'LO-FI',
    '%',
    '_',
    '日本',
    '🎵',
    'e\u0301T',
    'o\u0308',
    '\\',
    '"',
    "'",
    'gen_0001',
    'oserror',
    'small',
    'x',
  ].map((text): [string, GenerationFilter, (row: Generation) => boolean] => [
    `the text ${text}`,
    { text },
    (row) =>
      [row.prompt, row.modelName, row.id, row.errorMessage ?? ''].some((field) =>
        fold(field).includes(fold(text)),
      ),
  ]),
  [
    'text and a status',
    { text: 'fi', statuses: ['failed'] },
    (row) => fold(row.prompt).includes('fi') && row.status === 'failed',
  ],
];

const sorts: readonly StoredSort[] = storedSortColumns.flatMap((column) => [
  { column, direction: 'ascending' } as const,
  { column, direction: 'descending' } as const,
]);

describe.each(libraries)('a library %s', (_, make) => {
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

  it.each(filters)('answers %s', (_name, filter, matches) => {
    const rows = everything(database);
    expect(rows).toHaveLength(700);
    const expected = rows.filter(matches);
    const list = listGenerations(database, { filter, sort: newestFirst, position: 0, limit: 500 });
    expect(list.total).toBe(expected.length);
    expect(ids(list.rows)).toEqual(ids(expected).slice(0, 500));
    const counts = countGenerations(database, filter);
    expect(counts.total).toBe(expected.length);
    for (const [status, count] of Object.entries(counts.byStatus)) {
      expect(expected.filter((row) => row.status === status)).toHaveLength(count);
    }
  });

  it.each(sorts)(
    'sorts by $column, $direction, the same by position and by key, both ways',
    (sort) => {
      for (const filter of [{}, { statuses: ['failed'] }, { hasFileSize: true }]) {
        const { total } = countGenerations(database, filter);
        const whole: string[] = [];
        for (let position = 0; position < total; position += 97) {
          whole.push(...ids(listGenerations(database, { filter, sort, position, limit: 97 }).rows));
        }
        expect(new Set(whole).size).toBe(total);
        expect(whole).toEqual(reference(database, filter, sort));

        const forth: string[] = [];
        const back: string[] = [];
        let cursor: string | null = null;
        let last: string | null = null;
        do {
          const page = pageOfGenerations(database, { filter, sort, limit: 53 }, cursor);
          forth.push(...ids(page.rows));
          last = page.previous ?? last;
          cursor = page.next;
        } while (cursor !== null);
        expect(forth).toEqual(whole);
        cursor = last;
        const tail = forth.length % 53 || 53;
        while (cursor !== null) {
          const page = pageOfGenerations(database, { filter, sort, limit: 53 }, cursor);
          back.unshift(...ids(page.rows));
          cursor = page.previous;
        }
        expect(back).toEqual(whole.slice(0, whole.length - tail));
      }
    },
  );
});

/** SQLite's own order over the whole table, without any index. */
const reference = (database: Database, filter: GenerationFilter, sort: StoredSort): string[] => {
  const column = {
    createdAt: 'created_at',
    completedAt: 'completed_at',
    status: 'status, created_at',
    prompt: 'prompt, created_at',
    modelName: 'model_name, created_at',
    durationSeconds: 'duration_seconds, created_at',
    generationTimeSeconds: 'generation_time_seconds, created_at',
    fileSizeBytes: 'file_size_bytes, created_at',
  }[sort.column];
  const way = sort.direction === 'descending' ? 'DESC' : 'ASC';
  const where = filter.statuses
    ? "status = 'failed'"
    : filter.hasFileSize
      ? 'file_size_bytes IS NOT NULL'
      : '1';
  return database.connection
    .prepare(`SELECT id FROM generations NOT INDEXED WHERE ${where}
      ORDER BY ${column.replaceAll(',', ` ${way},`)} ${way}, id ${way}`)
    .pluck()
    .all() as string[];
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
  const way = (path: string, filter: GenerationFilter, sort: StoredSort) =>
    planOf(open(path).database, filter, sort, 100).way;
  const byTime = { column: 'generationTimeSeconds', direction: 'ascending' } as const;
  const adopted = libraryOf(createAllSchema);
  expect(way(adopted, {}, newestFirst)).toBe('index');
  expect(way(adopted, { createdFrom: '2025-01-01T00:00:00Z' }, newestFirst)).toBe('index');
  expect(way(adopted, {}, byTime)).toBe('sort');
  expect(way(sampleLibrary(), { statuses: ['completed'] }, newestFirst)).toBe('filter');
  const own = ours();
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
