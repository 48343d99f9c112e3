import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test as base, chromium, expect, type Page } from '@playwright/test';
import { startVirtualDisplay } from '../../scripts/lib/display.mjs';
import { lacksDisplay } from '../../scripts/lib/system-packages.mjs';

/** Where the program is, as `npm test -- --only package` has put it there. */
const place = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error('These tests are run by: npm test -- --only package');
  return value;
};
/** The folder with the packages themselves. */
export const packages = place('DGX_PACKAGES');
/** The folder of the installed program. */
export const home = place('DGX_INSTALLED_HOME');
export const command = place('DGX_INSTALLED_COMMAND');

const isRoot = process.getuid?.() === 0;
/** Nobody, on every Linux: Chromium gives root no sandbox. */
const ordinary = isRoot ? { uid: 65_534, gid: 65_534 } : {};

/** Gives files of the test to the user who runs the program. */
export const handOver = (...paths: readonly string[]): void => {
  if (isRoot) for (const path of paths) chownSync(path, 65_534, 65_534);
};

type Started = Readonly<{ page: Page; child: ChildProcess; quit: () => Promise<number | null> }>;

type Fixtures = {
  /** A folder of the test's own, which belongs to the user who runs the program. */
  folder: string;
  /** Opens the window and connects to it by the debugging port. */
  open: (args?: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Started>;
  /** Runs the command to its end, without a display unless told. */
  run: (
    args: readonly string[],
    options?: { asRoot?: boolean; display?: boolean },
  ) => { status: number | null; stdout: string; stderr: string };
};

export const test = base.extend<Fixtures, { display: Readonly<Record<string, string>> }>({
  display: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the dependencies off the pattern
    async ({}, use) => {
      const display = lacksDisplay() ? await startVirtualDisplay() : undefined;
      if (display) handOver(display.env.XAUTHORITY, dirname(display.env.XAUTHORITY));
      const { DISPLAY = '', WAYLAND_DISPLAY = '', XAUTHORITY = '' } = process.env;
      await use({ ...(display?.env ?? { DISPLAY, WAYLAND_DISPLAY, XAUTHORITY }) });
      display?.stop();
    },
    { scope: 'worker' },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the dependencies off the pattern
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'dgx-music-monitor-'));
    mkdirSync(join(folder, 'home'));
    handOver(folder, join(folder, 'home'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  open: async ({ folder, display }, use) => {
    const started: ChildProcess[] = [];
    await use(async (args = [], env = {}) => {
      const child = spawn(command, ['--remote-debugging-port=0', ...args], {
        cwd: folder,
        env: { ...environment(folder, display), ...env },
        stdio: ['ignore', 'ignore', 'pipe'],
        ...ordinary,
      });
      started.push(child);
      const browser = await chromium.connectOverCDP(await debuggingAddress(child));
      const [context] = browser.contexts();
      if (!context) throw new Error('The program has no page');
      const page = context.pages()[0] ?? (await context.waitForEvent('page'));
      await page.waitForURL('app://monitor/**');
      const quit = async () => {
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        const [code] = (await ended) as [number | null];
        return code;
      };
      return { page, child, quit };
    });
    for (const child of started) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }
  },
  run: async ({ folder, display }, use) => {
    await use((args, { asRoot = false, display: shown = false } = {}) => {
      const { status, stdout, stderr } = spawnSync(command, args, {
        cwd: folder,
        env: environment(folder, shown ? display : {}),
        encoding: 'utf8',
        timeout: 60_000,
        ...(asRoot ? {} : ordinary),
      });
      return { status, stdout, stderr };
    });
  },
});

export { expect };

/** Nothing of the tester's own: neither a library nor a session bus. */
const environment = (folder: string, display: Readonly<Record<string, string>>) => ({
  PATH: process.env.PATH ?? '',
  HOME: join(folder, 'home'),
  LANG: 'C.UTF-8',
  ...display,
});

const debuggingAddress = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let told = '';
    child.stderr?.on('data', (chunk) => {
      told += chunk;
      const address = /DevTools listening on (\S+)/.exec(told)?.[1];
      if (address) resolve(address);
    });
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`The program ended with ${code}: ${told}`)));
  });

/** The processes of the program that a test has started, by their arguments. */
export const processesOf = (
  child: ChildProcess,
): readonly { args: string; uid: string; seccomp: string }[] => {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const status = readFileSync(`/proc/${pid}/status`, 'utf8');
        const field = (name: string) => new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(status)?.[1];
        const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return [
          {
            pid,
            parent: field('PPid'),
            uid: field('Uid') ?? '',
            seccomp: field('Seccomp') ?? '',
            args,
          },
        ];
      } catch {
        return []; // It ended while we looked.
      }
    });
  const family = new Set([String(child.pid)]);
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const { pid, parent } of all) if (parent && family.has(parent)) family.add(pid);
  }
  return all.filter(({ pid }) => family.has(pid));
};
