// @ts-check
import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { modulePath, projectRoot } from './lib/paths.mjs';

// The package as others get it: packed, put into an empty project beside nothing but what it says it
// depends on, and used as its documents say.

const folder = mkdtempSync(join(tmpdir(), 'dgx-package-'));
const project = join(folder, 'project');
const installed = join(project, 'node_modules', 'dgx-music-monitor');
/** @type {readonly string[]} */
let packed = [];

/** @param {string} program @param {readonly string[]} args @param {string} [cwd] */
const run = (program, args, cwd = project) =>
  spawnSync(program, args, { cwd, encoding: 'utf8', env: withoutLibrary() });

const withoutLibrary = () => {
  const { DATABASE_URL: _, ...env } = process.env;
  return { ...env, DGX_MUSIC_MONITOR_DATA: join(folder, 'data') };
};

/** @param {string} path @returns {{dependencies?: Record<string, string>, bin?: Record<string, string>}} */
const manifest = (path) => JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));

/** Puts what a package depends on beside it, and so on. @param {string} path */
const linkDependencies = (path) => {
  for (const name of Object.keys(manifest(path).dependencies ?? {})) {
    const link = join(project, 'node_modules', name);
    if (existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(modulePath(name), link, 'dir');
    linkDependencies(link);
  }
};

beforeAll(() => {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['pack', '--ignore-scripts=false', '--json', '--pack-destination', folder];
  const pack = run(npm, args, projectRoot);
  expect(pack.status, pack.stderr).toBe(0);
  const [report] = JSON.parse(pack.stdout.slice(pack.stdout.indexOf('[\n')));
  packed = report.files.map((/** @type {{path: string}} */ { path }) => path);
  mkdirSync(installed, { recursive: true });
  const unpack = ['-xzf', join(folder, report.filename), '-C', installed, '--strip-components=1'];
  expect(run('tar', unpack).status).toBe(0);
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  linkDependencies(installed);
}, 180_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A library of its own. @returns {string} the folder that holds `data/generations.db` */
const libraryFolder = () => {
  const place = mkdtempSync(join(project, 'library-'));
  mkdirSync(join(place, 'data'));
  cpSync(
    join(projectRoot, 'e2e', 'fixtures', 'dgx-music-library.db'),
    join(place, 'data', 'generations.db'),
  );
  return place;
};

/**
 * The programs of a document: one begins where something is imported, the blocks after it go on.
 *
 * @param {string} document
 */
const programsOf = (document) => {
  const page = readFileSync(join(installed, 'docs', document), 'utf8');
  const blocks = [...page.matchAll(/```js\n(.*?)```/gs)].map((match) => match[1] ?? '');
  const beginnings = blocks.flatMap((block, index) => (block.startsWith('import ') ? [index] : []));
  return beginnings.map((from, index) => blocks.slice(from, beginnings[index + 1]).join('\n'));
};

const makeAudio = `
/** @returns {Promise<{fileSizeBytes: number, metadata: {bpm: number}}>} */
async function makeAudio(/** @type {unknown} */ _job, /** @type {AbortSignal} */ _signal) {
  return { fileSizeBytes: 7, metadata: { bpm: 90 } };
}`;

describe('the package', () => {
  test('holds the storage, its types and its documents, and nothing else', () => {
    const expected = [
      /^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/,
      /^docs\/(storage|writing-a-worker)\.md$/,
      /^out\/storage\/[a-z-]+\.js(\.map)?$/,
      /^out\/storage\/types\/(main\/storage|shared)\/.+\.d\.ts$/,
      // Electron's entry: npm packs what `main` names whenever the window has been built, too.
      /^out\/main\/index\.js$/,
    ];
    const others = packed.filter((path) => !expected.some((form) => form.test(path)));
    expect(others).toEqual([]);
    for (const needed of ['out/storage/index.js', 'out/storage/bin.js', 'docs/storage.md']) {
      expect(packed).toContain(needed);
    }
    const tests = packed.filter((path) => /test|fixture|\.tsx?$/.test(path.replace('.d.ts', '')));
    expect(tests).toEqual([]);
  });

  test('compiles with strict types, its own and those of its documents', () => {
    const sources = join(project, 'typed');
    mkdirSync(sources);
    const programs = [
      ...programsOf('storage.md'),
      ...programsOf('writing-a-worker.md').map((program) => `${program}${makeAudio}`),
    ];
    for (const [index, program] of programs.entries()) {
      writeFileSync(join(sources, `documented-${index}.js`), program);
    }
    writeFileSync(
      join(sources, 'typed.ts'),
      `import { type Generation, type Library, MonitorError, openLibrary, toRecord } from 'dgx-music-monitor/storage';
      const library: Library = openLibrary();
      const rows: readonly Generation[] = library.generations.list({ status: 'failed' });
      export const moments: (Date | null)[] = rows.map((row) => row.createdAt);
      export const texts: string[] = rows.map((row) => toRecord(row).prompt);
      // @ts-expect-error a field that is missing
      try { library.generations.create({ prompt: 'x' }); } catch (error) {
        if (error instanceof MonitorError && error.code === 'library-busy') throw error;
      }`,
    );
    const compilerOptions = {
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      module: 'nodenext',
      target: 'es2023',
      types: ['node'],
      allowJs: true,
      checkJs: true,
      noEmit: true,
    };
    const config = { compilerOptions, include: ['typed'] };
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(config));
    const tsc = run(process.execPath, [modulePath('typescript', 'bin', 'tsc'), '-p', '.']);
    expect(tsc.stdout + tsc.stderr).toBe('');
  });

  test('runs the examples of docs/storage.md', () => {
    const place = libraryFolder();
    const programs = programsOf('storage.md');
    expect(programs).toHaveLength(2);
    for (const [index, program] of programs.entries()) {
      const file = join(place, `program-${index}.mjs`);
      writeFileSync(file, program);
      const { status, stderr } = run(process.execPath, [file], place);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    }
  });

  test('runs the worker of docs/writing-a-worker.md', async () => {
    const place = libraryFolder();
    const [program] = programsOf('writing-a-worker.md');
    writeFileSync(join(place, 'worker.mjs'), `${program}${makeAudio}`);
    const worker = spawn(process.execPath, ['worker.mjs'], {
      cwd: place,
      env: withoutLibrary(),
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const ended = new Promise((done) => worker.on('exit', done));
    const bin = join(installed, manifest(installed).bin?.['dgx-music-monitor-db'] ?? '');
    const pending = () =>
      JSON.parse(run(process.execPath, [bin, 'stats', '--json'], place).stdout).byStatus.pending;
    await expect.poll(pending).toBe(0);
    worker.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  test('has a command that works and names itself', async () => {
    const place = libraryFolder();
    const bin = join(installed, manifest(installed).bin?.['dgx-music-monitor-db'] ?? '');
    const db = (/** @type {string[]} */ ...args) => run(process.execPath, [bin, ...args], place);
    expect(db('help').stdout).toContain('Usage: npx dgx-music-monitor-db <command>');
    expect(db('nonsense')).toMatchObject({ status: 2, stdout: '' });
    expect(db('migrate')).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(db('status', '--json').stdout).pending).toEqual([]);
    expect(JSON.parse(db('list', '--status', 'failed', '--json').stdout)).toHaveLength(20);

    const watch = spawn(process.execPath, [bin, 'watch'], { cwd: place, env: withoutLibrary() });
    let told = '';
    watch.stdout.on('data', (chunk) => {
      told += chunk;
    });
    const ended = new Promise((done) => watch.on('exit', (code, signal) => done({ code, signal })));
    await expect.poll(() => told).toContain('Watching');
    expect(db('retry', '--all-failed').status).toBe(0);
    await expect.poll(() => told).toContain('failed → pending');
    watch.kill('SIGINT');
    expect(await ended).toEqual({ code: 0, signal: null });
  });

  test('says how better-sqlite3 is built where it would end the process', () => {
    const place = libraryFolder();
    // As if it were not built, on the Node-API of Node 20.
    const program = `
      import { openLibrary } from 'dgx-music-monitor/storage';
      import fs from 'node:fs';
      import { syncBuiltinESMExports } from 'node:module';
      Object.defineProperty(process.versions, 'napi', { value: '9' });
      const { existsSync } = fs;
      fs.existsSync = (path) => !String(path).includes('better_sqlite3.node') && existsSync(path);
      syncBuiltinESMExports();
      try { openLibrary('data/generations.db'); } catch (error) {
        console.log(JSON.stringify({ code: error.code, message: error.message, hint: error.hint }));
      }`;
    writeFileSync(join(place, 'old.mjs'), program);
    const { stdout, stderr } = run(process.execPath, ['old.mjs'], place);
    expect(stderr).toBe('');
    const { message, hint } = JSON.parse(stdout);
    expect(message).toContain('Node-API 10');
    expect(hint).toContain('npm explore better-sqlite3 -- npm run build-release');
    expect(hint).not.toContain('npm start');
  });
});
