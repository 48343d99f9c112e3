import { cpSync, renameSync, rmSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { open, sampleLibrary, withRaw } from '../../testing/libraries';
import { watchChanges } from './watch-changes';

/** Watches a library and counts what is told. */
const watch = (path: string) => {
  const library = open(path);
  const told = { changed: 0, lost: [] as unknown[] };
  const stop = watchChanges(library.database, {
    changed: () => {
      told.changed++;
    },
    lost: (error) => told.lost.push(error),
  });
  onTestFinished(stop);
  return { library, told };
};

const failOne = (path: string) =>
  withRaw(path, (raw) => raw.exec("UPDATE generations SET status = 'failed' WHERE rowid = 1"));

describe.each(['delete', 'wal'])('watching a library in journal mode %s', (mode) => {
  const library = (): string => {
    const path = sampleLibrary();
    withRaw(path, (raw) => raw.pragma(`journal_mode = ${mode}`));
    return path;
  };

  it('tells each commit of another connection', async () => {
    const path = library();
    const { told } = watch(path);
    for (const expected of [1, 2]) {
      failOne(path);
      await expect.poll(() => told.changed).toBe(expected);
    }
    expect(told.lost).toEqual([]);
  });

  it('says nothing of its own changes', async () => {
    const path = library();
    const { library: own, told } = watch(path);
    own.database.connection.exec("UPDATE generations SET status = 'failed' WHERE rowid = 1");
    failOne(path);
    await expect.poll(() => told.changed).toBe(1);
  });

  it('outlasts a writer that holds the lock', async () => {
    const path = library();
    const { library: own, told } = watch(path);
    own.database.connection.pragma('busy_timeout = 0');
    withRaw(path, (raw) => {
      raw.exec('BEGIN EXCLUSIVE');
      raw.exec("UPDATE generations SET status = 'failed' WHERE rowid = 1");
      raw.exec('COMMIT');
    });
    await expect.poll(() => told.changed).toBe(1);
    expect(told.lost).toEqual([]);
  });
});

describe('a library that goes away', () => {
  it.each([
    ['deleted', (path: string) => rmSync(path)],
    ['moved', (path: string) => renameSync(path, `${path}.moved`)],
    [
      'replaced',
      (path: string) => {
        cpSync(path, `${path}.copy`);
        renameSync(`${path}.copy`, path);
      },
    ],
  ])('is told once when %s', async (_how, take) => {
    const path = sampleLibrary();
    const { told } = watch(path);
    take(path);
    await expect.poll(() => told.lost).toHaveLength(1);
    expect(told.lost[0]).toMatchObject({ code: 'library-gone' });
    expect(told.changed).toBe(0);
  });
});
