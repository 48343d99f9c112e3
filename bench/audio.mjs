// @ts-check
// Listening in the window: from click to sound, seeking in a large file, shapes, the check of files.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { memory, open, root } from './electron.mjs';
import { benchLibrary } from './library.mjs';
import { percentile } from './report.mjs';

/** @typedef {import('./report.mjs').Measurement} Measurement */
/** @typedef {import('@playwright/test').Page} Page */

const takes = 12;
const takeSeconds = 30;
const seeks = 20;
/** Files that the check goes through, each of so many seconds. */
const checked = 1_000;
const checkedSeconds = 2;
const hugeBytes = 2 ** 31 - 2 ** 16;
const sampleRate = 32_000;

/**
 * A WAV of stereo 16-bit noise-like samples.
 *
 * @param {number} seconds
 * @param {number} seed
 * @param {number} [dataBytes] what the header claims, for a file that is made longer afterwards
 */
const wav = (seconds, seed, dataBytes) => {
  const bytes = seconds * sampleRate * 4;
  const file = Buffer.alloc(44 + bytes);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + (dataBytes ?? bytes), 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(2, 22);
  file.writeUInt32LE(sampleRate, 24);
  file.writeUInt32LE(sampleRate * 4, 28);
  file.writeUInt16LE(4, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(dataBytes ?? bytes, 40);
  let state = seed | 1;
  for (let place = 44; place < file.length; place += 2) {
    state = (Math.imul(state, 1103515245) + 12345) | 0;
    file.writeInt16LE((state >> 18) % 8000, place);
  }
  return file;
};

/**
 * Lays out a library with audio for its newest completed generations.
 *
 * @param {string} folder
 */
const layOut = (folder) => {
  const library = join(folder, 'data', 'generations.db');
  mkdirSync(join(folder, 'data'));
  mkdirSync(join(folder, 'outputs'));
  copyFileSync(benchLibrary({ generations: 20_000, prompts: 1_000 }), library);
  const db = new Database(library);
  const ids = /** @type {string[]} */ (
    db
      .prepare(
        "SELECT id FROM generations WHERE status = 'completed' ORDER BY created_at DESC, id DESC LIMIT ?",
      )
      .pluck()
      .all(checked)
  );
  // The check would find the others missing, which is quicker than looking at a file.
  db.exec(
    `DELETE FROM generations WHERE id NOT IN (SELECT value FROM json_each('${JSON.stringify(ids)}'))`,
  );
  const name = db.prepare('UPDATE generations SET file_path = ? WHERE id = ?');
  for (const [index, id] of ids.entries()) {
    const path = join('outputs', `${index}.wav`);
    const file = join(folder, path);
    if (index === takes) {
      writeFileSync(file, wav(1, 1, hugeBytes - 44));
      truncateSync(file, hugeBytes);
    } else writeFileSync(file, wav(index < takes ? takeSeconds : checkedSeconds, index));
    name.run(path, id);
  }
  db.close();
  return { library, ids };
};

/**
 * Keeps the element that sounds at hand, which is on the page only once the player has been drawn.
 *
 * @param {Page} page
 */
const watchElement = (page) =>
  page.evaluate(() => {
    const { play } = HTMLMediaElement.prototype;
    HTMLMediaElement.prototype.play = function () {
      /** @type {any} */ (window).sounding = this;
      return play.call(this);
    };
  });

/**
 * Milliseconds from a click on Play to a clock that goes on, in the page's own time.
 *
 * @param {Page} page
 * @param {string} id
 * @returns {Promise<number>}
 */
const clickToSound = (page, id) =>
  page.evaluate(
    (wanted) =>
      new Promise((done) => {
        const button = document.querySelector(
          `[data-generation-id="${wanted}"] button[aria-label^=Play]`,
        );
        const begun = performance.now();
        /** @type {HTMLElement | null} */ (button)?.click();
        const look = () => {
          /** @type {HTMLAudioElement | undefined} */
          const audio = /** @type {any} */ (window).sounding;
          const ours = audio?.src.includes(encodeURIComponent(wanted));
          if (ours && audio && audio.currentTime > 0) done(performance.now() - begun);
          else setTimeout(look, 1);
        };
        look();
      }),
    id,
  );

/**
 * Milliseconds from a new position to a clock that goes on there.
 *
 * @param {Page} page
 * @param {number} share of the file
 * @returns {Promise<number>}
 */
const seek = (page, share) =>
  page.evaluate(
    (part) =>
      new Promise((done) => {
        const audio = document.querySelector('audio');
        if (!audio) throw new Error('nothing plays');
        const target = part * audio.duration;
        const begun = performance.now();
        audio.currentTime = target;
        const look = () => {
          if (!audio.seeking && audio.currentTime > target) done(performance.now() - begun);
          else setTimeout(look, 1);
        };
        look();
      }),
    share,
  );

/**
 * Files a second of one run of the check.
 *
 * @param {Page} page
 * @returns {Promise<number>}
 */
const checkAll = (page) =>
  page.evaluate(async () => {
    const { check } = /** @type {any} */ (window).monitor;
    const begun = performance.now();
    await check.start({ resume: false });
    for (;;) {
      const { value } = await check.state();
      if (value.phase === 'done') return value.checked / ((performance.now() - begun) / 1000);
      await new Promise((next) => setTimeout(next, 20));
    }
  });

/**
 * @param {{ executable: string }} options an Electron
 * @returns {Promise<Measurement[]>}
 */
export const measureAudio = async ({ executable }) => {
  const folder = mkdtempSync(join(tmpdir(), 'dgx-music-monitor-bench-'));
  try {
    const { library, ids } = layOut(folder);
    const { app, page } = await open(executable, [root, '--library', library], join(folder, 'app'));
    await page.locator('[data-generation-id]').first().waitFor();
    await watchElement(page);
    // Nobody chooses a take and clicks on it sooner.
    await page.waitForTimeout(1_000);
    /** @type {number[]} */
    const sounds = [];
    for (const id of ids.slice(0, takes)) sounds.push(await clickToSound(page, id));

    /** @type {number[]} */
    const shapes = [];
    // Fresh ones: what was played has its shape already.
    for (const id of ids.slice(takes + 1, takes + 1 + takes)) {
      writeFileSync(join(folder, 'outputs', `${ids.indexOf(id)}.wav`), wav(takeSeconds, 99));
      shapes.push(
        await page.evaluate(async (wanted) => {
          const begun = performance.now();
          const { ok } = await /** @type {any} */ (window).monitor.audio.peaks({ id: wanted });
          if (!ok) throw new Error('no peaks');
          return performance.now() - begun;
        }, id),
      );
    }

    await clickToSound(page, ids[takes] ?? '');
    await seek(page, 0.5);
    const before = { main: await memory(app, 'Browser'), window: await memory(app, 'Tab') };
    /** @type {number[]} */
    const jumps = [];
    for (let n = 0; n < seeks; n++) jumps.push(await seek(page, ((n * 7) % seeks) / seeks));
    const grown = {
      main: ((await memory(app, 'Browser')) - before.main) / 1024,
      window: ((await memory(app, 'Tab')) - before.window) / 1024,
    };
    await page.evaluate(() => document.querySelector('audio')?.pause());

    await checkAll(page);
    const rate = await checkAll(page);
    await app.close();
    return [
      {
        name: 'first click to sound',
        value: sounds[0] ?? Number.NaN,
        unit: 'ms',
        limit: '150 ms',
      },
      {
        name: 'click to sound, 30 s WAV, p95',
        value: percentile(sounds.slice(1), 0.95),
        unit: 'ms',
        limit: '150 ms',
      },
      {
        name: 'peaks of a 30 s WAV, p95',
        value: percentile(shapes, 0.95),
        unit: 'ms',
        limit: '50 ms',
      },
      {
        name: 'seek in a 2 GB WAV, p95',
        value: percentile(jumps, 0.95),
        unit: 'ms',
        limit: '200 ms',
      },
      {
        name: `main process after ${seeks} such seeks`,
        value: grown.main,
        unit: 'MB more',
        limit: '8 MB',
      },
      { name: `window after ${seeks} such seeks`, value: grown.window, unit: 'MB more' },
      {
        name: `check of ${checked} files of ${checkedSeconds} s, warm`,
        value: rate,
        unit: 'files/s',
        limit: '500',
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
