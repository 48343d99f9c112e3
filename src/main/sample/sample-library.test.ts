import { fork } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { companionBeside } from '../storage/sqlite/file/sidecar-backup';
import { digests, open, temporaryFolder, withRaw } from '../storage/testing/libraries';
import { ensureSampleLibrary } from './sample-library';
import { sampleLibraryPath } from './sample-library-path';
import { buildSampleWorker, readWavFile } from './testing';

const end = new Date('2026-03-01T15:30:00Z');
/** Quick to make. */
const small = { seed: 'small', end, generations: 400, audioFiles: 3 } as const;

const rows = (path: string) =>
  withRaw(path, (raw) => ({
    generations: raw.prepare('SELECT * FROM generations ORDER BY id').all(),
    prompts: raw.prepare('SELECT * FROM prompts ORDER BY text').all(),
  }));

/** Generations that were retried, as the file beside the library tells. */
const retriedIn = (path: string) =>
  withRaw(companionBeside(path), (raw) =>
    raw.prepare('SELECT generation_id FROM generation_attempts ORDER BY 1').pluck().all(),
  ) as string[];

describe('the sample library', () => {
  it('is whole: 5,000 generations, prompts counted, audio of the newest hundred', async () => {
    const folder = join(temporaryFolder(), 'made', 'on the way');
    const progress: string[] = [];
    const path = await ensureSampleLibrary(folder, {
      end,
      onProgress: ({ done, total }) => progress.push(`${done}/${total}`),
    });
    expect(path).toBe(sampleLibraryPath(folder));
    expect(progress.length).toBe(100);
    expect(progress.at(-1)).toBe('100/100');
    expect(readdirSync(folder).sort()).toEqual(['README.txt', 'data', 'outputs']);
    expect(readdirSync(join(folder, 'data'))).toEqual([
      'Sample library.companion.db',
      'Sample library.db',
    ]);

    const library = open(path);
    expect(library.info()).toMatchObject({ name: 'Sample library', origin: 'monitor' });
    const one = (sql: string) => withRaw(path, (raw) => raw.prepare(sql).pluck().get());
    const many = (sql: string) => withRaw(path, (raw) => raw.prepare(sql).all());
    expect(one('PRAGMA integrity_check')).toBe('ok');
    expect(one('SELECT count(*) FROM generations')).toBe(5_000);
    expect(one("SELECT count(*) FROM generations WHERE status = 'processing'")).toBe(0);
    expect(
      many(`SELECT prompt, count(*), min(created_at), max(created_at) FROM generations GROUP BY 1
        EXCEPT SELECT text, used_count, first_used_at, last_used_at FROM prompts`),
    ).toEqual([]);
    expect(
      one('SELECT count(DISTINCT prompt) - (SELECT count(*) FROM prompts) FROM generations'),
    ).toBe(0);
    expect(
      one(`SELECT count(*) FROM generations WHERE length(created_at) != 26
        OR typeof(duration_seconds) != 'real' OR file_path NOT LIKE 'outputs/%.wav'`),
    ).toBe(0);

    const newest = many(`SELECT * FROM generations WHERE status = 'completed'
      ORDER BY created_at DESC LIMIT 100`) as Record<string, unknown>[];
    expect(readdirSync(join(folder, 'outputs')).length).toBe(100);
    for (const row of newest) {
      const file = join(folder, String(row.file_path));
      expect(readFileSync(file).length).toBe(row.file_size_bytes);
      expect(row.duration_seconds).toBeGreaterThanOrEqual(4);
      expect(row.duration_seconds).toBeLessThanOrEqual(10);
    }
    for (const row of newest.slice(0, 10)) {
      const { channels, sampleRate, info } = readWavFile(join(folder, String(row.file_path)));
      expect(sampleRate).toBe(row.sample_rate);
      expect(channels.length).toBe(row.channels);
      expect(channels[0]?.length).toBe(Number(row.duration_seconds) * sampleRate);
      expect(info.ICMT).toContain('Synthesised');
      const peak = Math.max(
        ...channels.map((signal) => signal.reduce((a, b) => Math.max(a, Math.abs(b)), 0)),
      );
      const said = JSON.parse(String(row.metadata)).peak_amplitude;
      expect(peak).toBeCloseTo(said, 3);
      expect(peak).toBeLessThanOrEqual(10 ** (-1 / 20));
    }
  }, 60_000);

  it('keeps earlier attempts of jobs that were retried', async () => {
    const path = await ensureSampleLibrary(temporaryFolder(), { ...small, generations: 1_000 });
    const library = open(path);
    const retried = retriedIn(path);
    expect(retried.length).toBeGreaterThan(0);
    const [attempt] = library.generations.attempts(retried[0] ?? '');
    expect(attempt).toMatchObject({ attempt: 1, status: 'failed' });
    expect(attempt?.errorMessage).not.toBeNull();
  });

  it('is the same for the same seed and end', async () => {
    const [one, other] = [temporaryFolder(), temporaryFolder()];
    expect(rows(await ensureSampleLibrary(one, small))).toEqual(
      rows(await ensureSampleLibrary(other, small)),
    );
    const audio = digests(join(one, 'outputs'));
    expect(Object.keys(audio).length).toBe(3);
    expect(digests(join(other, 'outputs'))).toEqual(audio);
  });

  it('is kept with what the user did in it', async () => {
    const folder = temporaryFolder();
    const path = await ensureSampleLibrary(folder, small);
    const library = open(path);
    const ids = withRaw(path, (raw) =>
      raw.prepare("SELECT id FROM generations WHERE status = 'failed'").pluck().all(),
    ) as string[];
    library.generations.retry(ids.slice(0, 2));
    library.generations.delete(ids.slice(2, 4));
    const before = rows(path);
    expect(await ensureSampleLibrary(folder, { ...small, seed: 'other' })).toBe(path);
    expect(rows(path)).toEqual(before);
  });

  it('is made again when it was deleted, whatever lies around', async () => {
    const folder = temporaryFolder();
    const path = await ensureSampleLibrary(folder, small);
    const first = rows(path);
    writeFileSync(join(folder, 'mine.txt'), 'mine');
    writeFileSync(`${path}-wal`, 'left behind');
    rmSync(path);
    await ensureSampleLibrary(folder, small);
    expect(rows(path)).toEqual(first);
    expect(readFileSync(join(folder, 'mine.txt'), 'utf8')).toBe('mine');
  });

  it('leaves nothing behind when it is given up', async () => {
    const folder = temporaryFolder();
    const controller = new AbortController();
    const making = ensureSampleLibrary(folder, {
      ...small,
      signal: controller.signal,
      onProgress: ({ done }) => done === 2 && controller.abort(),
    });
    await expect(making).rejects.toThrow('abort');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('exists once when two make it at the same time', async () => {
    const folder = temporaryFolder();
    const both = await Promise.all([
      ensureSampleLibrary(folder, small),
      ensureSampleLibrary(folder, { ...small, seed: 'other' }),
    ]);
    expect(both[0]).toBe(both[1]);
    expect(readdirSync(folder).sort()).toEqual(['README.txt', 'data', 'outputs']);
    const named = withRaw(both[0], (raw) =>
      raw.prepare('SELECT file_path FROM generations').pluck().all(),
    );
    for (const name of readdirSync(join(folder, 'outputs'))) {
      expect(named).toContain(`outputs/${name}`);
    }
  });

  it('says so when the folder cannot be one', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    await expect(ensureSampleLibrary(join(file, 'below'), small)).rejects.toMatchObject({
      code: 'library-read-only',
    });
  });
});

describe('half-made by a process that was killed', () => {
  let program: string;
  beforeAll(async () => {
    program = await buildSampleWorker('killed-halfway');
  });

  it('it is no library, and is made again', async () => {
    const folder = temporaryFolder();
    const child = fork(program, ['--sample', folder], { stdio: 'ignore', execArgv: [] });
    const ended = new Promise((done) => child.on('close', done));
    await new Promise<void>((done) => {
      child.on('message', (message: { type: string; done: number }) => {
        if (message.type === 'making' && message.done === 5) done();
      });
    });
    child.kill('SIGKILL');
    await ended;
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^\.making-/)]);
    // Another that is still at work must be left alone.
    const alive = join(folder, `.making-${process.ppid}-alive`);
    mkdirSync(alive);
    const path = await ensureSampleLibrary(folder, small);
    expect(existsSync(path)).toBe(true);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([
      `.making-${process.ppid}-alive`,
    ]);
  }, 60_000);
});
