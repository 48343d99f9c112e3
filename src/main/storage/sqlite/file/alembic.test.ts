import { spawnSync } from 'node:child_process';
import { renameSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import {
  addEarlier,
  createAllSchema,
  libraryOf,
  open,
  rowsOf,
  sampleLibrary,
  temporaryFolder,
  withRaw,
} from '../../testing/libraries';
import { type Library, openLibrary } from '../library';

vi.setConfig({ testTimeout: 60_000 });

// Libraries in the hands of their other owner: real SQLAlchemy and Alembic, as `npm test` prepares
// them (scripts/lib/neighbours.mjs).

const python = process.env.PYTHON ?? '/usr/bin/python3';
const script = resolve('scripts/sqlalchemy/neighbour.py');
const hasNeighbours = spawnSync(python, ['-c', 'import sqlalchemy, alembic']).status === 0;

const neighbour = (command: string, path: string): string => {
  const { status, stdout, stderr } = spawnSync(python, [script, command, `sqlite:///${path}`], {
    encoding: 'utf8',
  });
  expect(status, stderr).toBe(0);
  return stdout;
};
const differences = (path: string): unknown => JSON.parse(neighbour('autogenerate', path));

/** One that this version makes, with a job in it. */
const made = (): string => {
  const path = join(temporaryFolder(), 'generations.db');
  const library = openLibrary(path, { dataFolder: join(dirname(path), 'data') });
  const job = { modelName: 'm', durationSeconds: 1, sampleRate: 32_000, channels: 2, filePath: '' };
  for (const prompt of ['lo-fi', 'jazz']) {
    const { id } = library.generations.create({ ...job, prompt });
    library.generations.fail(id, 'CUDA out of memory');
  }
  library.close();
  return path;
};
const rows = `INSERT INTO generations (id, prompt, model_name, duration_seconds, sample_rate,
  channels, file_path, status, created_at, completed_at, error_message) VALUES
  ('gen_1', 'lo-fi', 'm', 8, 32000, 2, 'x.wav', 'failed', '2025-11-20 01:00:00.000000',
    '2025-11-22 01:00:00.000000', 'boom'),
  ('gen_2', 'jazz', 'm', 8, 32000, 2, 'y.wav', 'failed', '2025-11-20 01:00:01.000000',
    '2025-11-22 01:00:00.000000', 'boom')`;

/** Judges, votes and retries, and tells afterwards what is known of it. */
const act = (library: Library): readonly string[] => {
  const ids = library.generations.list({ status: 'failed', limit: 2 }).map(({ id }) => id);
  const [winnerId, ...loserIds] = ids;
  if (winnerId === undefined) return [];
  library.judgements.set(ids, { rating: 4, starred: true, note: 'mine' });
  library.votes.cast({ winnerId, loserIds, blind: true });
  library.generations.retry(ids);
  return ids;
};
const known = (library: Library, ids: readonly string[]) => ({
  judgements: library.judgements.get(ids),
  votes: library.votes.count(ids),
  attempts: ids.map((id) => library.generations.attempts(id)),
});

const libraries: readonly [string, () => string][] = [
  ['made by us', made],
  ['made by Alembic', sampleLibrary],
  ['made by create_all', () => libraryOf(createAllSchema, rows)],
  ['that an earlier version added tables to', () => addEarlier(libraryOf(createAllSchema, rows))],
  [
    'that an earlier version made',
    () => addEarlier(libraryOf(createAllSchema, rows), { made: true }),
  ],
];

describe.runIf(hasNeighbours).each(libraries)('a library %s', (_, make) => {
  it('is as the models of the service say, as far as Alembic can tell', async () => {
    const path = make();
    const library = open(path);
    act(library);
    await library.migrations.migrate();
    act(library);
    expect(library.migrations.status().pending).toEqual([]);
    expect(differences(path)).toEqual([]);
    while (library.migrations.status().applied.length > 1) await library.migrations.rollback();
    expect(differences(path)).toEqual([]);
  });

  it.each([
    ['autogenerate, applied', ['apply']],
    ['an upgrade and a batch rebuild', ['upgrade', 'rebuild']],
    ['an upgrade and its downgrade in batch mode', ['upgrade', 'downgrade']],
  ])('keeps judgements, votes and attempts through %s', async (_what, commands) => {
    const path = make();
    withRaw(path, (raw) =>
      raw.exec('CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL)'),
    );
    const library = open(path);
    const ids = act(library);
    await library.migrations.migrate();
    const before = known(library, ids);
    const jobs = rowsOf(path).length;
    library.close();
    for (const command of commands) neighbour(command, path);

    const later = open(path);
    expect(known(later, ids)).toEqual(before);
    expect(rowsOf(path)).toHaveLength(jobs);
    const { pending, applied } = later.migrations.status();
    const ours = applied.map(({ name }) => name).filter((name) => name !== '0000_library');
    expect([...ours, ...pending].sort()).toEqual([
      '0001_filter_indexes',
      '0002_sort_indexes',
      '0003_prompt_index',
    ]);
  });
});

describe.runIf(hasNeighbours)('what a library has of ours', () => {
  it.each([
    ['a batch rebuild', 'rebuild', 400],
    ['drop_all and create_all', 'recreate', 0],
  ])('is told as it is after %s, mended, and can be taken back', async (_, command, jobs) => {
    const path = sampleLibrary();
    const library = open(path);
    const ids = act(library);
    await library.migrations.migrate();
    const before = known(library, ids);
    library.close();
    neighbour(command, path);

    const later = open(path);
    expect(later.migrations.status()).toEqual({
      applied: [],
      pending: ['0001_filter_indexes', '0002_sort_indexes', '0003_prompt_index'],
    });
    expect((await later.migrations.migrate()).steps).toHaveLength(3);
    expect(later.migrations.status().pending).toEqual([]);
    expect((await later.migrations.rollback()).steps).toEqual(['0003_prompt_index']);
    expect(later.generations.count()).toBe(jobs);
    expect(later.judgements.get(ids)).toEqual(before.judgements);
    expect(differences(path)).toEqual([]);
  });

  it('survives autogenerate on what an earlier version left, once it was opened', () => {
    const path = addEarlier(libraryOf(createAllSchema, rows));
    withRaw(path, (raw) =>
      raw.exec(`INSERT INTO generation_judgements VALUES ('gen_1', NULL, 5, 1, 0, NULL, 'mine',
        '2025-11-21 10:00:00.000000')`),
    );
    open(path).close();
    neighbour('apply', path);
    const library = open(path);
    expect(library.judgements.get(['gen_1'])).toMatchObject([{ rating: 5, note: 'mine' }]);
    expect(library.migrations.status().pending).toEqual([
      '0001_filter_indexes',
      '0002_sort_indexes',
      '0003_prompt_index',
    ]);
  });

  it('survives that one index was dropped by hand', async () => {
    const path = made();
    withRaw(path, (raw) => raw.exec('DROP INDEX idx_monitor_duration'));
    const library = open(path);
    expect(library.migrations.status().pending).toEqual(['0002_sort_indexes']);
    expect((await library.migrations.migrate()).steps).toEqual(['0002_sort_indexes']);
    expect(library.migrations.status().pending).toEqual([]);
  });

  it('is kept by a library that was moved after they rebuilt it', async () => {
    const path = made();
    const dataFolder = temporaryFolder();
    const library = openLibrary(path, { dataFolder });
    const ids = act(library);
    const before = known(library, ids);
    library.close();
    neighbour('rebuild', path);
    const moved = join(dirname(path), 'moved.db');
    renameSync(path, moved);
    expect(known(open(moved, { dataFolder }), ids)).toEqual(before);
  });
});
