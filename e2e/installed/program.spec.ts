import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { wavFile } from '../../src/main/audio/testing';
import '../support/page';
import { sampleLibrary } from '../support/application';
import { withDatabase } from '../support/database';
import { gridOf, showStatus } from '../support/list';
import { layOutMusic } from '../support/music';
import { expect, handOver, processesOf, test } from './program';

// The program as people get it, started by its command as an ordinary user.

/** A name that shells, URLs and drivers could each take for something else. */
const oddName = '50 % #1 – 音楽?.db';

const statusOf = (library: string, id: string): unknown =>
  withDatabase(library, (db) =>
    db.prepare('SELECT status FROM generations WHERE id = ?').pluck().get(id),
  );

test('opens a library by its path, filters, retries, plays and quits, in the sandbox', async ({
  open,
  folder,
}) => {
  const { library, ids } = layOutMusic(folder, { 'a.wav': wavFile({ seconds: 30 }) });
  handOver(join(folder, 'music/data'), library);
  const { page, child, quit } = await open(['music/data/generations.db']);
  await expect(gridOf(page)).toHaveAttribute('aria-rowcount', '401');

  await showStatus(page, 'Failed');
  const failed = page.locator('[data-generation-id][role="row"]').first();
  const id = (await failed.getAttribute('data-generation-id')) ?? '';
  expect(statusOf(library, id)).toBe('failed');
  await failed.click();
  await page.keyboard.press('r');
  await expect.poll(() => statusOf(library, id)).toBe('pending');

  await showStatus(page, 'All');
  const row = page.locator(`[data-generation-id="${ids[0]}"][role="row"]`);
  await row.getByRole('button', { name: 'Play' }).click();
  const time = () => page.evaluate(() => document.querySelector('audio')?.currentTime ?? 0);
  await expect.poll(time).toBeGreaterThan(0.2);

  const processes = processesOf(child);
  const pages = processes.filter(({ args }) => args.includes('--type=renderer'));
  expect(pages.length).toBeGreaterThan(0);
  // Filtered system calls: Chromium's sandbox is on.
  expect(pages.map(({ seccomp }) => seccomp)).toEqual(pages.map(() => '2'));
  expect(processes.filter(({ args }) => /--no-sandbox|--disable-.*sandbox/.test(args))).toEqual([]);
  expect(processes.filter(({ uid }) => uid === '0')).toEqual([]);
  expect(await quit()).toBe(0);
});

test('a second call hands its library to the window that is open', async ({
  open,
  run,
  folder,
}) => {
  const odd = join(folder, oddName);
  copyFileSync(sampleLibrary, odd);
  handOver(odd);
  const { page } = await open();
  await expect(page.getByRole('button', { name: /open a library/i })).toBeVisible();
  // As a file manager gives it, and as people do.
  expect(run([pathToFileURL(odd).href], { display: true }).status).toBe(0);
  await expect(gridOf(page)).toHaveAttribute('aria-rowcount', '401');
  await expect(page.getByText(oddName.replace('.db', '')).first()).toBeVisible();
  const other = join(folder, 'ö.db');
  copyFileSync(sampleLibrary, other);
  handOver(other);
  withDatabase(other, (db) => db.exec("DELETE FROM generations WHERE status = 'failed'"));
  expect(run(['ö.db'], { display: true }).status).toBe(0);
  await expect(gridOf(page)).toHaveAttribute('aria-rowcount', '366');
});

test('does without a display what needs no window', ({ run, folder }) => {
  const odd = join(folder, oddName);
  copyFileSync(sampleLibrary, odd);
  handOver(odd);
  const { version } = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'),
  );
  expect(run(['--version']).stdout).toContain(`DGX Music Monitor ${version}`);
  expect(run(['--help']).stdout).toContain('Usage: dgx-music-monitor [library]');
  expect(run(['db', 'help']).stdout).toContain('Usage: dgx-music-monitor db <command>');
  const stats = run(['db', 'stats', '--json', '--url', oddName]);
  expect({ status: stats.status, stderr: stats.stderr }).toEqual({ status: 0, stderr: '' });
  expect(JSON.parse(stats.stdout).byStatus.failed).toBe(35);
  const list = run(['db', 'list', '--json', '--url', odd, '--limit', '400']);
  // More than a pipe holds at once.
  expect(JSON.parse(list.stdout)).toHaveLength(400);
  expect(run(['db', 'nonsense'])).toMatchObject({ status: 2, stdout: '' });
  const window = run([odd]);
  expect(window).toMatchObject({ status: 1, stdout: '' });
  expect(window.stderr).toMatch(/^dgx-music-monitor: there is no display[^\n]*\n$/);
});

test('says in one line why no window opens for root', ({ run }) => {
  const { status, stderr } = run([], { asRoot: true, display: true });
  // Only root can be root; anyone else has the window, which the other tests open.
  const expected = process.getuid?.() === 0 ? /^dgx-music-monitor: [^\n]*root[^\n]*\n$/ : /.*/s;
  expect(stderr).toMatch(expected);
  expect(status === 1 || process.getuid?.() !== 0).toBe(true);
});

test('the page has no more rights than in the checkout', async ({ open, folder }) => {
  const library = join(folder, 'a.db');
  copyFileSync(sampleLibrary, library);
  handOver(library);
  const { page } = await open([library]);
  await expect(page.locator('[data-generation-id]').first()).toBeVisible();
  expect(page.url()).toBe('app://monitor/');
  const found = await page.evaluate(async () => {
    type Method = (input?: unknown) => Promise<{ ok: boolean; error?: { code: string } }>;
    const answered = (url: string) =>
      fetch(url).then(
        ({ status }) => status,
        () => 'refused',
      );
    const codes: (string | undefined)[] = [];
    for (const verbs of Object.values(window.monitor)) {
      if (typeof verbs === 'function') continue;
      for (const method of Object.values(verbs)) {
        codes.push((await (method as Method)({ 'no such field': 1 })).error?.code);
      }
    }
    const script = document.createElement('script');
    script.textContent = 'document.title = "ran"';
    document.body.append(script);
    return {
      node: ['require', 'process', 'module', 'Buffer'].filter((name) => name in window),
      policy: (await fetch('app://monitor/')).headers.get('content-security-policy'),
      outside: [await answered('http://127.0.0.1:9/'), await answered('file:///etc/passwd')],
      others: [
        await answered('app://monitor/../main/index.js'),
        await answered('app://monitor/%2e%2e/package.json'),
        await answered('app://monitor//etc/passwd'),
      ],
      codes,
      title: document.title,
      opened: window.open('about:blank'),
      microphone: await navigator.mediaDevices.getUserMedia({ audio: true }).then(
        () => 'granted',
        () => 'denied',
      ),
    };
  });
  expect(found).toMatchObject({
    node: [],
    outside: ['refused', 'refused'],
    others: [404, 404, 404],
    opened: null,
    microphone: 'denied',
  });
  expect(found.policy).toContain("default-src 'none'");
  expect(found.policy).not.toContain('unsafe');
  expect(found.title).not.toBe('ran');
  expect(found.codes.length).toBeGreaterThan(8);
  expect(new Set(found.codes)).toEqual(new Set(['invalid-input']));
});

test('tells of a newer release where the user named a feed', async ({ open, folder }) => {
  const feed = { version: '99.0.0', notes: '- Hears twice as well as before.', debs: {} };
  writeFileSync(join(folder, 'latest.json'), JSON.stringify(feed));
  handOver(join(folder, 'latest.json'));
  const { page } = await open([], { DGX_MUSIC_MONITOR_UPDATES: folder });
  await expect(page.getByText('Version 99.0.0 is out.')).toBeVisible();
});
