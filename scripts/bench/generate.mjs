// @ts-check
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { step } from '../lib/progress.mjs';

/** @typedef {{generations: number, prompts: number, seed: number}} Shape */

const genres = 'lo-fi,techno,house,ambient,trap,jazz,rock,drum and bass,synthwave,cinematic'.split(
  ',',
);
const sounds =
  'warm piano,tape hiss,choir swells,analog pads,heavy 808 bass,brass stabs,bongos,vinyl crackle,plucked strings,distorted guitar'.split(
    ',',
  );
const scripts = ['', '', '', '', ' 日本の琴', ' 🎵', ' é', ' 100%', ' snake_case'];
const keys = ['C', 'Cm', 'G', 'Am', 'Bb', 'D#m'];

/** Mulberry32: the same numbers from the same seed, everywhere. @param {number} seed */
const randomFrom = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

const schema = `
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));
INSERT INTO alembic_version VALUES ('001');
CREATE TABLE generations (
  id VARCHAR NOT NULL, prompt TEXT NOT NULL, model_name VARCHAR NOT NULL, model_version VARCHAR,
  duration_seconds FLOAT NOT NULL, sample_rate INTEGER NOT NULL, channels INTEGER NOT NULL,
  file_path VARCHAR NOT NULL, file_size_bytes INTEGER, status VARCHAR NOT NULL,
  created_at DATETIME NOT NULL, completed_at DATETIME, generation_time_seconds FLOAT,
  error_message TEXT, metadata TEXT, PRIMARY KEY (id));
CREATE TABLE prompts (
  id INTEGER NOT NULL, text TEXT NOT NULL, used_count INTEGER NOT NULL,
  first_used_at DATETIME NOT NULL, last_used_at DATETIME NOT NULL, PRIMARY KEY (id), UNIQUE (text));`;
const indexes = `
CREATE INDEX idx_generations_status ON generations (status);
CREATE INDEX idx_generations_created_at ON generations (created_at);
CREATE INDEX idx_generations_model_name ON generations (model_name);
CREATE INDEX idx_generations_completed_at ON generations (completed_at);
CREATE INDEX idx_prompts_text ON prompts (text);`;

/**
 * Makes a library as Alembic and the Python service would have, unless it is there.
 *
 * @param {string} path
 * @param {Shape} shape
 */
export async function generateLibrary(path, shape) {
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  await step(`Generating a library of ${shape.generations} generations`, async () => {
    const draft = `${path}.${process.pid}.new`;
    const database = new Database(draft);
    try {
      database.pragma('journal_mode = OFF');
      database.pragma('synchronous = OFF');
      database.exec(schema);
      database.transaction(() => fill(database, shape))();
      database.exec(indexes);
      database.pragma('journal_mode = DELETE');
      database.close();
      renameSync(draft, path);
    } finally {
      if (database.open) database.close();
      rmSync(draft, { force: true });
    }
  });
}

/** @param {Database.Database} database @param {Shape} shape */
function fill(database, { generations, prompts, seed }) {
  const random = randomFrom(seed);
  const below = (/** @type {number} */ count) => Math.floor(random() * count);
  /** @template T @param {readonly T[]} list @returns {T} */
  const of = (list) => /** @type {T} */ (list[below(list.length)]);
  const texts = Array.from(
    { length: prompts },
    (_, index) =>
      `${of(genres)} with ${of(sounds)} and ${of(sounds)} at ${60 + below(120)} BPM, take ${index}${of(scripts)}`,
  );
  const uses = new Map();
  const insert = database.prepare(
    `INSERT INTO generations VALUES (${Array.from({ length: 15 }, () => '?').join(', ')})`,
  );
  let now = Date.UTC(2024, 0, 1);
  for (let index = 0; index < generations; index++) {
    now += 2_000 + below(60_000);
    const prompt = texts[Math.floor(prompts * random() ** 2)] ?? '';
    const created = stored(now, below(1000));
    uses.set(prompt, {
      count: (uses.get(prompt)?.count ?? 0) + 1,
      first: uses.get(prompt)?.first ?? created,
      last: created,
    });
    insert.run(...row(prompt, now, created, index >= generations - 500));
  }
  const insertPrompt = database.prepare(
    'INSERT INTO prompts (text, used_count, first_used_at, last_used_at) VALUES (?, ?, ?, ?)',
  );
  for (const [text, { count, first, last }] of uses) insertPrompt.run(text, count, first, last);

  /** @param {string} prompt @param {number} at @param {string} created @param {boolean} isLate */
  function row(prompt, at, created, isLate) {
    const seconds = of([8, 16, 30]);
    const id = uuid();
    const luck = random();
    const status = isLate
      ? 'pending'
      : luck < 0.08
        ? 'failed'
        : luck < 0.1
          ? 'cancelled'
          : 'completed';
    const took =
      status === 'completed' ? Math.round(seconds * (400 + random() * 1200)) / 1000 : null;
    const ended = status === 'pending' ? null : stored(at + 1000 * (took ?? 20), below(1000));
    const metadata =
      status === 'completed' && random() < 0.6
        ? `{"bpm": ${60 + below(120)}, "key": "${of(keys)}", "genre": "${of(genres)}", "energy": ${random().toFixed(3)}}`
        : null;
    return [
      id,
      prompt,
      of(['musicgen-small', 'musicgen-medium', 'yue-7b']),
      '1.0',
      seconds,
      32000,
      1 + below(2),
      `outputs/${id}.wav`,
      took === null ? null : seconds * 128_044,
      status,
      created,
      ended,
      took,
      status === 'failed' ? failure() : null,
      metadata,
    ];
  }

  function failure() {
    return of([
      () =>
        `CUDA out of memory. Tried to allocate ${(random() * 4).toFixed(2)} GiB (GPU 0; 119.7 GiB total capacity)`,
      () => 'Job interrupted by service restart',
      () => 'Failed after 3 retries: Generation failed: expected scalar type Half but found Float',
      () =>
        `Traceback (most recent call last):\n  File "services/generation/engine.py", line ${below(400)}, in generate_audio\n    wav = self.model.generate([prompt])\nRuntimeError: cuDNN error: CUDNN_STATUS_EXECUTION_FAILED`,
    ])();
  }

  function uuid() {
    const hex = Array.from({ length: 4 }, () =>
      Math.floor(random() * 2 ** 32)
        .toString(16)
        .padStart(8, '0'),
    ).join('');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
}

/** @param {number} at milliseconds @param {number} micros @returns {string} */
function stored(at, micros) {
  const iso = new Date(at).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)}${String(micros).padStart(3, '0')}`;
}
