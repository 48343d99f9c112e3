import { spawn } from 'node:child_process';
import { once } from 'node:events';
import './support/page';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  cleanEnvironment,
  electronArguments,
  electronPath,
  expect,
  test,
} from './support/application';

// What the window must not be able to do, each tried on the running window.

/** What a call of the contract answers, as far as these tests look. */
type Answer = Readonly<{ ok: boolean; error?: { code: string } }>;
type Method = (input?: unknown) => Promise<Answer>;

/** Preferences of a page as Electron reports them; the method is not in its public types. */
type WithPreferences = { getLastWebPreferences: () => Electron.WebPreferences };

test('pages run sandboxed, isolated and without Node', async ({ launch, library }) => {
  const { app, page } = await launch({ library });
  await expect(page.locator('[data-generation-id]').first()).toBeVisible();
  const preferences = await app.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => {
      const { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity } = (
        contents as unknown as WithPreferences
      ).getLastWebPreferences();
      return { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity };
    }),
  );
  expect(preferences).toEqual([
    {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
    },
  ]);
  expect(
    await page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer'].filter((name) => name in window),
    ),
  ).toEqual([]);
  expect(page.url()).toBe('app://monitor/');
});

test('the content security policy allows no more than the application itself', async ({
  launch,
  library,
}) => {
  const { page } = await launch({ library });
  const violations: string[] = [];
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) violations.push(message.text());
  });
  await expect(page.locator('[data-generation-id]').first()).toBeVisible();
  const response = await page.reload();
  const policy = response?.headers()['content-security-policy'] ?? '';
  const directives = new Map(
    policy.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources.join(' ')] as const;
    }),
  );
  expect(directives.get('default-src')).toBe("'none'");
  expect(directives.get('script-src')).toBe("'self'");
  expect(policy).not.toContain('unsafe');
  await page.locator('[data-generation-id]').first().click();
  await expect(page.getByRole('complementary', { name: 'Generation details' })).toBeVisible();
  expect(violations, 'the application keeps to its own policy').toEqual([]);

  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "ran"';
    document.body.append(script);
    return document.title;
  });
  expect(ran).not.toBe('ran');
  await expect.poll(() => violations).not.toEqual([]);
});

test.describe('with a server to be lured to', () => {
  let server: Server;
  let visits: number;
  let address: string;
  test.beforeEach(async () => {
    visits = 0;
    server = createServer((_request, response) => {
      visits++;
      response.end('<title>elsewhere</title>');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  test.afterEach(() => {
    server.close();
  });

  for (const target of [
    'about:blank',
    'app://monitor/nothing',
    'app://monitor/audio?id=x',
    'data:text/html,x',
  ]) {
    test(`the page does not leave for ${target}`, async ({ launch, library }) => {
      const { app, page } = await launch({ library });
      await expect(page.locator('[data-generation-id]').first()).toBeVisible();
      await app.evaluate(({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        const seen: string[] = [];
        Object.assign(globalThis, { seen });
        contents?.on('did-start-navigation', ({ url, isSameDocument }) => {
          if (!isSameDocument) seen.push(`began ${url}`);
        });
        contents?.on('did-navigate', (_event, url) => seen.push(`arrived at ${url}`));
      });
      await page.evaluate((url) => {
        location.href = url;
      }, target);
      // One that is let through is asked for after it, and so comes after it.
      await page.evaluate(() => fetch('app://monitor/nothing').catch(() => null));
      const seen = await app.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
      expect(seen.filter((what) => what.startsWith('arrived'))).toEqual([]);
      expect(
        await page.evaluate(() => document.querySelectorAll('[data-generation-id]').length > 0),
      ).toBe(true);
      expect(page.url()).toBe('app://monitor/');
    });
  }

  test('navigation, new windows and requests elsewhere are refused', async ({
    launch,
    library,
  }) => {
    const { app, page } = await launch({ library });
    await expect(page.locator('[data-generation-id]').first()).toBeVisible();
    await page.evaluate((url) => {
      location.href = url;
    }, address);
    await page.evaluate((url) => window.open(url), address);
    const fetched = await page.evaluate(
      (url) =>
        fetch(url).then(
          () => 'answered',
          () => 'refused',
        ),
      address,
    );
    expect(fetched).toBe('refused');
    // The main process's own session refuses as well, whatever a page's policy says.
    const fromSession = await app.evaluate(
      ({ session }, url) =>
        session.defaultSession.fetch(url).then(
          () => 'answered',
          () => 'refused',
        ),
      address,
    );
    expect(fromSession).toBe('refused');
    expect(page.url()).toBe('app://monitor/');
    expect(app.windows()).toHaveLength(1);
    expect(visits).toBe(0);
  });
});

test('permissions are refused', async ({ launch, library }) => {
  const { page } = await launch({ library });
  await expect(page.locator('[data-generation-id]').first()).toBeVisible();
  const states = await page.evaluate(async () => {
    const names = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'midi',
      'clipboard-read',
    ];
    const answers = names.map((name) =>
      navigator.permissions.query({ name: name as PermissionName }).then(
        ({ state }) => state,
        () => 'denied',
      ),
    );
    const media = await navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'granted',
      () => 'denied',
    );
    return [...(await Promise.all(answers)), media, await Notification.requestPermission()];
  });
  expect(new Set(states)).toEqual(new Set(['denied']));
});

test('input is checked on every channel', async ({ launch, library }) => {
  const { page } = await launch({ library });
  await expect(page.locator('[data-generation-id]').first()).toBeVisible();
  const answers = await page.evaluate(async () => {
    const results: [string, Answer][] = [];
    for (const [noun, verbs] of Object.entries(window.monitor)) {
      if (typeof verbs === 'function') continue;
      for (const [verb, method] of Object.entries(verbs)) {
        results.push([
          `${noun}.${verb}`,
          await (method as Method)({ 'no such field': '; DROP TABLE prompts' }),
        ]);
      }
    }
    return results;
  });
  expect(answers.length).toBeGreaterThan(8);
  for (const [name, answer] of answers) {
    expect(answer, name).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  }
});

test('a page of another origin may not call', async ({ launch, library }) => {
  const { app } = await launch({ library });
  const answer = await app.evaluate(async ({ app: application, BrowserWindow }) => {
    const stranger = new BrowserWindow({
      show: false,
      webPreferences: {
        preload: `${application.getAppPath()}/out/preload/index.cjs`,
        additionalArguments: ['--monitor-operations=library.recent'],
      },
    });
    await stranger.loadURL('data:text/html,stranger');
    const result = await stranger.webContents.executeJavaScript('monitor.library.recent()');
    stranger.destroy();
    return result as unknown;
  });
  expect(answer).toMatchObject({ ok: false, error: { code: 'forbidden' } });
});

test('the application protocol serves its own files only', async ({ launch, library }) => {
  const { page } = await launch({ library });
  await expect(page.locator('[data-generation-id]').first()).toBeVisible();
  const statuses = await page.evaluate(async () => {
    const paths = [
      '/../main/index.js',
      '/%2e%2e/main/index.js',
      '/..%2fmain%2findex.js',
      '/%2e%2e%5cmain%5cindex.js',
      '/%00/etc/passwd',
      '//etc/passwd',
      '/%2fetc%2fpasswd',
      '/%E0%A4%A',
      '/no-such-file.js',
    ];
    return Promise.all(
      paths.map((path) =>
        fetch(`app://monitor${path}`).then(
          ({ status }) => status,
          () => 404,
        ),
      ),
    );
  });
  expect(new Set(statuses)).toEqual(new Set([404]));
});

test('a second start hands its library to the first and ends', async ({
  launch,
  library,
  folder,
}) => {
  const data = join(folder, 'data');
  const { page } = await launch({ data });
  await expect(page.getByRole('button', { name: /open a library/i })).toBeVisible();
  const second = spawn(electronPath(), [...electronArguments, '--library', library], {
    env: cleanEnvironment({ DGX_MUSIC_MONITOR_DATA: data }),
    stdio: 'ignore',
  });
  const [code] = (await once(second, 'exit')) as [number | null];
  expect(code).toBe(0);
  await expect(page.getByRole('grid', { name: 'Generations' })).toBeVisible();
});
