// @ts-check
// How fast several workers take and finish the jobs of one library, and how evenly. Run as a program
// of its own it is one such worker.
import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import { projectRoot } from '../scripts/lib/paths.mjs';

/** @typedef {import('./report.mjs').Measurement} Measurement */

const workers = 8;
const seconds = 12;
const waiting = 200_000;
const storagePath = join(projectRoot, 'out', 'storage', 'index.js');

if (process.argv[2] === 'work') await work(process.argv[3] ?? '', Number(process.argv[4]));

/** @param {string} path @param {number} until milliseconds since 1970 */
async function work(path, until) {
  const { openLibrary } = await import(pathToFileURL(storagePath).href);
  const library = openLibrary(path, { create: false, dataFolder: `${path}.data`, search: false });
  let done = 0;
  let busy = 0;
  while (Date.now() < until) {
    try {
      const job = library.generations.claimNext();
      if (!job) break;
      library.generations.complete(job.id, { generationTimeSeconds: 1, fileSizeBytes: 1 });
      done += 1;
    } catch (error) {
      if (/** @type {{ code?: string }} */ (error).code !== 'library-busy') throw error;
      busy += 1;
    }
  }
  library.close();
  process.stdout.write(JSON.stringify({ done, busy }));
}

/** @param {string} adopted a library without indexes of ours, whose schema is taken @returns {Promise<Measurement[]>} */
export async function measureWorkers(adopted) {
  const folder = mkdtempSync(join(tmpdir(), 'dgx-workers-'));
  try {
    const measurements = [];
    for (const journal of ['wal', 'delete']) {
      const path = join(folder, `${journal}.db`);
      copyFileSync(adopted, path);
      fill(path, journal);
      measurements.push(...(await race(path, journal)));
    }
    return measurements;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} path @param {string} journal */
function fill(path, journal) {
  const raw = new Database(path);
  raw.pragma(`journal_mode = ${journal}`);
  raw.exec(`DELETE FROM generations;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${waiting})
    INSERT INTO generations (id, prompt, model_name, duration_seconds, sample_rate, channels,
      file_path, status, created_at)
    SELECT 'job-' || i, 'prompt ' || (i % 1000), 'm', 8, 32000, 1, 'x.wav', 'pending',
      strftime('%Y-%m-%d %H:%M:%S', '2026-01-01', '+' || i || ' seconds') || '.000000' FROM n`);
  raw.close();
}

/** @param {string} path @param {string} journal @returns {Promise<Measurement[]>} */
async function race(path, journal) {
  const until = Date.now() + 1_500 + seconds * 1_000;
  const answers = await Promise.all(Array.from({ length: workers }, () => run(path, until)));
  const done = answers.map((answer) => answer.done);
  const all = done.reduce((sum, one) => sum + one, 0);
  const name = `eight workers, ${waiting.toLocaleString('en')} waiting, journal ${journal}`;
  return [
    {
      name: `${name}: jobs`,
      value: all / seconds,
      unit: 'jobs/s',
      limit: journal === 'wal' ? '300' : '100',
    },
    {
      name: `${name}: most to least`,
      value: Math.max(...done) / Math.max(1, Math.min(...done)),
      unit: '×',
      limit: '2',
    },
    {
      name: `${name}: busy`,
      value: answers.reduce((sum, { busy }) => sum + busy, 0),
      unit: 'times',
      limit: '0',
    },
  ];
}

/** @param {string} path @param {number} until @returns {Promise<{ done: number, busy: number }>} */
function run(path, until) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [import.meta.filename, 'work', path, String(until)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.on('data', (data) => {
      out += data;
    });
    child.on('close', (code) =>
      code === 0 ? resolve(JSON.parse(out)) : reject(new Error(`worker: ${code}`)),
    );
  });
}
