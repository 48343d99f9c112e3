import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  addEarlier,
  createAllSchema,
  digests,
  failureOf,
  libraryOf,
  open,
  rowsOf,
  sampleLibrary,
  temporaryFolder,
  withRaw,
} from '../../testing/libraries';
import { type Library, openLibrary } from '../library';

const keptRows = `
INSERT INTO generation_judgements VALUES
  ('gen_1', '2025-11-21 10:00:00.000000', 4, 1, 0, '["intro"]', 'mine', '2025-11-21 10:00:00.000000');
INSERT INTO comparison_votes VALUES
  (1, 'c1', '2025-11-21 10:00:00.000000', 'gen_1', 'gen_2', 1),
  (2, 'c2', '2025-11-21 10:01:00.000000', 'gen_1', 'gen_2', 0);
INSERT INTO generation_attempts VALUES
  (1, 'gen_1', 1, 'failed', '2025-11-20 02:00:00.000000', NULL, NULL, 'first', '2025-11-20 03:00:00.000000'),
  (2, 'gen_1', 2, 'failed', '2025-11-20 04:00:00.000000', 1.5, 9007199254740993, 'second', '2025-11-20 05:00:00.000000')`;

const rows = `INSERT INTO generations (id, prompt, model_name, duration_seconds, sample_rate,
  channels, file_path, status, created_at, completed_at, error_message) VALUES
  ('gen_1', 'lo-fi', 'm', 8, 32000, 2, 'x.wav', 'failed', '2025-11-20 01:00:00.000000',
    '2025-11-22 01:00:00.000000', 'third'),
  ('gen_2', 'jazz', 'm', 8, 32000, 2, 'y.wav', 'completed', '2025-11-20 01:00:01.000000',
    '2025-11-22 01:00:00.000000', NULL);
INSERT INTO prompts VALUES (1, 'lo-fi', 1, '2025-11-20 01:00:00', '2025-11-20 01:00:00')`;

/** A library that an earlier version added its tables to, or made, with a row or two in each. */
const earlier = ({ made = false } = {}): string => {
  const path = addEarlier(libraryOf(createAllSchema, rows), { made });
  withRaw(path, (raw) => raw.exec(keptRows));
  return path;
};

const seen = (library: Library) => ({
  judgements: library.judgements.get(['gen_1']),
  votes: library.votes.count(['gen_1', 'gen_2']),
  attempts: library.generations.attempts('gen_1').map(({ errorMessage }) => errorMessage),
  starred: library.generations.count({ starred: true }),
});

const everything = {
  judgements: [expect.objectContaining({ rating: 4, starred: true, note: 'mine' })],
  votes: [
    { generationId: 'gen_1', wins: 2, losses: 0 },
    { generationId: 'gen_2', wins: 0, losses: 2 },
  ],
  attempts: ['first', 'second'],
  starred: 1,
};

const tablesOf = (path: string) =>
  withRaw(path, (raw) =>
    raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all(),
  );

describe.each([
  ['added its tables to', { made: false }],
  ['made', { made: true }],
])('a library that an earlier version %s', (_, how) => {
  it('is read whole, and not changed by opening', () => {
    const path = earlier(how);
    const before = digests(dirname(path));
    const dataFolder = temporaryFolder();
    for (const readOnly of [false, true, false]) {
      const library = openLibrary(path, { dataFolder, readOnly });
      expect(seen(library)).toEqual(everything);
      expect(library.info().origin).toBe(how.made ? 'monitor' : 'create_all');
      library.close();
    }
    expect(digests(dirname(path))).toEqual(before);
  });

  it('gives them to the companion on migration, before they are dropped', async () => {
    const path = earlier(how);
    const library = open(path);
    const before = rowsOf(path);
    expect(library.migrations.status().pending).toContain('earlier-additions');
    const { backup } = await library.migrations.migrate();
    expect(seen(library)).toEqual(everything);
    expect(tablesOf(path)).toEqual(['generations', 'prompts']);
    expect(tablesOf(backup?.path ?? '')).toContain('generation_judgements');
    expect(rowsOf(path)).toEqual(before);
    expect(library.prompts.getByText('lo-fi')).toMatchObject({ id: 1, usedCount: 1 });
    expect(library.migrations.status()).toMatchObject({
      applied: [
        { name: '0000_library', kind: how.made ? 'applied' : 'adopted' },
        { name: '0001_filter_indexes' },
        { name: '0002_sort_indexes' },
        { name: '0003_prompt_index' },
      ],
      pending: [],
    });
    expect(open(path).info().origin).toBe(how.made ? 'monitor' : 'create_all');
    expect(library.check().ok).toBe(true);
  });

  it('is taken back without a loss, too', async () => {
    const path = earlier(how);
    const library = open(path);
    const taken: string[] = [];
    for (let count = 0; count < 4; count++) {
      taken.push(...(await library.migrations.rollback()).steps);
    }
    expect(taken).toEqual([
      'earlier-additions',
      '0003_prompt_index',
      '0002_sort_indexes',
      '0001_filter_indexes',
    ]);
    expect(seen(library)).toEqual(everything);
    expect(tablesOf(path)).toEqual(['generations', 'prompts']);
  });
});

it('does not bring back what was taken away since', async () => {
  const path = earlier();
  const library = open(path);
  library.votes.withdraw('c1');
  library.judgements.set(['gen_1'], { rating: 1 });
  library.close();
  withRaw(path, (raw) =>
    raw.exec(
      "INSERT INTO comparison_votes VALUES (3, 'c3', '2025-11-23 00:00:00.000000', 'gen_2', 'gen_1', 1)",
    ),
  );
  const later = open(path);
  const expected = [
    { generationId: 'gen_1', wins: 1, losses: 1 },
    { generationId: 'gen_2', wins: 1, losses: 1 },
  ];
  expect(later.votes.count(['gen_1', 'gen_2'])).toEqual(expected);
  expect(later.judgements.get(['gen_1'])).toMatchObject([{ rating: 1, note: 'mine' }]);
  await later.migrations.migrate();
  expect(later.votes.count(['gen_1', 'gen_2'])).toEqual(expected);
  expect(later.judgements.get(['gen_1'])).toMatchObject([{ rating: 1, note: 'mine' }]);
});

it('keeps an attempt once where a retry was cut and done again before a migration', async () => {
  const path = earlier();
  const left = open(path);
  // What a retry keeps before it is killed, and the same when it is done again by an earlier version.
  const kept = ['gen_1', 'failed', '2025-11-22 01:00:00.000000', null, null, 'third'];
  left.database.companion
    .required()
    .prepare(
      `INSERT INTO generation_attempts (generation_id, status, completed_at,
        generation_time_seconds, file_size_bytes, error_message, attempt, retried_at)
      VALUES (?, ?, ?, ?, ?, ?, 3, '2025-11-22 02:00:00.000000')`,
    )
    .run(...kept);
  withRaw(path, (raw) =>
    raw.exec(`INSERT INTO generation_attempts VALUES (3, 'gen_1', 3, 'failed',
        '2025-11-22 01:00:00.000000', NULL, NULL, 'third', '2025-11-22 03:00:00.000000');
      UPDATE generations SET status = 'pending', completed_at = NULL, error_message = NULL
        WHERE id = 'gen_1'`),
  );
  await left.migrations.migrate();
  expect(seen(left).attempts).toEqual(['first', 'second', 'third']);
});

it('keeps an attempt once where a retry was cut, then migrated, then done again', async () => {
  const path = libraryOf(createAllSchema, rows);
  const library = open(path);
  expect(() =>
    library.transaction(() => {
      library.generations.retry(['gen_1']);
      throw new Error('cut');
    }),
  ).toThrow('cut');
  expect(library.generations.attempts('gen_1')).toEqual([]);
  await library.migrations.migrate();
  library.generations.retry(['gen_1']);
  expect(library.generations.attempts('gen_1')).toHaveLength(1);
  library.generations.undoRetry(['gen_1']);
  expect(library.generations.attempts('gen_1')).toEqual([]);
  expect(library.generations.get('gen_1')).toMatchObject({ errorMessage: 'third' });
});

it('leaves tables of other programs alone that have the names of ours', async () => {
  const foreign = `CREATE TABLE monitor_migrations (id INTEGER PRIMARY KEY, camera TEXT);
    CREATE TABLE generation_judgements (id INTEGER PRIMARY KEY, verdict TEXT);
    CREATE TABLE comparison_votes (x); CREATE TABLE generation_attempts (y);
    INSERT INTO generation_judgements VALUES (1, 'theirs')`;
  const path = libraryOf(createAllSchema, rows, foreign);
  const tables = tablesOf(path);
  const library = open(path);
  expect(library.info()).toMatchObject({ origin: 'create_all', readOnlyReason: null });
  library.judgements.set(['gen_1'], { starred: true });
  library.generations.retry(['gen_1']);
  expect(library.generations.count({ starred: true })).toBe(1);
  await library.migrations.migrate();
  expect(library.migrations.status().pending).toEqual([]);
  while ((await library.migrations.rollback()).steps.length > 0);
  library.reset({ confirm: true });
  expect(tablesOf(path)).toEqual(tables);
  expect(withRaw(path, (raw) => raw.prepare('SELECT * FROM generation_judgements').all())).toEqual([
    { id: 1, verdict: 'theirs' },
  ]);
});

it('drops nothing where the companion cannot be made, and still shows what there is', async () => {
  const path = earlier();
  const dataFolder = join(dirname(path), 'blocked');
  writeFileSync(dataFolder, 'a file where the folder should be');
  const library = open(path, { dataFolder });
  expect(library.info().warning).toContain(dataFolder);
  expect(library.generations.page().rows[1]).toMatchObject({ id: 'gen_1' });
  for (const work of [
    () => library.judgements.get(['gen_1']),
    () => library.generations.attempts('gen_1'),
  ]) {
    expect(failureOf(work).code).toBe('companion-unusable');
  }
  await expect(library.migrations.migrate()).rejects.toMatchObject({
    code: 'companion-unusable',
    message: expect.stringContaining(dataFolder),
    hint: expect.any(String),
  });
  expect(tablesOf(path)).toContain('generation_judgements');
});

describe('a library that is moved', () => {
  it('takes its judgements along, there and back', () => {
    const dataFolder = temporaryFolder();
    const path = sampleLibrary();
    const first = openLibrary(path, { dataFolder });
    const [one = '', two = ''] = first.generations.list({ limit: 2 }).map(({ id }) => id);
    first.judgements.set([one], { rating: 5 });
    first.close();

    const moved = join(dirname(path), 'elsewhere', 'renamed.db');
    mkdirSync(dirname(moved));
    renameSync(path, moved);
    const second = openLibrary(moved, { dataFolder });
    expect(second.judgements.get([one])).toMatchObject([{ rating: 5 }]);
    second.judgements.set([one, two], { rating: 2 });
    second.close();

    renameSync(moved, path);
    const third = openLibrary(path, { dataFolder });
    expect(third.judgements.get([one, two]).map(({ rating }) => rating)).toEqual([2, 2]);
    third.close();
  });

  it('is not taken for another one that has the same rows', () => {
    const dataFolder = temporaryFolder();
    const [one, other] = [sampleLibrary(), sampleLibrary()] as const;
    const first = openLibrary(one, { dataFolder });
    const [id = ''] = first.generations.list({ limit: 1 }).map((row) => row.id);
    first.judgements.set([id], { rating: 5 });
    first.close();
    const second = openLibrary(other, { dataFolder });
    expect(second.judgements.get([id])).toEqual([]);
    second.close();
  });
});

it('says which copy beside the library cannot be read', () => {
  const path = sampleLibrary();
  const beside = path.replace(/db$/, 'companion.db');
  writeFileSync(beside, 'these are just words');
  const library = open(path);
  expect(library.info().warning).toContain(beside);
  rmSync(beside);
  expect(open(path).info().warning).toBeNull();
  expect(existsSync(library.database.companion.path)).toBe(false);
});
