// @ts-check
// A library of any size for measuring: seeded, so that every run measures the same rows.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { projectRoot } from '../scripts/lib/paths.mjs';

/** Changes whenever the rows would: libraries made by older code are made again. */
const revision = 1;
const folder = join(tmpdir(), 'dgx-music-monitor-bench');

const models = ['musicgen-small', 'musicgen-medium', 'musicgen-large', 'yue-7b'];
const genres = ['lo-fi', 'house', 'techno', 'ambient', 'jazz', 'rock', 'trap', 'cinematic'];
const sounds = ['warm piano', 'analog pads', 'brass stabs', 'choir swells', 'vinyl crackle'];
const keys = ['C', 'Cm', 'D', 'Dm', 'E', 'Em', 'F', 'G', 'Gm', 'A', 'Am', 'Bb'];
const errors = [
  'CUDA out of memory. Tried to allocate 2.50 GiB (GPU 0; 119.7 GiB total capacity)',
  'Job interrupted by service restart',
  'Traceback (most recent call last):\n  File "engine.py", line 311, in generate\nRuntimeError: cuDNN error',
  'Failed after 3 retries: Generation failed: expected scalar type Half but found Float',
];

/** As Alembic's revision 001 leaves it. */
const schema = `
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));
INSERT INTO alembic_version VALUES ('001');
${readFileSync(join(projectRoot, 'e2e', 'fixtures', 'create-all.sql'), 'utf8')}`;

/**
 * A pseudo-random sequence in [0, 1): mulberry32.
 *
 * @param {number} seed
 */
const randomOf = (seed) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

/** @param {number} ms since 1970 */
const stored = (ms) => `${new Date(ms).toISOString().replace('T', ' ').slice(0, 23)}000`;

/**
 * The path of a library with so many rows, as the Python service would have left it (Alembic's
 * tables and indexes, rollback journal). Made on the first call, kept for the next ones; whoever
 * writes to it works on a copy.
 *
 * @param {{ generations: number, prompts: number, seed?: number }} size
 * @returns {string}
 */
export const benchLibrary = ({ generations, prompts, seed = 1 }) => {
  const file = join(folder, `${generations}-${prompts}-${seed}-r${revision}.db`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  rmSync(draft, { force: true });
  fill(draft, generations, prompts, randomOf(seed));
  renameSync(draft, file);
  return file;
};

/**
 * @param {string} file
 * @param {number} generations
 * @param {number} prompts
 * @param {() => number} random
 */
const fill = (file, generations, prompts, random) => {
  const db = new Database(file);
  db.pragma('journal_mode = off');
  db.pragma('synchronous = off');
  db.exec(schema);
  const pick = (/** @type {readonly string[]} */ list) =>
    /** @type {string} */ (list[Math.floor(random() * list.length)]);
  const texts = Array.from(
    { length: prompts },
    (_, n) => `${pick(genres)} with ${pick(sounds)} and ${pick(sounds)}, take ${n}`,
  );
  const uses = new Uint32Array(prompts);
  const row = db.prepare(`INSERT INTO generations VALUES (${Array(15).fill('?').join(', ')})`);
  const start = Date.UTC(2024, 0, 1);
  const hex = () =>
    Math.floor(random() * 4294967296)
      .toString(16)
      .padStart(8, '0');
  db.transaction(() => {
    for (let n = 0; n < generations; n++) {
      // Few prompts are used often, most of them seldom.
      const prompt = Math.floor(prompts * random() ** 3);
      uses[prompt] = (uses[prompt] ?? 0) + 1;
      const dice = random();
      const status =
        n > generations - 50
          ? 'pending'
          : dice < 0.9
            ? 'completed'
            : dice < 0.98
              ? 'failed'
              : 'cancelled';
      const created = start + n * 60_000 + Math.floor(random() * 30_000);
      const length = pick(['8', '16', '30']);
      const took = Number(length) * (0.5 + random() * 2);
      const done = status === 'completed';
      const id = `${hex()}-${hex().slice(4)}-4${hex().slice(5)}-a${hex().slice(5)}-${hex()}${hex().slice(4)}`;
      row.run(
        id,
        texts[prompt],
        pick(models),
        '1.0',
        Number(length),
        32_000,
        2,
        `outputs/${id}.wav`,
        done ? Number(length) * 128_000 + 44 : null,
        status,
        stored(created),
        status === 'pending' ? null : stored(created + took * 1000),
        done ? took : null,
        status === 'failed' ? pick(errors) : null,
        random() < 0.8
          ? `{"bpm": ${60 + Math.floor(random() * 120)}, "key": "${pick(keys)}", "genre": "${pick(genres)}"}`
          : null,
      );
    }
    const text = db.prepare('INSERT INTO prompts VALUES (?, ?, ?, ?, ?)');
    texts.forEach((value, n) => {
      text.run(n + 1, value, uses[n], stored(start), stored(start + n * 1000));
    });
  })();
  db.close();
};
