import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  createAllSchema,
  failureOf,
  libraryOf,
  open,
  rowsOf,
  sampleLibrary,
  temporaryFolder,
  withRaw,
} from '../../testing/libraries';
import { createGeneration } from '../jobs/jobs';
import { openLibrary } from '../library';
import { backupLibrary, backupName } from './backup';
import { companionBeside } from './sidecar-backup';

const job = { modelName: 'm', durationSeconds: 1, sampleRate: 32_000, channels: 1, filePath: 'x' };

describe('backupLibrary', () => {
  it('copies everything and says what there is', async () => {
    const { database } = open(sampleLibrary());
    const path = join(temporaryFolder(), 'backups', 'copy.db');
    expect(await backupLibrary(database, path)).toEqual({
      path,
      sizeBytes: expect.any(Number),
      generations: 400,
      prompts: 60,
      companion: null,
      warning: null,
    });
    expect(rowsOf(path)).toEqual(rowsOf(database.path));
    expect(readdirSync(dirname(path))).toEqual(['copy.db']);
  });

  it('makes one file of a library in WAL mode, what is only in the log included', async () => {
    const { database } = open(join(temporaryFolder(), 'new.db'));
    createGeneration(database, { ...job, prompt: 'kept' });
    const report = await backupLibrary(database, `${database.path}.copy`);
    expect(report.generations).toBe(1);
    expect(open(report.path).info().journalMode).toBe('delete');
  });

  // An older SQLite that is alone with the library takes its log away, and with it what we write next.
  it.runIf(process.platform === 'linux')(
    'leaves this process the locks that it holds',
    async () => {
      const folder = temporaryFolder();
      const library = open(join(folder, 'generations.db'));
      const { path } = library.info();
      const locks = () =>
        readFileSync('/proc/locks', 'utf8')
          .split('\n')
          .filter((line) => line.includes(`:${statSync(path).ino} `))
          .map((line) => line.replace(/^\d+: /, ''));
      library.generations.create({ ...job, prompt: 'p' });
      const before = locks();
      expect(before).not.toEqual([]);
      await library.backup(join(folder, 'copy.db'));
      await library.migrations.rollback();
      await library.migrations.migrate();
      expect(locks()).toEqual(before);
    },
  );

  it('has what is kept beside an adopted library, and brings it back', async () => {
    const library = open(sampleLibrary());
    const { database } = library;
    const [id = '', other = ''] = rowsOf(database.path).map((row) => row.id);
    const failed = rowsOf(database.path).find(({ status }) => status === 'failed')?.id ?? '';
    library.judgements.set([id], { rating: 5, note: 'mine' });
    library.votes.cast({ winnerId: id, loserIds: [other], blind: true });
    library.generations.retry([failed]);
    const all = (from: typeof library) => [
      from.judgements.get([id]),
      from.votes.count([id, other]),
      from.generations.attempts(failed),
    ];
    const kept = all(library);
    const folder = temporaryFolder();
    const { path, companion } = await backupLibrary(database, join(folder, 'today.db'));
    expect(companion).toBe(join(folder, 'today.companion.db'));
    expect(readdirSync(folder).sort()).toEqual(['today.companion.db', 'today.db']);

    // Under its own name, on a machine that has never seen the library.
    const elsewhere = openLibrary(path, { dataFolder: temporaryFolder() });
    expect(all(elsewhere)).toEqual(kept);
    elsewhere.close();

    // In the place of the library, after all was destroyed.
    library.reset({ confirm: true });
    library.close();
    copyFileSync(path, database.path);
    copyFileSync(companion ?? '', companionBeside(database.path));
    const restored = open(database.path);
    expect(all(restored)).toEqual(kept);
    expect(readFileSync(database.path).equals(readFileSync(path))).toBe(true);

    // From then on the copy is only a file: what is judged later stays.
    restored.judgements.set([id], { rating: 1 });
    restored.close();
    expect(open(database.path).judgements.get([id])).toMatchObject([{ rating: 1, note: 'mine' }]);
  });

  it('is opened without what lies beside it where that is no copy of ours', async () => {
    const path = sampleLibrary();
    writeFileSync(companionBeside(path), 'these are just words');
    const library = open(path);
    const [id = ''] = rowsOf(path).map((row) => row.id);
    expect(library.judgements.get([id])).toEqual([]);
    library.judgements.set([id], { rating: 2 });
    expect(library.judgements.get([id])).toMatchObject([{ rating: 2 }]);
  });

  it('replaces no file', async () => {
    const { database } = open(sampleLibrary());
    const path = join(temporaryFolder(), 'copy.db');
    writeFileSync(path, 'mine');
    await expect(backupLibrary(database, path)).rejects.toMatchObject({ code: 'library-exists' });
    renameSync(path, companionBeside(path));
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

it('has the columns that a later version of the service added', async () => {
  const path = libraryOf(createAllSchema, 'ALTER TABLE generations ADD COLUMN mood VARCHAR');
  const { generations, backup } = open(path);
  const { id } = generations.create({ ...job, prompt: 'p' });
  withRaw(path, (raw) => raw.exec("UPDATE generations SET mood = 'calm'"));
  const copy = join(temporaryFolder(), 'copy.db');
  await backup(copy);
  expect(rowsOf(copy)).toMatchObject([{ id, mood: 'calm' }]);
});
