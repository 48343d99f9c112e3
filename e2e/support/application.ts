import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  test as base,
  type ElectronApplication,
  _electron as electron,
  expect,
  type Page,
} from '@playwright/test';
import { startVirtualDisplay } from '../../scripts/lib/display.mjs';
import { lacksDisplay } from '../../scripts/lib/system-packages.mjs';

/** The application, started for one test in a data folder of its own. */
export type RunningApplication = Readonly<{ app: ElectronApplication; page: Page }>;

type LaunchOptions = Readonly<{
  /** What to give as `--library`; without it the application starts as on a first day. */
  library?: string;
  /** The data folder; a fresh one when not given. */
  data?: string;
  env?: Readonly<Record<string, string>>;
}>;

type Fixtures = {
  /** A folder of the test's own, removed afterwards. */
  folder: string;
  /** Starts the application; everything started is closed after the test. */
  launch: (options?: LaunchOptions) => Promise<RunningApplication>;
  /** A copy of the sample library, in {@link Fixtures.folder}. */
  library: string;
};

const root = resolve(import.meta.dirname, '../..');
export const sampleLibrary = join(root, 'e2e/fixtures/dgx-music-library.db');

/** Arguments that Electron itself needs: root cannot have Chromium's sandbox. */
export const electronArguments: readonly string[] = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  root,
];

/**
 * Makes the application wait until Playwright is connected. Given an executable, Playwright leaves
 * it out, and a start under load can then hang.
 */
const playwrightLoader = join(root, 'node_modules/playwright-core/lib/server/electron/loader.js');

let executable: string | undefined;
export const electronPath = (): string => {
  executable ??=
    process.env.ELECTRON_EXEC_PATH ||
    execFileSync(process.execPath, [join(root, 'scripts/electron-path.mjs')], {
      encoding: 'utf8',
    }).trim();
  return executable;
};

/** The environment without what would choose a library, a data folder or a service from outside. */
export const cleanEnvironment = (extra: Readonly<Record<string, string>> = {}) => {
  const {
    DATABASE_URL: _url,
    DGX_MUSIC_MONITOR_DATA: _data,
    DGX_MUSIC_API_URL: _service,
    ...rest
  } = process.env;
  const known = Object.entries(rest).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { ...Object.fromEntries(known), ...extra };
};

export const test = base.extend<Fixtures, { display: undefined }>({
  // A virtual display for each worker: windows of two would fight for focus and clipboard on one.
  display: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the dependencies off the pattern
    async ({}, use) => {
      const display = lacksDisplay() ? await startVirtualDisplay() : undefined;
      Object.assign(process.env, display?.env);
      await use(undefined);
      display?.stop();
    },
    { scope: 'worker', auto: true },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the dependencies off the pattern
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'dgx-music-monitor-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  launch: async ({ folder }, use) => {
    const started: ElectronApplication[] = [];
    await use(async ({ library, data, env } = {}) => {
      const app = await electron.launch({
        executablePath: electronPath(),
        args: [
          '-r',
          playwrightLoader,
          ...electronArguments,
          ...(library === undefined ? [] : ['--library', library]),
        ],
        cwd: folder,
        timeout: 30_000,
        env: cleanEnvironment({ DGX_MUSIC_MONITOR_DATA: data ?? join(folder, 'data'), ...env }),
      });
      started.push(app);
      const page = await app.firstWindow();
      // What a test runs in the page shall not meet the blank one that comes before it.
      await page.waitForURL('app://monitor/**');
      return { app, page };
    });
    for (const app of started) await app.close();
  },
  library: async ({ folder }, use) => {
    const copy = join(folder, 'generations.db');
    copyFileSync(sampleLibrary, copy);
    await use(copy);
  },
});

export { expect };
