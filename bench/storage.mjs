// @ts-check
// The storage, each measurement beside a raw prepared statement of better-sqlite3 for the same rows.
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import { buildStorage } from '../scripts/lib/build-storage.mjs';
import { projectRoot } from '../scripts/lib/paths.mjs';
import { median, percentile } from './report.mjs';

/** @typedef {import('./report.mjs').Measurement} Measurement */
/** @typedef {import('../src/main/storage/sqlite/library').Library} Library */
/** @typedef {{ openLibrary: (path: string, options: object) => Library }} Storage */

const job = {
  modelName: 'musicgen-small',
  modelVersion: '1.0',
  durationSeconds: 16,
  sampleRate: 32_000,
  channels: 2,
  filePath: 'outputs/bench.wav',
  metadata: { bpm: 120 },
};

/**
 * @param {{ library: string }} what as Alembic and the Python service made it; it is left as it is
 * @returns {Promise<Measurement[]>}
 */
export const measureStorage = async ({ library: adopted }) => {
  const storage = await loadStorage();
  const own = await withOurIndexes(storage, adopted);
  const folder = mkdtempSync(join(tmpdir(), 'dgx-bench-'));
  try {
    return [
      ...(await measureOne(storage, own, folder, true)),
      ...(await measureOne(storage, adopted, folder, false)),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** @returns {Promise<Storage>} as it is shipped */
const loadStorage = async () => {
  await buildStorage();
  return import(pathToFileURL(join(projectRoot, 'out', 'storage', 'index.js')).href);
};

/**
 * A copy of the library with our tables and indexes.
 *
 * @param {string} adopted
 */
export const migratedLibrary = async (adopted) => withOurIndexes(await loadStorage(), adopted);

/** @param {Storage} storage @param {string} adopted @returns {Promise<string>} kept for the next run */
const withOurIndexes = async (storage, adopted) => {
  const path = adopted.replace(/\.db$/, '-ours.db');
  if (existsSync(path) && isUpToDate(storage, path)) return path;
  const draft = `${path}.${process.pid}.tmp`;
  cpSync(adopted, draft);
  const library = storage.openLibrary(draft, { create: false });
  const { backup } = await library.migrations.migrate();
  library.close();
  if (backup) rmSync(backup.path);
  renameSync(draft, path);
  return path;
};

/** @param {Storage} storage @param {string} path */
const isUpToDate = (storage, path) => {
  const library = storage.openLibrary(path, { create: false });
  try {
    return library.migrations.status().pending.length === 0;
  } finally {
    library.close();
  }
};

/**
 * @param {Storage} storage
 * @param {string} source
 * @param {string} folder for the copy
 * @param {boolean} ours with our indexes and in WAL mode; else as it was adopted
 */
const measureOne = async (storage, source, folder, ours) => {
  const path = join(folder, ours ? 'ours.db' : 'adopted.db');
  cpSync(source, path);
  const raw = new Database(path);
  if (ours) raw.pragma('journal_mode = WAL');
  raw.pragma('cache_size = -65536');
  const library = storage.openLibrary(path, { create: false, dataFolder: join(folder, 'data') });
  const bench = recorder(ours ? 'ours' : 'adopted');
  try {
    measureReads(bench, library, raw, ours);
    await measureSearch(bench, library, raw);
    measureWrites(bench, library, raw, ours);
    return bench.measurements;
  } finally {
    library.close();
    raw.close();
    rmSync(path);
  }
};

/** @param {string} kind */
const recorder = (kind) => {
  /** @type {Measurement[]} */
  const measurements = [];
  return {
    kind,
    measurements,
    /**
     * Ours and the raw statement take turns, so that both meet the same machine.
     *
     * @param {string} name @param {number} times @param {(turn: number) => unknown} work
     * @param {{ raw?: (turn: number) => unknown, limit?: string, tail?: number, tailLimit?: string }} [more]
     *   `tail`: that share of the samples is reported too
     */
    add: (name, times, work, { raw, limit, tail, tailLimit } = {}) => {
      /** @type {number[]} */
      const samples = [];
      /** @type {number[]} */
      const references = [];
      for (let turn = 0; turn < times; turn++) {
        samples.push(timed(work, turn));
        if (raw) references.push(timed(raw, turn));
      }
      measurements.push({
        name: `${kind}: ${name}`,
        value: median(samples),
        unit: 'ms',
        ...(raw ? { reference: { name: 'raw', value: median(references) } } : {}),
        ...(limit ? { limit } : {}),
      });
      if (tail === undefined) return;
      measurements.push({
        name: `${kind}: ${name}, p${tail * 100}`,
        value: percentile(samples, tail),
        unit: 'ms',
        ...(raw ? { reference: { name: 'raw', value: percentile(references, tail) } } : {}),
        ...(tailLimit ? { limit: tailLimit } : {}),
      });
    },
  };
};

/** @typedef {ReturnType<typeof recorder>} Recorder */

/** @param {(turn: number) => unknown} work @param {number} turn @returns {number} milliseconds */
const timed = (work, turn) => {
  const start = performance.now();
  work(turn);
  return performance.now() - start;
};

/**
 * What anyone would do by hand to use the rows: the same work as ours, less its care for values of
 * the wrong kind.
 *
 * @param {import('better-sqlite3').Statement} statement @param {unknown[]} values
 */
const parsed = (statement, ...values) =>
  /** @type {Record<string, string | null>[]} */ (statement.all(...values)).map((row) => ({
    ...row,
    created_at: dateOf(row.created_at),
    completed_at: dateOf(row.completed_at),
    metadata: row.metadata ? JSON.parse(row.metadata) : {},
  }));

/** @param {string | null | undefined} text */
const dateOf = (text) => (text ? new Date(`${text.slice(0, 23).replace(' ', 'T')}Z`) : null);

/** Somebody else's change, after which nothing that was remembered holds. @param {Database.Database} raw */
const touch = (raw) => raw.exec('UPDATE prompts SET used_count = used_count + 1 WHERE id = 1');

/** @param {Recorder} bench @param {Library} library @param {Database.Database} raw @param {boolean} ours */
const measureReads = (bench, library, raw, ours) => {
  const { generations } = library;
  const page = { limit: '1.3 ×', tail: 0.99, tailLimit: '2 ms' };
  const order = 'ORDER BY created_at DESC, id DESC LIMIT 100';
  generations.countByStatus();

  const first = raw.prepare(`SELECT * FROM generations ${order}`);
  bench.add('first page of 100', 500, () => generations.page(), {
    raw: () => parsed(first),
    ...page,
  });

  /** @type {string | null} */
  let deep = null;
  const total = generations.count();
  for (let read = 0; read < total * 0.9; read += 500) {
    deep = generations.page({ limit: 500 }, deep).next ?? deep;
  }
  const [last] = generations.page({ limit: 1 }, deep).rows;
  const after = raw.prepare(`SELECT * FROM generations
    WHERE (created_at, id) <= (SELECT created_at, id FROM generations WHERE id = ?) ${order}`);
  bench.add('page of 100 at nine tenths', 500, () => generations.page({}, deep), {
    raw: () => parsed(after, last?.id),
    ...page,
  });

  const index = (/** @type {string} */ own) => (ours ? own : 'idx_generations_created_at');
  const failed = raw.prepare(
    `SELECT * FROM generations INDEXED BY ${index('idx_monitor_status')} WHERE status = 'failed' ${order}`,
  );
  bench.add(
    'first page of failed',
    500,
    () => generations.page({ filter: { statuses: ['failed'] } }),
    {
      raw: () => parsed(failed),
      ...page,
    },
  );
  const model = raw.prepare(
    `SELECT * FROM generations INDEXED BY ${index('idx_monitor_model_name')} WHERE model_name = 'yue-7b' ${order}`,
  );
  bench.add(
    'first page of a model',
    500,
    () => generations.page({ filter: { models: ['yue-7b'] } }),
    {
      raw: () => parsed(model),
      ...page,
    },
  );
  bench.add('first page by time taken', ours ? 100 : 3, () =>
    generations.page({ sort: { column: 'generationTimeSeconds', direction: 'descending' } }),
  );
  const skip = raw.prepare(`SELECT * FROM generations ${order} OFFSET ?`);
  const places = [0.5, 0.3, 0.7, 0.45].map((part) => Math.floor(total * part));
  bench.add(
    'jump to a position, after a change',
    places.length,
    (turn) => {
      touch(raw);
      generations.list({ offset: places[turn] ?? 0 });
    },
    { raw: (turn) => skip.all(places[turn]) },
  );
  bench.add('jump to a position', 300, (turn) =>
    generations.list({ offset: (turn * 7_919) % Math.max(1, total - 100) }),
  );

  const group = raw.prepare('SELECT status, count(*) FROM generations GROUP BY status');
  const counts = () => {
    touch(raw);
    generations.countByStatus();
  };
  bench.add('counts by status, after a change', 15, counts, {
    raw: () => group.all(),
    limit: '40 ms',
  });
  bench.add('counts by status, asked again', 500, () => generations.countByStatus());
  bench.add('statistics', 100, () => library.stats());
  const top = raw.prepare('SELECT * FROM prompts ORDER BY used_count DESC LIMIT 10');
  bench.add('top prompts', 50, () => library.prompts.mostUsed(), { raw: () => top.all() });
  const leaders = () => {
    touch(raw);
    library.leaderboard.prompts(100);
  };
  bench.add('leaderboard of 100, first', 1, leaders);
  bench.add('leaderboard of 100, after a change', 10, leaders, { limit: '50 ms' });
};

const needles =
  'w,wa,warm,warm p,warm piano,take 12,take 12345,%,_,CUDA,half,120,techno,zzz,pads and,f3a9,Lo-Fi,GPU,日本,🎵'.split(
    ',',
  );

/** @param {Recorder} bench @param {Library} library @param {Database.Database} raw */
const measureSearch = async (bench, library, raw) => {
  const { generations } = library;
  const start = performance.now();
  await library.buildSearchIndex();
  const rate = generations.count() / ((performance.now() - start) / 1000);
  const { kind, measurements } = bench;
  measurements.push({
    name: `${kind}: search index built`,
    value: rate,
    unit: 'rows/s',
    limit: '100,000',
  });
  const like = raw.prepare(
    "SELECT * FROM generations WHERE prompt LIKE '%' || ? || '%' ORDER BY created_at DESC LIMIT 100",
  );
  bench.add(
    'search, first page',
    needles.length,
    (turn) => generations.page({ filter: { text: needles[turn] ?? '' } }),
    { raw: (turn) => like.all(needles[turn]), tail: 0.95, tailLimit: '30 ms' },
  );
};

/** @param {Recorder} bench @param {Library} library @param {Database.Database} raw @param {boolean} ours */
const measureWrites = (bench, library, raw, ours) => {
  const { generations } = library;
  if (ours) raw.pragma('synchronous = NORMAL');
  const insert = raw.prepare(`INSERT INTO generations (id, prompt, model_name, model_version,
      duration_seconds, sample_rate, channels, file_path, status, created_at, metadata)
    VALUES (?, ?, 'musicgen-small', '1.0', 16, 32000, 2, 'outputs/bench.wav', 'pending', ?, ?)`);
  const use = raw.prepare(
    'UPDATE prompts SET used_count = used_count + 1, last_used_at = ? WHERE text = ?',
  );
  const prompt = (/** @type {number} */ turn) => `bench ${turn % 50}`;
  for (let turn = 0; turn < 50; turn++) generations.create({ ...job, prompt: prompt(turn) });
  const write = raw.transaction((/** @type {number} */ turn) => {
    const now = '2030-01-01 00:00:00.000000';
    insert.run(crypto.randomUUID(), prompt(turn), now, '{"bpm":120}');
    use.run(now, prompt(turn));
  });
  bench.add(
    'create',
    ours ? 3_000 : 100,
    (turn) => generations.create({ ...job, prompt: prompt(turn) }),
    {
      raw: (turn) => write.immediate(turn),
      limit: '2 ×, 0.06 ms',
    },
  );

  const failed = raw
    .prepare("SELECT id FROM generations WHERE status = 'failed' LIMIT 10000")
    .pluck();
  const batches = [0, 1, 2].map(() => {
    const ids = /** @type {string[]} */ (failed.all());
    const start = performance.now();
    generations.retry(ids);
    return performance.now() - start;
  });
  bench.measurements.push({
    name: `${ours ? 'ours' : 'adopted'}: retry of 10,000 failed`,
    value: median(batches),
    unit: 'ms',
    limit: '300 ms',
  });
};
