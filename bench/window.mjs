// @ts-check
// The window on a large library: start, scrolling, filters, live changes, memory. Each beside an
// empty Electron window, or a plain static list, of the same run.
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { _electron as electron } from '@playwright/test';
import Database from 'better-sqlite3';
import { median, percentile } from './report.mjs';

/** @typedef {import('./report.mjs').Measurement} Measurement */
/** @typedef {import('@playwright/test').ElectronApplication} ElectronApplication */
/** @typedef {import('@playwright/test').Page} Page */

const root = resolve(import.meta.dirname, '..');
const loader = join(root, 'node_modules/playwright-core/lib/server/electron/loader.js');
const rootFlags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const starts = 7;
const clicks = 20;
const commits = 40;

/** The smallest application that shows a window, telling when its page has painted. */
const emptyApplication = {
  'package.json': '{ "name": "empty", "version": "1.0.0", "main": "main.cjs" }',
  'main.cjs': `const { app, BrowserWindow, ipcMain } = require('electron');
app.setPath('userData', process.env.DGX_MUSIC_MONITOR_DATA);
ipcMain.handle('painted', () => {
  if (process.env.DGX_MUSIC_MONITOR_TIMING) console.log('painted ' + (Date.now() - process.getCreationTime()));
});
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1440, height: 900, show: false,
    webPreferences: { preload: __dirname + '/preload.cjs', sandbox: true } });
  window.once('ready-to-show', () => window.show());
  window.loadFile(__dirname + '/index.html');
});`,
  'preload.cjs': `const { ipcRenderer } = require('electron');
requestAnimationFrame(() => requestAnimationFrame(() => ipcRenderer.invoke('painted')));`,
  'index.html': '<!doctype html><title>empty</title><p>empty</p>',
};

/**
 * Milliseconds from the creation of the process to painted content, as the application itself
 * prints them.
 *
 * @param {string} executable
 * @param {readonly string[]} args
 * @param {string} data
 * @returns {Promise<number>}
 */
const startTime = (executable, args, data) =>
  new Promise((done, fail) => {
    const child = spawn(executable, [...rootFlags, ...args], {
      env: { ...process.env, DGX_MUSIC_MONITOR_DATA: data, DGX_MUSIC_MONITOR_TIMING: '1' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const painted = /painted (\d+)/.exec(output);
      if (!painted) return;
      child.once('exit', () => done(Number(painted[1])));
      child.kill();
    });
    child.once('error', fail);
  });

/**
 * @param {string} executable
 * @param {readonly string[]} args
 * @param {string} data
 */
const open = async (executable, args, data) => {
  const app = await electron.launch({
    executablePath: executable,
    args: ['-r', loader, ...rootFlags, ...args],
    timeout: 60_000,
    env: /** @type {Record<string, string>} */ ({ ...process.env, DGX_MUSIC_MONITOR_DATA: data }),
  });
  return { app, page: await app.firstWindow() };
};

/**
 * Kilobytes that all processes of an application hold together.
 *
 * @param {ElectronApplication} app
 */
const memory = (app) =>
  app.evaluate(({ app: application }) =>
    application
      .getAppMetrics()
      .reduce((sum, { memory: { workingSetSize } }) => sum + workingSetSize, 0),
  );

/**
 * Milliseconds between frames while the wheel turns over the middle of the page.
 *
 * @param {Page} page
 * @param {number} turns
 */
const framesWhileScrolling = async (page, turns) => {
  await page.mouse.move(500, 450);
  await page.evaluate(() => {
    /** @type {number[]} */
    const frames = [];
    let last = performance.now();
    const next = (/** @type {number} */ now) => {
      frames.push(now - last);
      last = now;
      if (Reflect.get(window, 'benchFrames') === frames) requestAnimationFrame(next);
    };
    Reflect.set(window, 'benchFrames', frames);
    requestAnimationFrame(next);
  });
  for (let turn = 0; turn < turns; turn++) {
    await page.mouse.wheel(0, 400);
    await wait(16);
  }
  return page.evaluate(() => {
    const frames = /** @type {number[]} */ (Reflect.get(window, 'benchFrames'));
    Reflect.set(window, 'benchFrames', null);
    return frames.slice(2);
  });
};

/**
 * Milliseconds from a click on a status to its rows, in the page's own time.
 *
 * @param {Page} page
 * @param {string} label
 * @param {string} status
 * @returns {Promise<number>}
 */
const clickStatus = (page, label, status) =>
  page.evaluate(
    ([name, wanted]) =>
      new Promise((done) => {
        const radio = [...document.querySelectorAll('[role=radiogroup] input')].find((input) =>
          input.closest('label')?.textContent?.startsWith(String(name)),
        );
        const begun = performance.now();
        /** @type {HTMLElement | undefined} */ (radio)?.click();
        const look = () => {
          const rows = [...document.querySelectorAll('[data-generation-id]')];
          const there =
            rows.length > 5 && rows.every((row) => row.getAttribute('data-status') === wanted);
          if (there) done(performance.now() - begun);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
    [label, status],
  );

/**
 * Milliseconds from another connection's commit to the changed row in the document.
 *
 * @param {Page} page
 * @param {string} library
 */
const commitToPixel = async (page, library) => {
  const db = new Database(library, { timeout: 5000 });
  /** @type {number[]} */
  const samples = [];
  const id = await page.locator('[data-generation-id]').nth(3).getAttribute('data-generation-id');
  const update = db.prepare('UPDATE generations SET status = ? WHERE id = ?');
  for (let n = 0; n < commits; n++) {
    const status = n % 2 === 0 ? 'failed' : 'completed';
    const seen = page.evaluate(
      ([row, wanted]) =>
        new Promise((done) => {
          const look = () => {
            const element = document.querySelector(`[data-generation-id="${row}"]`);
            if (element?.getAttribute('data-status') === wanted) done(Date.now());
            else requestAnimationFrame(look);
          };
          look();
        }),
      [id, status],
    );
    await wait(50 + Math.random() * 100);
    update.run(status, id);
    const committed = Date.now();
    samples.push(/** @type {number} */ (await seen) - committed);
  }
  db.close();
  return samples;
};

/**
 * @param {{ executable: string, library: string }} options an Electron, and a library as it was made
 * @returns {Promise<Measurement[]>}
 */
export const measureWindow = async ({ executable, library }) => {
  const folder = mkdtempSync(join(tmpdir(), 'dgx-music-monitor-bench-'));
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  for (const [name, text] of Object.entries(emptyApplication))
    writeFileSync(join(empty, name), text);
  const copy = join(folder, 'generations.db');
  copyFileSync(library, copy);
  const data = join(folder, 'data');
  try {
    return await measure(executable, { empty, copy, data });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/**
 * @param {string} executable
 * @param {{ empty: string, copy: string, data: string }} places
 */
const measure = async (executable, { empty, copy, data }) => {
  /** @type {Measurement[]} */
  const measurements = [];
  const ours = [root, '--library', copy];

  // Alternating, so that a slow minute of the machine hits both; the first of each warms the disk.
  /** @type {{ ours: number[], empty: number[] }} */
  const times = { ours: [], empty: [] };
  for (let n = 0; n < starts; n++) {
    times.empty.push(await startTime(executable, [empty], `${data}-empty`));
    times.ours.push(await startTime(executable, ours, data));
  }
  measurements.push({
    name: 'start to first rows, median',
    value: median(times.ours.slice(1)),
    unit: 'ms',
    reference: { name: 'empty window', value: median(times.empty.slice(1)) },
    limit: '1.5 ×',
  });

  const plain = await open(executable, [empty], `${data}-empty`);
  await plain.page.evaluate(() => {
    const rows = Array.from({ length: 3000 }, (_, n) => `<div style="height:34px">row ${n}</div>`);
    document.body.innerHTML = `<div style="height:800px;overflow:auto">${rows.join('')}</div>`;
  });
  const staticFrames = await framesWhileScrolling(plain.page, 150);
  await plain.page.evaluate(() => {
    document.body.innerHTML = '<p>empty</p>';
  });
  const emptyMemory = await memory(plain.app);
  await plain.app.close();

  const { app, page } = await open(executable, ours, data);
  await page.locator('[data-generation-id]').first().waitFor();
  await app.evaluate(async () => {
    const { monitorEventLoopDelay } = process.getBuiltinModule
      ? process.getBuiltinModule('node:perf_hooks')
      : await import('node:perf_hooks');
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    Reflect.set(globalThis, 'benchDelay', delay);
  });
  const frames = await framesWhileScrolling(page, 150);
  measurements.push({
    name: 'frame while scrolling, p99',
    value: percentile(frames, 0.99),
    unit: 'ms',
    reference: { name: 'static list', value: percentile(staticFrames, 0.99) },
    limit: '16.7 ms or 1.3 ×',
  });

  /** @type {number[]} */
  const filtered = [];
  for (let n = 0; n < clicks; n++) {
    filtered.push(await clickStatus(page, 'Failed', 'failed'));
    filtered.push(await clickStatus(page, 'Completed', 'completed'));
  }
  measurements.push({
    name: 'filter click to rows, p95',
    value: percentile(filtered, 0.95),
    unit: 'ms',
    limit: '100 ms',
  });

  await page.getByRole('radio', { name: /^All/ }).click();
  await page.locator('[data-status="pending"]').first().waitFor();
  const live = await commitToPixel(page, copy);
  measurements.push({
    name: 'commit elsewhere to pixel, p95',
    value: percentile(live, 0.95),
    unit: 'ms',
    limit: '150 ms',
  });

  const stall = await app.evaluate(
    () => Reflect.get(globalThis, 'benchDelay').percentile(99) / 1e6,
  );
  measurements.push({ name: 'main loop stall, p99', value: stall, unit: 'ms', limit: '8 ms' });
  measurements.push({
    name: 'memory of all processes',
    value: (await memory(app)) / 1024,
    unit: 'MB',
    reference: { name: 'empty window', value: emptyMemory / 1024 },
    limit: '1.6 ×',
  });

  const idleMs = 10_000;
  const busy = () => app.evaluate(() => process.cpuUsage());
  const before = await busy();
  await wait(idleMs);
  const after = await busy();
  measurements.push({
    name: 'idle, main process',
    value: ((after.user + after.system - before.user - before.system) / 1000 / idleMs) * 100,
    unit: '% of a core',
    limit: '0.5 %',
  });
  await app.close();
  return measurements;
};
