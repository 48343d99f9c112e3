import { beforeAll, describe, expect, it } from 'vitest';
import { fold } from '../../../../shared/fold';
import type { Generation } from '../../../../shared/generation';
import { type GenerationFilter, newestFirst } from '../../../../shared/query';
import { temporaryFolder } from '../../testing/libraries';
import { awkwardLibraries, everything } from '../../testing/rows';
import type { Database } from '../core/database';
import { openLibrary } from '../library';
import { countGenerations } from './counts';
import { listGenerations } from './pages';

// Every filter is compared with a plain reference over all rows, on libraries with our indexes and
// without.

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
  [
    'neither end',
    { overDurationSeconds: 8, underDurationSeconds: 30 },
    (row) => row.durationSeconds === 16,
  ],
  [
    'time taken, neither end',
    { overTimeTakenSeconds: 3, underTimeTakenSeconds: 13 },
    (row) => row.generationTimeSeconds === 12.5,
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
  ['no error text', { errorSignature: null }, (row) => !row.errorMessage?.trim()],
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
});
