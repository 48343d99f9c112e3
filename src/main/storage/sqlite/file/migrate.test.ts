import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  createAllSchema,
  documentsSchema,
  libraryOf,
  open,
  rowsOf,
  sampleLibrary,
  temporaryFolder,
  withRaw,
} from '../../testing/libraries';
import { migrations } from '../core/migrations';
import { createGeneration } from '../jobs/jobs';
import { openLibrary } from '../library';
import { migrateLibrary, migrationStatus, rollbackLibrary } from './migrate';

const insert = `INSERT INTO generations (id, prompt, model_name, duration_seconds, sample_rate,
  channels, file_path, status, created_at) VALUES ('gen_1', 'lo-fi', 'm', 8, 32000, 2, 'x.wav',
  'failed', '2025-11-20 01:12:17.893917')`;

const schemaOf = (path: string) =>
  withRaw(path, (raw) =>
    raw.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').all(),
  );

const steps = migrations.slice(1).map(({ name }) => name);

describe.each([
  ['Alembic', sampleLibrary],
  ['create_all', () => libraryOf(createAllSchema, insert)],
  ['the documents', () => libraryOf(documentsSchema, insert)],
])('a library made by %s', (_, make) => {
  it('takes our additions and gives them back, its rows and its own schema untouched', async () => {
    const path = make();
    const [rows, schema] = [rowsOf(path), schemaOf(path)];
    const { database } = open(path);
    expect(migrationStatus(database)).toEqual({ applied: [], pending: steps });

    const report = await migrateLibrary(database);
    expect(report.steps).toEqual(steps);
    expect(report.backup).toMatchObject({ generations: rows.length });
    expect(rowsOf(report.backup?.path ?? '')).toEqual(rows);
    expect(rowsOf(path)).toEqual(rows);
    expect(schemaOf(path)).toEqual(expect.arrayContaining(schema));
    expect(migrationStatus(database)).toMatchObject({
      applied: [{ name: '0000_library', kind: 'adopted' }, ...steps.map((name) => ({ name }))],
      pending: [],
    });
    const added = withRaw(path, (raw) =>
      raw.prepare("SELECT sql FROM sqlite_schema WHERE sql LIKE '%monitor%'").pluck().all(),
    ) as string[];
    expect(added.length).toBe(6);
    expect(added.every((sql) => sql.startsWith('CREATE INDEX'))).toBe(true);
    expect(schemaOf(path)).toHaveLength(schema.length + added.length);
    // Votes have theirs where the votes are.
    const voteIndexes = database.companion
      .required()
      .prepare('SELECT name FROM pragma_index_list(\'comparison_votes\') WHERE "unique" = 1')
      .pluck();
    expect(voteIndexes.all()).toEqual(['idx_comparison_votes_comparison']);

    for (const step of [...steps].reverse()) {
      expect((await rollbackLibrary(database)).steps).toEqual([step]);
    }
    expect(await rollbackLibrary(database)).toEqual({ steps: [], backup: null });
    expect(schemaOf(path)).toEqual(schema);
    expect(rowsOf(path)).toEqual(rows);
  });

  it('keeps its origin', async () => {
    const library = open(make());
    const { origin } = library.info();
    await migrateLibrary(library.database);
    expect(open(library.info().path).info().origin).toBe(origin);
  });
});

it('a library that we created has every step, and keeps the first while it holds anything', async () => {
  const { database } = open(join(temporaryFolder(), 'new.db'));
  expect(migrationStatus(database).pending).toEqual([]);
  expect(await migrateLibrary(database)).toEqual({ steps: [], backup: null });
  createGeneration(database, {
    prompt: 'p',
    modelName: 'm',
    durationSeconds: 1,
    sampleRate: 1,
    channels: 1,
    filePath: 'x',
  });
  for (const _ of steps) await rollbackLibrary(database);
  await expect(rollbackLibrary(database)).rejects.toMatchObject({ code: 'invalid-input' });
  database.connection.exec('DELETE FROM generations');
  expect((await rollbackLibrary(database)).steps).toEqual(['0000_library']);
});

it('a step that fails leaves the library as it was before the step', async () => {
  const path = sampleLibrary();
  withRaw(path, (raw) => raw.exec('CREATE TABLE idx_monitor_model_name (x)'));
  const schema = schemaOf(path);
  const { database } = open(path);
  await expect(migrateLibrary(database)).rejects.toMatchObject({
    code: 'library-name-taken',
    message: expect.stringContaining('idx_monitor_model_name'),
  });
  expect(migrationStatus(database).applied).toEqual([]);
  expect(schemaOf(path)).toEqual(schema);
});

it('a read-only library is left alone', async () => {
  const { database } = open(sampleLibrary(), { readOnly: true });
  await expect(migrateLibrary(database)).rejects.toMatchObject({ code: 'library-read-only' });
  await expect(rollbackLibrary(database)).rejects.toMatchObject({ code: 'library-read-only' });
});

it('sees what another process has added meanwhile', async () => {
  const path = sampleLibrary();
  const here = open(path);
  const there = openLibrary(path);
  await migrateLibrary(there.database);
  there.close();
  expect(await migrateLibrary(here.database)).toEqual({ steps: [], backup: null });
  expect(existsSync(path)).toBe(true);
});
