import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from './cli';
import type { Terminal } from './cli/command';
import { commands } from './cli/usage';
import { dbCommand } from './db-command';
import { migrations } from './sqlite/core/migrations';
import { rowsOf, sampleLibrary, temporaryFolder, withRaw } from './testing/libraries';

const run = async (
  args: readonly string[],
  answer: string | null = null,
  more: Partial<Terminal> = {},
) => {
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
    ...more,
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
      pending: 3,
      processing: 1,
      completed: 357,
      failed: 35,
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
    expect((await run(['journal', 'WAL', '--url', path])).out).toBe('wal');
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
    const wrong = [
      'retry --limit 3',
      'help nonsense',
      'list x',
      'nonsense',
      'constructor',
      '',
      'stats --nonsense',
      'init new.db',
      'backup a b',
    ];
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

  it('list shows the newest, or those asked for', async () => {
    const path = sampleLibrary();
    const newest = await json(['list', '--limit', '3', '--url', path]);
    expect(newest.value).toHaveLength(3);
    const moments = newest.value.map(({ created_at }: { created_at: string }) => created_at);
    expect(moments).toEqual([...moments].sort().reverse());
    const failed = await json(['list', '--status', 'failed', '--limit', '1000', '--url', path]);
    expect(failed.value).toHaveLength(35);
    const two = ['--status', 'failed', '--status', 'pending'];
    expect((await json(['list', ...two, '--limit', '1000', '--url', path])).value).toHaveLength(38);
    const { prompt } = newest.value[0];
    const found = await json(['list', '--search', prompt.toUpperCase(), '--url', path]);
    expect(found.value.map((row: { prompt: string }) => row.prompt)).toContain(prompt);
    const shown = await run(['list', '--url', path], null, { width: 100 });
    expect(shown.out).toContain('20 of 400 generations');
    expect(shown.out.split('\n')[1]).toContain(newest.value[0].id);
    expect(Math.max(...shown.out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    for (const limit of ['0', '-1', 'x', '1.5', '']) {
      expect((await run(['list', `--limit=${limit}`, '--url', path])).errors).toContain(
        'invalid-input',
      );
    }
    expect((await run(['list', '--search', 'in no row', '--url', path])).out).toContain(
      'No generation matches.',
    );
  });

  it('retry puts back what failed, and names what did not', async () => {
    const path = sampleLibrary();
    const idOf = (status: string) => rowsOf(path).find((row) => row.status === status)?.id ?? '';
    const [failed, completed] = [idOf('failed'), idOf('completed')];
    const mixed = await run(['retry', failed, completed, 'nobody', '--url', path]);
    expect(mixed).toMatchObject({ code: 1, out: expect.stringContaining(failed) });
    expect(mixed.errors).toContain(`${completed}  left alone: it is completed, not failed`);
    expect(mixed.errors).toContain('nobody  left alone: there is no such generation');
    expect(rowsOf(path).find(({ id }) => id === failed)?.status).toBe('pending');
    expect((await json(['retry', '--all-failed', '--url', path])).value.retried).toHaveLength(34);
    expect((await run(['retry', '--all-failed', '--url', path])).code).toBe(0);
    for (const args of [[], ['--all-failed', failed]]) {
      expect((await run(['retry', ...args, '--url', path])).errors).toContain('invalid-input');
    }
  });

  it('cancel takes out of the queue what still waits', async () => {
    const path = sampleLibrary();
    const waiting = rowsOf(path).filter(({ status }) => status === 'pending');
    const ids = waiting.map(({ id }) => id);
    expect((await json(['cancel', ...ids, '--url', path])).value.cancelled).toEqual(ids);
    const again = await run(['cancel', ids[0] ?? '', '--url', path]);
    expect(again).toMatchObject({
      code: 1,
      errors: expect.stringContaining('it is cancelled, not pending'),
    });
    expect((await run(['cancel', '--url', path])).code).toBe(1);
  });

  it('watch tells what comes, changes and goes, until it is stopped', async () => {
    const path = sampleLibrary();
    const stop = new AbortController();
    const lines: string[] = [];
    const watching = run(['watch', '--json', '--url', path], null, {
      stop: stop.signal,
      out: (line) => lines.push(line),
    });
    const told = () => lines.map((line) => JSON.parse(line));
    const [pending, failed] = ['pending', 'failed'].map(
      (status) => rowsOf(path).find((row) => row.status === status)?.id ?? '',
    );
    const write = (sql: string) => withRaw(path, (raw) => raw.exec(sql));
    write(`UPDATE generations SET status = 'processing' WHERE id = '${pending}'`);
    await expect.poll(told).toMatchObject([{ id: pending, from: 'pending', to: 'processing' }]);
    write(`INSERT INTO generations SELECT 'gen_new', 'new \u009b2J prompt', model_name, model_version,
      duration_seconds, sample_rate, channels, file_path, file_size_bytes, 'pending', created_at,
      NULL, NULL, NULL, NULL FROM generations WHERE id = '${failed}'`);
    await expect.poll(() => told()[1]).toMatchObject({ id: 'gen_new', from: null, to: 'pending' });
    expect(lines[1]).not.toContain('\u009b');
    expect(told()[1].prompt).toBe('new \u009b2J prompt');
    write(`DELETE FROM generations WHERE id = '${failed}'`);
    await expect.poll(() => told()[2]).toMatchObject({ id: failed, from: 'failed', to: null });
    stop.abort();
    expect(await watching).toMatchObject({ code: 0, errors: '' });
  });

  it('watch ends with a message when the library goes', async () => {
    const path = sampleLibrary();
    const watching = run(['watch', '--url', path]);
    rmSync(path);
    expect(await watching).toMatchObject({
      code: 1,
      errors: expect.stringContaining('library-gone'),
    });
  });

  it('help tells of all commands and of each', async () => {
    const all = await run(['help']);
    expect(all).toMatchObject({ code: 0, errors: '' });
    const names = Object.keys(commands);
    for (const name of names) {
      expect(all.out).toMatch(new RegExp(`^  ${name} `, 'm'));
      const about = await run(['help', name]);
      expect(about).toMatchObject({ code: 0, out: expect.stringContaining(` ${name}`) });
      expect((await run([name, '--help'])).out).toBe(name === 'help' ? all.out : about.out);
    }
  });

  it('lets nothing that others wrote steer the terminal', async () => {
    const path = sampleLibrary();
    const evil = '\u001b]0;title\u0007\u001b[2Jred\u009b31m\u202etxt.exe\u2066\u0000\u0008\r\n- ok';
    withRaw(path, (raw) => {
      raw
        .prepare(
          "UPDATE generations SET id = ? || id, prompt = ?, model_name = ?, status = ? WHERE status = 'pending'",
        )
        .run(evil, evil, evil, `failed${evil}`);
      raw.prepare("UPDATE generations SET error_message = ? WHERE status = 'failed'").run(evil);
    });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    const unwanted = /[\0-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
    for (const args of [
      ['list', '--limit', '400'],
      ['stats'],
      ['retry', evil],
      ['cancel', evil],
      [evil],
    ]) {
      for (const form of [[], ['--json']]) {
        const { out, errors } = await run([...args, ...form, '--url', path]);
        expect(out).not.toMatch(unwanted);
        expect(errors).not.toMatch(unwanted);
      }
    }
    const listed = await json(['list', '--limit', '400', '--url', path]);
    expect(listed.value.some((row: { prompt: string }) => row.prompt === evil)).toBe(true);
  });
});

describe('the command that hints and usage name', () => {
  it.each([
    ['file:///home/me/dgx-music-monitor/out/storage/library.js', 'npm run --silent db --'],
    [
      'file:///home/me/app/node_modules/dgx-music-monitor/out/storage/library.js',
      'npx dgx-music-monitor-db',
    ],
    [
      'file:///opt/DGX%20Music%20Monitor/resources/app.asar/out/main/index.js',
      'dgx-music-monitor db',
    ],
  ])('of %s is %s', (module, command) => {
    expect(dbCommand(module)).toBe(command);
  });
});
