// @ts-check
// The window on a large library: start, scrolling, filters, live changes, memory. Each beside an
// empty Electron window, or a plain static list, of the same run.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { memory, open, root, startTime, writeEmptyApplication } from './electron.mjs';
import { median, percentile } from './report.mjs';

/** @typedef {import('./report.mjs').Measurement} Measurement */
/** @typedef {import('@playwright/test').Page} Page */

const starts = 7;
const clicks = 20;
const commits = 40;
const settleMs = 75_000;
/** Longer than the index for searching takes at a million rows, milliseconds. */
const indexPatience = 12_000;

/**
 * Milliseconds between frames while something goes on.
 *
 * @param {Page} page
 * @param {() => Promise<void>} work
 */
const framesWhile = async (page, work) => {
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
  await work();
  return page.evaluate(() => {
    const frames = /** @type {number[]} */ (Reflect.get(window, 'benchFrames'));
    Reflect.set(window, 'benchFrames', null);
    return frames.slice(2);
  });
};

/**
 * The wheel turns over the middle of the page.
 *
 * @param {Page} page
 */
const framesOfWheel = async (page) => {
  await page.mouse.move(500, 450);
  return framesWhile(page, async () => {
    for (let turn = 0; turn < 150; turn++) {
      await page.mouse.wheel(0, 400);
      await wait(16);
    }
  });
};

/**
 * The thumb is drawn down the whole list and half of the way back.
 *
 * @param {Page} page
 * @param {string} scroller selector of what scrolls
 */
const framesOfThumb = async (page, scroller) => {
  const box = await page.locator(scroller).evaluate((element) => {
    const { right, top, height } = element.getBoundingClientRect();
    return { right, top, height };
  });
  const x = box.right - 4;
  const top = box.top + 45;
  await page.mouse.move(x, top);
  await page.mouse.down();
  const frames = await framesWhile(page, async () => {
    for (let step = 0; step < 150; step++) {
      const share = step < 100 ? step / 100 : 1 - (step - 100) / 100;
      await page.mouse.move(x, top + share * (box.height - 90));
      await wait(16);
    }
  });
  await page.mouse.up();
  return frames;
};

/**
 * Milliseconds from an event in the page to the first frame that shows other rows, in the page's own
 * time; what changes nothing is left out.
 *
 * @param {Page} page
 * @param {'keydown' | 'click'} event
 * @param {() => Promise<void>} act
 * @returns {Promise<number[]>} one, or none
 */
const untilOtherRows = async (page, event, act) => {
  await page.evaluate((name) => {
    const shown = () => {
      const grid = document.querySelector('[role=grid]');
      const rows = [...document.querySelectorAll('[data-generation-id]')];
      return [
        grid?.getAttribute('aria-rowcount'),
        ...rows.map((row) => row.getAttribute('data-generation-id')),
      ].join();
    };
    const before = shown();
    const patience = 1_000;
    const seen = new Promise((done) => {
      const begin = () => {
        const begun = performance.now();
        const look = () => {
          const took = performance.now() - begun;
          if (shown() !== before) done([took]);
          else if (took > patience) done([]);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      };
      window.addEventListener(name, begin, { capture: true, once: true });
    });
    Reflect.set(window, 'benchSeen', seen);
  }, event);
  await act();
  return /** @type {Promise<number[]>} */ (page.evaluate(() => Reflect.get(window, 'benchSeen')));
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
  const empty = writeEmptyApplication(join(folder, 'empty'));
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
    document.body.innerHTML = `<div id="list" style="height:800px;overflow:auto">${rows.join('')}</div>`;
  });
  const staticWheel = await framesOfWheel(plain.page);
  const staticThumb = await framesOfThumb(plain.page, '#list');
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
  measurements.push({
    name: 'frame while scrolling by wheel, p99',
    value: percentile(await framesOfWheel(page), 0.99),
    unit: 'ms',
    reference: { name: 'static list', value: percentile(staticWheel, 0.99) },
    limit: '16.7 ms or 1.3 ×',
  });
  const scroller = '[role=grid][aria-label=Generations]';
  measurements.push({
    name: 'frame while scrolling by thumb, p99',
    value: percentile(await framesOfThumb(page, scroller), 0.99),
    unit: 'ms',
    reference: { name: 'static list', value: percentile(staticThumb, 0.99) },
    limit: '16.7 ms or 1.3 ×',
  });
  await page.locator(scroller).focus();
  await page.keyboard.press('Home');

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

  /** @type {number[]} */
  const sorted = [];
  // Each twice, and at last the order that there was.
  for (const name of ['Length', 'Time taken', 'Length', 'Time taken', 'Created']) {
    const header = page.getByRole('columnheader', { name }).getByRole('button').first();
    const times = name === 'Created' ? 1 : 2;
    for (let n = 0; n < times; n++) {
      sorted.push(...(await untilOtherRows(page, 'click', () => header.click())));
    }
  }
  measurements.push({
    name: 'sort click to rows, p95',
    value: percentile(sorted, 0.95),
    unit: 'ms',
    limit: '100 ms',
  });

  // Once the index is there, which is built in the background.
  const search = page.getByRole('searchbox', { name: 'Search generations' });
  await search.fill('warm piano');
  await wait(indexPatience);
  /** @type {number[]} */
  const searched = [];
  for (const word of ['piano', 'brass', 'choir', 'vinyl', 'techno', 'small', 'cuda']) {
    await search.fill('');
    await page.locator('[data-status="pending"]').first().waitFor();
    for (const key of word) {
      searched.push(...(await untilOtherRows(page, 'keydown', () => page.keyboard.press(key))));
    }
  }
  measurements.push({
    name: 'key in the search to rows, p95',
    value: percentile(searched, 0.95),
    unit: 'ms',
    limit: '100 ms',
  });
  await search.fill('');
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
  // It looks every millisecond, which is no idling.
  await app.evaluate(() => Reflect.get(globalThis, 'benchDelay').disable());
  measurements.push({ name: 'main loop stall, p99', value: stall, unit: 'ms', limit: '8 ms' });
  measurements.push({
    name: 'memory of all processes',
    value: (await memory(app)) / 1024,
    unit: 'MB',
    reference: { name: 'empty window', value: emptyMemory / 1024 },
    limit: '1.6 ×',
  });

  // What the commits set off is worked through first.
  await wait(settleMs);
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
