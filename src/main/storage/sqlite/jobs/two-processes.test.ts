import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addEarlier,
  createAllSchema,
  libraryOf,
  temporaryFolder,
  withRaw,
} from '../../testing/libraries';
import { type ConnectedLibrary, openLibrary } from '../library';

// Real processes on one library, killed over and over at moments of no one's choosing.

const built = resolve(`node_modules/.cache/storage-test-${process.pid}`);

beforeAll(async () => {
  await build({
    configFile: 'vite.storage.config.ts',
    logLevel: 'error',
    build: {
      outDir: built,
      rolldownOptions: { input: { process: 'src/main/storage/testing/other-process.ts' } },
    },
  });
});
afterAll(() => rmSync(built, { recursive: true, force: true }));

type Note = Readonly<{ what: string; id: string }>;

const notesIn = (file: string): readonly Note[] =>
  !existsSync(file)
    ? []
    : readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line.includes(' '))
        .map((line) => {
          const [what = '', id = ''] = line.split(' ');
          return { what, id };
        });

/** Starts processes, and kills each once it has taken so many more steps. */
const runAndKill = (
  roles: readonly string[],
  path: string,
  notes: string,
  data: string,
  steps: number,
) =>
  Promise.all(
    roles.map(
      (role, index) =>
        new Promise<void>((done, fail) => {
          const file = `${notes}.${index}`;
          // A manager takes few steps, and needs workers beside it for any.
          const goal = notesIn(file).length + (role === 'work' ? steps * (index + 1) : 3);
          const child: ChildProcess = spawn(
            process.execPath,
            [join(built, 'process.js'), role, path, file, data],
            { stdio: ['ignore', 'ignore', 'pipe'] },
          );
          let errors = '';
          child.stderr?.on('data', (chunk) => {
            errors += chunk;
          });
          const watch = setInterval(() => {
            if (notesIn(file).length >= goal) child.kill('SIGKILL');
          }, 3);
          const limit = setTimeout(() => child.kill('SIGKILL'), 15_000);
          child.on('exit', (code) => {
            clearInterval(watch);
            clearTimeout(limit);
            if (code === null) done();
            else fail(new Error(`${role} ended by itself: ${errors}`));
          });
        }),
    ),
  );

/** What the service does when it starts: jobs that nobody works on any more have failed. */
const failInterrupted = ({ generations }: ConnectedLibrary): void => {
  for (const { id } of generations.list({ status: 'processing', limit: 1_000 })) {
    generations.fail(id, 'Job interrupted by service restart');
  }
};

describe.each<[string, () => string]>([
  [
    'created by us, in WAL mode',
    () => {
      const path = join(temporaryFolder(), 'new.db');
      openLibrary(path).close();
      return path;
    },
  ],
  ['adopted, with a rollback journal', () => libraryOf(createAllSchema)],
])(
  'processes on a library %s',
  (_, make) => {
    it('lose no job, do none twice and forget no failure, however often they are killed', async () => {
      const path = make();
      const notes = join(temporaryFolder(), 'notes');
      const dataFolder = temporaryFolder();
      const roles = ['work', 'work', 'manage'];
      for (let round = 0; round < 5; round++) {
        await runAndKill(roles, path, notes, dataFolder, 20 + 13 * round);
        const library = openLibrary(path, { create: false, dataFolder });
        failInterrupted(library);
        library.close();
      }

      const library = openLibrary(path, { create: false, dataFolder });
      const taken = roles.flatMap((_role, index) => notesIn(`${notes}.${index}`));
      const idsOf = (what: string) =>
        taken.filter((note) => note.what === what).map(({ id }) => id);
      const created = idsOf('created');
      const completed = idsOf('completed');
      expect(created.length).toBeGreaterThan(100);
      expect(idsOf('failed').length).toBeGreaterThan(10);
      expect(idsOf('retried').length).toBeGreaterThan(0);
      for (const id of created) expect(library.generations.get(id)).not.toBeNull();
      expect(new Set(completed).size).toBe(completed.length);
      for (const id of completed) expect(library.generations.get(id)?.status).toBe('completed');
      for (const id of new Set(idsOf('failed'))) {
        const noted = idsOf('failed').filter((other) => other === id).length;
        const kept = library.generations.attempts(id).length;
        const present = library.generations.get(id)?.status === 'failed' ? 1 : 0;
        expect(kept + present).toBeGreaterThanOrEqual(noted);
      }
      expect(library.check()).toEqual({ ok: true, problems: [] });
      library.close();
    });
  },
  60_000,
);

describe('a migration that is killed', () => {
  const filled = (): string => {
    const path = libraryOf(createAllSchema);
    withRaw(path, (raw) =>
      raw.exec(`WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 29999)
        INSERT INTO generations (id, prompt, model_name, duration_seconds, status, created_at,
          sample_rate, channels, file_path)
        SELECT 'gen_' || (i * 7919 % 30000), 'prompt ' || i, 'm', 8, 'failed',
          '2025-01-01 00:00:00', 1, 1, '' FROM n`),
    );
    return path;
  };
  const objects = (path: string) =>
    withRaw(path, (raw) =>
      raw.prepare("SELECT name FROM sqlite_schema WHERE name LIKE 'idx_monitor%'").pluck().all(),
    ).length;
  /** Indexes that a library has after so many steps. */
  const expected = [0, 2, 5, 6];

  const migrateAndKill = async (path: string, dataFolder: string, wait: number): Promise<void> => {
    const notes = join(temporaryFolder(), 'notes');
    const child = spawn(
      process.execPath,
      [join(built, 'process.js'), 'migrate', path, notes, dataFolder],
      { stdio: 'ignore' },
    );
    const ended = new Promise((done) => child.on('exit', done));
    const watch = setInterval(() => {
      if (notesIn(notes).length === 0) return;
      clearInterval(watch);
      setTimeout(() => child.kill('SIGKILL'), wait);
    }, 2);
    await ended;
  };

  it.each([1, 40, 80, 120, 160, 200])('after %i ms is before or after a step', async (wait) => {
    const path = filled();
    await migrateAndKill(path, temporaryFolder(), wait);
    const { migrations, generations, check, close } = openLibrary(path, { create: false });
    const { applied } = migrations.status();
    expect(objects(path)).toBe(expected[Math.max(0, applied.length - 1)]);
    expect(generations.count()).toBe(30_000);
    expect(check().ok).toBe(true);
    await migrations.migrate();
    expect(migrations.status().pending).toEqual([]);
    close();
  });

  it.each([1, 60, 120])('after %i ms has lost nothing of what was in the library', async (wait) => {
    const path = addEarlier(filled());
    withRaw(path, (raw) =>
      raw.exec(`INSERT INTO generation_judgements SELECT id, NULL, 3, 1, 0, NULL, NULL,
          '2025-11-20 01:00:00.000000' FROM generations LIMIT 5000;
        INSERT INTO comparison_votes SELECT NULL, 'c' || rowid, '2025-11-20 01:00:00.000000', id, 'x', 1
          FROM generations LIMIT 5000;
        INSERT INTO generation_attempts SELECT NULL, id, 1, 'failed', NULL, NULL, NULL, 'boom',
          '2025-11-20 01:00:00.000000' FROM generations LIMIT 5000`),
    );
    const dataFolder = temporaryFolder();
    await migrateAndKill(path, dataFolder, wait);
    const { database, migrations, generations, check, close } = openLibrary(path, { dataFolder });
    expect(generations.count({ starred: true })).toBe(5_000);
    await migrations.migrate();
    expect(migrations.status().pending).toEqual([]);
    const kept = database.companion.required();
    for (const table of ['generation_judgements', 'comparison_votes', 'generation_attempts']) {
      expect(kept.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(5_000);
    }
    expect(check().ok).toBe(true);
    close();
  });
}, 120_000);
