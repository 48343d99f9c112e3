import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backupLibrary, backupName } from './backup';
import { createGeneration } from './jobs';
import { openLibrary } from './library';
import { failureOf, open, rowsOf, sampleLibrary, temporaryFolder } from './testing';

describe('backupLibrary', () => {
  it('copies everything and says what there is', async () => {
    const { database } = open(sampleLibrary());
    const path = join(temporaryFolder(), 'backups', 'copy.db');
    expect(await backupLibrary(database, path)).toEqual({
      path,
      sizeBytes: expect.any(Number),
      generations: 400,
      prompts: 60,
    });
    expect(rowsOf(path)).toEqual(rowsOf(database.path));
    expect(readdirSync(dirname(path))).toEqual(['copy.db']);
  });

  it('makes one file of a library in WAL mode, what is only in the log included', async () => {
    const { database } = open(join(temporaryFolder(), 'new.db'));
    const job = { modelName: 'm', durationSeconds: 1, sampleRate: 1, channels: 1, filePath: '' };
    createGeneration(database, { ...job, prompt: 'kept' });
    const report = await backupLibrary(database, `${database.path}.copy`);
    expect(report.generations).toBe(1);
    expect(open(report.path).info().journalMode).toBe('delete');
  });

  it('replaces no file', async () => {
    const { database } = open(sampleLibrary());
    const path = join(temporaryFolder(), 'copy.db');
    writeFileSync(path, 'mine');
    await expect(backupLibrary(database, path)).rejects.toMatchObject({ code: 'library-exists' });
  });

  it('leaves nothing behind when it fails', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    const { database } = open(sampleLibrary());
    await expect(backupLibrary(database, join(folder, 'file', 'copy.db'))).rejects.toThrow();
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('gets to its end while another connection keeps writing', async () => {
    const path = sampleLibrary();
    const { database } = open(path);
    const writer = openLibrary(path, { dataFolder: dirname(path) });
    const job = { modelName: 'm', durationSeconds: 1, sampleRate: 1, channels: 1, filePath: '' };
    let writing = true;
    const write = () => {
      if (!writing) return;
      createGeneration(writer.database, { ...job, prompt: 'p' });
      setImmediate(write);
    };
    write();
    const report = await backupLibrary(database, `${path}.copy`);
    writing = false;
    writer.close();
    expect(report.generations).toBeGreaterThanOrEqual(400);
  });
});

it('backupName stays beside the library', () => {
  const name = backupName('/srv/data/generations.db', 'before-reset', new Date(0));
  expect(name).toBe('/srv/data/generations.1970-01-01T00-00-00-000.before-reset.db');
  expect(backupName('/srv/da.ta/library', 'x', new Date(0))).toBe(
    '/srv/da.ta/library.1970-01-01T00-00-00-000.x',
  );
  expect(existsSync(name)).toBe(false);
  expect(failureOf(() => openLibrary(name, { create: false })).code).toBe('library-not-found');
});
