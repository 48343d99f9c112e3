// @ts-check
// Shows that SQLAlchemy reads what we write, and we what it writes: `npm run check:sqlalchemy`. Wants
// a Python with SQLAlchemy (Debian: python3-sqlalchemy), named by PYTHON or /usr/bin/python3.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildStorage } from './lib/build-storage.mjs';
import { projectRoot } from './lib/paths.mjs';
import { prepareNodeOnly } from './lib/prepare.mjs';
import { problem, runCommand } from './lib/problem.mjs';

/** @typedef {import('../src/main/storage/sqlite/library').Library} Library */

await runCommand(async () => {
  await prepareNodeOnly();
  await buildStorage();
  const built = pathToFileURL(join(projectRoot, 'out', 'storage', 'index.js')).href;
  const { openLibrary, toRecord } = await import(built);
  const folder = mkdtempSync(join(tmpdir(), 'dgx-sqlalchemy-'));
  try {
    const url = `sqlite:///${join(folder, 'generations.db')}`;
    const library = /** @type {Library} */ (
      openLibrary(url, { create: true, dataFolder: join(folder, 'data') })
    );
    fill(library);
    const ours = library.generations
      .list({ limit: 1_000 })
      .map((generation) => withoutFractions(toRecord(generation)))
      .sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1));
    const theirs = python('read', url);
    assert.deepEqual(theirs.generations.map(withoutFractions), ours);
    assert.equal(theirs.prompts.length, library.prompts.count());

    python('write', url);
    const written = library.generations.get('gen_python');
    assert.equal(written?.prompt, 'from Python');
    assert.ok(written?.createdAt instanceof Date && written.malformed.length === 0);
    assert.equal(library.prompts.getByText('from Python')?.usedCount, 1);
    const completed = library.generations.list({ status: 'completed' });
    const nan = completed.find(({ metadata }) => 'rms_energy' in metadata);
    assert.deepEqual(nan?.metadata, { rms_energy: null, bpm: 120 });
    assert.deepEqual(library.check(), { ok: true, problems: [] });
    library.close();
    process.stdout.write(`SQLAlchemy ${theirs.version} and this storage read each other's rows.\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Rows in every state that this storage writes. @param {Library} library */
function fill({ generations, prompts }) {
  const job = {
    modelName: 'musicgen-small',
    durationSeconds: 8,
    sampleRate: 32_000,
    channels: 2,
    filePath: 'outputs/x.wav',
  };
  for (const prompt of ['lo-fi', '日本の琴 🎵', "'; DROP TABLE generations; --", 'é\n\t"quoted"']) {
    for (let count = 0; count < 5; count++) {
      generations.create({
        ...job,
        prompt,
        ...(count ? { metadata: { bpm: 90 + count, prompt } } : {}),
      });
    }
  }
  const next = () => generations.claimNext()?.id ?? '';
  generations.complete(next(), {
    generationTimeSeconds: 4.25,
    fileSizeBytes: 10,
    metadata: { a: 1 },
  });
  const failed = [next(), next(), next()];
  for (const id of failed) generations.fail(id, 'CUDA\nout of memory');
  generations.retry(failed.slice(1));
  generations.undoRetry(failed.slice(2));
  generations.cancel([generations.pending(1)[0]?.id ?? '']);
  generations.restore(generations.delete([failed[0] ?? '']));
  next();
  prompts.track('counted alone');
}

/**
 * Python has microseconds, we milliseconds.
 *
 * @param {Record<string, unknown>} record
 */
function withoutFractions(record) {
  const { metadata, ...rest } = record;
  const cut = Object.entries(rest).map(([key, value]) => [
    key,
    key.endsWith('_at') && typeof value === 'string' ? value.slice(0, 19) : value,
  ]);
  return /** @type {Record<string, unknown>} */ ({
    ...Object.fromEntries(cut),
    metadata: metadata ?? {},
  });
}

/** @param {'read' | 'write'} command @param {string} url */
function python(command, url) {
  const program = process.env.PYTHON ?? '/usr/bin/python3';
  const version = spawnSync(program, ['-c', 'import sqlalchemy; print(sqlalchemy.__version__)'], {
    encoding: 'utf8',
  });
  if (version.status !== 0) {
    throw problem(`${program} has no SQLAlchemy.`, {
      todo: ['apt-get install python3-sqlalchemy, or name another Python by PYTHON.'],
    });
  }
  const script = join(projectRoot, 'scripts', 'sqlalchemy', 'models.py');
  const run = spawnSync(program, [script, command, url], { encoding: 'utf8' });
  if (run.status !== 0) throw problem('SQLAlchemy complained.', { details: run.stderr });
  const rows = run.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line.replaceAll('NaN', 'null')));
  return {
    version: version.stdout.trim(),
    generations: rows.flatMap(({ generation }) => generation ?? []),
    prompts: rows.flatMap(({ prompt }) => prompt ?? []),
  };
}
