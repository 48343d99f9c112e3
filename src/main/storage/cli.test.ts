import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from './cli';
import { migrations } from './sqlite/core/migrations';
import { rowsOf, sampleLibrary, temporaryFolder, withRaw } from './testing/libraries';

const run = async (args: readonly string[], answer: string | null = null) => {
  const out: string[] = [];
  const errors: string[] = [];
  const asked: string[] = [];
  const code = await runCli(args, {
    out: (line) => out.push(line),
    error: (line) => errors.push(line),
    ask: async (question) => {
      asked.push(question);
      return answer;
    },
  });
  return { code, out: out.join('\n'), errors: errors.join('\n'), asked };
};
const json = async (args: readonly string[]) => {
  const { code, out, errors } = await run([...args, '--json']);
  expect(errors).toBe('');
  return { code, value: JSON.parse(out) };
};

describe('db', () => {
  it('init creates a library, once', async () => {
    const path = join(temporaryFolder(), 'data', 'new.db');
    expect(await json(['init', '--url', `sqlite:///${path}`])).toMatchObject({
      code: 0,
      value: { path, origin: 'monitor', journalMode: 'wal' },
    });
    const again = await run(['init', '--url', path]);
    expect(again).toMatchObject({
      code: 1,
      out: '',
      errors: expect.stringContaining('library-exists'),
    });
  });

  it('migrate, status and rollback go there and back', async () => {
    const url = sampleLibrary();
    const pending = (await json(['status', '--url', url])).value.pending;
    expect(pending).toHaveLength(migrations.length - 1);
    expect((await json(['migrate', '--url', url])).value.steps).toEqual(pending);
    expect((await json(['status', '--url', url])).value).toMatchObject({
      pending: [],
      origin: 'alembic',
      alembicRevision: '001',
    });
    expect((await run(['migrate', '--url', url])).out).toBe('Nothing to do.');
    expect((await json(['rollback', '--url', url])).value.steps).toEqual([pending.at(-1)]);
    expect((await run(['status', '--url', url])).out).toContain(`Pending   ${pending.at(-1)}`);
  });

  it('stats counts', async () => {
    expect((await json(['stats', '--url', sampleLibrary()])).value).toEqual({
      totalGenerations: 400,
      byStatus: { pending: 3, processing: 1, completed: 357, failed: 35, cancelled: 4 },
      totalPrompts: 60,
      successRate: 357 / 392,
    });
    expect((await run(['stats', '--url', sampleLibrary()])).out).toContain('cancelled    4');
  });

  it('check tells a sound library from a damaged one', async () => {
    const path = sampleLibrary();
    expect(await run(['check', '--url', path])).toMatchObject({ code: 0, out: 'ok' });
    withRaw(path, (raw) => {
      raw.unsafeMode(true);
      raw.pragma('writable_schema = ON');
      raw.exec("UPDATE sqlite_schema SET rootpage = 3 WHERE name = 'idx_generations_status'");
    });
    const damaged = await json(['check', '--url', path]);
    expect(damaged.code).toBe(1);
    expect(damaged.value.problems.length).toBeGreaterThan(0);
  });

  it('backup copies, to a name of its own or the one given', async () => {
    const path = sampleLibrary();
    const target = join(temporaryFolder(), 'copy.db');
    expect((await json(['backup', target, '--url', path])).value).toMatchObject({
      path: target,
      generations: 400,
    });
    expect((await run(['backup', '--url', path])).code).toBe(0);
    expect(readdirSync(dirname(path)).filter((name) => name.endsWith('.backup.db'))).toHaveLength(
      1,
    );
  });

  it('reset asks, keeps a backup, and empties', async () => {
    const path = sampleLibrary();
    const rows = rowsOf(path);
    for (const answer of [null, 'no', 'y']) {
      const refused = await run(['reset', '--url', path], answer);
      expect(refused.code).toBe(1);
      expect(refused.asked[0]).toContain('400 generations');
    }
    expect(rowsOf(path)).toEqual(rows);
    expect((await run(['reset', '--url', path], 'reset\n')).code).toBe(0);
    expect(rowsOf(path)).toEqual([]);
    const backup = readdirSync(dirname(path)).find((name) => name.includes('before-reset')) ?? '';
    expect(rowsOf(join(dirname(path), backup))).toEqual(rows);
    expect((await run(['reset', '--yes', '--url', path])).asked).toEqual([]);
  });

  it('journal shows and switches', async () => {
    const path = sampleLibrary();
    expect((await run(['journal', '--url', path])).out).toBe('delete');
    expect((await run(['journal', 'wal', '--url', path])).out).toBe('wal');
    expect((await json(['journal', '--url', path])).value).toEqual({ journalMode: 'wal' });
    withRaw(path, (raw) => {
      raw.prepare('SELECT 1 FROM prompts').get();
      raw.exec('BEGIN; SELECT * FROM prompts');
      raw.exec('COMMIT');
    });
    expect((await run(['journal', 'off', '--url', path])).code).toBe(1);
    expect((await run(['journal', 'delete', '--url', path])).out).toBe('delete');
  });

  it('says what is wrong on standard error', async () => {
    expect(await run(['stats', '--url', 'postgresql://x/y'])).toMatchObject({
      code: 1,
      out: '',
      errors: expect.stringContaining('library-url-invalid'),
    });
    const failed = await run(['stats', '--url', '/nowhere/x.db', '--json']);
    expect(JSON.parse(failed.errors).error.code).toBe('library-not-found');
    const wrong = ['nonsense', 'constructor', '', 'stats --nonsense', 'init new.db', 'backup a b'];
    for (const args of wrong.map((line) => line.split(' ').filter((word) => word !== ''))) {
      expect(await run(args)).toMatchObject({
        code: 2,
        out: '',
        errors: expect.stringContaining('Usage'),
      });
    }
    expect(await run(['--help'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('migrate'),
    });
  });
});
