import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failureOf, open, rowsOf, sampleLibrary, withRaw } from '../../testing/libraries';
import { migrateLibrary, rollbackLibrary } from '../file/migrate';
import { attemptsOf, keepOutcomes, type Outcome } from '../history/attempts';
import { type ConnectedLibrary, openLibrary } from '../library';
import { failGeneration } from './jobs';
import { retryGenerations, undoRetry } from './retry';

const failedIds = (path: string): string[] =>
  rowsOf(path)
    .filter(({ status }) => status === 'failed')
    .map(({ id }) => id);

const adopted = () => open(sampleLibrary());
const agreed = async () => {
  const library = adopted();
  await migrateLibrary(library.database);
  return library;
};

describe.each<[string, () => ConnectedLibrary | Promise<ConnectedLibrary>]>([
  ['an adopted library', adopted],
  ['a library that holds our indexes', agreed],
])('the history of retries in %s', (_, make) => {
  it('keeps each outcome', async () => {
    const { database } = await make();
    const [before] = rowsOf(database.path).filter(({ status }) => status === 'failed');
    const id = before?.id ?? '';
    expect(attemptsOf(database, id)).toEqual([]);
    retryGenerations(database, [id]);
    failGeneration(database, id, 'a second failure');
    retryGenerations(database, [id]);
    expect(attemptsOf(database, id)).toMatchObject([
      { attempt: 1, status: 'failed', errorMessage: before?.error_message },
      { attempt: 2, status: 'failed', errorMessage: 'a second failure' },
    ]);
    expect(attemptsOf(database, id)[0]?.completedAt).toBeInstanceOf(Date);
  });

  it('undoes a retry to the last bit', async () => {
    const { database } = await make();
    const odd = failedIds(database.path)[0];
    withRaw(database.path, (raw) =>
      raw
        .prepare(
          'UPDATE generations SET completed_at = ?, file_size_bytes = ?, error_message = ? WHERE id = ?',
        )
        .run('yesterday', 9007199254740993n, Buffer.from([0, 1, 255]), odd),
    );
    const before = rowsOf(database.path);
    const ids = failedIds(database.path);
    retryGenerations(database, ids);
    expect(undoRetry(database, ids)).toEqual({ undone: ids, skipped: [] });
    expect(rowsOf(database.path)).toEqual(before);
    expect(ids.flatMap((id) => attemptsOf(database, id))).toEqual([]);
  });

  it('undoes nothing that has moved on', async () => {
    const { database } = await make();
    const [moved = '', never = '', waiting = ''] = failedIds(database.path);
    retryGenerations(database, [moved, waiting]);
    failGeneration(database, moved, 'again');
    expect(undoRetry(database, [moved, never, 'gen_none', waiting])).toEqual({
      undone: [waiting],
      skipped: [
        { id: moved, reason: 'changed', status: 'failed' },
        { id: never, reason: 'no-attempt', status: 'failed' },
        { id: 'gen_none', reason: 'not-found', status: null },
      ],
    });
    expect(attemptsOf(database, moved)).toHaveLength(1);
  });

  it('does not show, nor keep twice, what an interrupted retry left', async () => {
    const { database } = await make();
    const [id = ''] = failedIds(database.path);
    const outcome = database.connection
      .prepare(
        `SELECT id, status, completed_at, generation_time_seconds, file_size_bytes, error_message
        FROM generations WHERE id = ?`,
      )
      .raw()
      .get(id) as unknown as Outcome;
    const store = database.companion.existing() ?? database.companion.required();
    keepOutcomes(store, [outcome], '2025-01-01 00:00:00.000000');
    expect(attemptsOf(database, id)).toEqual([]);
    retryGenerations(database, [id]);
    expect(attemptsOf(database, id).length).toBeGreaterThan(0);
  });
});

it('leaves an adopted library without a table of ours', () => {
  const { database } = adopted();
  retryGenerations(database, failedIds(database.path));
  const tables = withRaw(database.path, (raw) =>
    raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all(),
  );
  expect(tables).toEqual(['alembic_version', 'generations', 'prompts']);
});

it('makes no file of ours before there is something to keep', () => {
  const { database } = adopted();
  retryGenerations(database, ['gen_none']);
  expect(existsSync(join(dirname(database.path), 'data'))).toBe(false);
});

it('retries nothing whose history cannot be kept', () => {
  const path = sampleLibrary();
  const dataFolder = join(dirname(path), 'blocked');
  writeFileSync(dataFolder, 'a file where the folder should be');
  const { database } = open(path, { dataFolder });
  const before = rowsOf(path);
  expect(failureOf(() => retryGenerations(database, failedIds(path))).message).toContain(
    'cannot be kept',
  );
  expect(rowsOf(path)).toEqual(before);
});

it('keeps the history on migration and on the way back', async () => {
  const { database } = adopted();
  const ids = failedIds(database.path);
  retryGenerations(database, ids);
  const history = () => ids.map((id) => attemptsOf(database, id));
  const before = history();
  await migrateLibrary(database);
  expect(history()).toEqual(before);
  while ((await rollbackLibrary(database)).steps.length > 0);
  expect(history()).toEqual(before);
});

it('keeps the histories of two libraries apart', () => {
  const dataFolder = join(dirname(sampleLibrary()), 'shared');
  mkdirSync(dataFolder);
  const [one, other] = [0, 1].map(() => openLibrary(sampleLibrary(), { dataFolder }));
  const [id = ''] = failedIds(one?.database.path ?? '');
  if (!one || !other) throw new Error('two libraries');
  retryGenerations(one.database, [id]);
  expect(attemptsOf(one.database, id)).toHaveLength(1);
  expect(attemptsOf(other.database, id)).toHaveLength(0);
  one.close();
  other.close();
});
