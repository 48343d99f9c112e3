// @ts-check
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileMark, inTemporaryFolder, readJson, writeAtomically } from './files.mjs';
import { binaryKey, nativeKind, prebuiltNapi, recipe } from './native-plan.mjs';
import { modulePath, userCache } from './paths.mjs';
import { firstLine, problem } from './problem.mjs';
import { say, step } from './progress.mjs';
import { findProgram, logPath, runCaptured, runLogged } from './run.mjs';
import { asNodeEnv } from './runtime-facts.mjs';
import { aptInstall, canInstall } from './system-packages.mjs';

/** @typedef {import('./runtime-facts.mjs').Runtime} Runtime */

const packageFolder = modulePath('better-sqlite3');
const binary = join(packageFolder, 'build', 'Release', 'better_sqlite3.node');
const debugBinary = join(packageFolder, 'build', 'Debug', 'better_sqlite3.node');
const stampFile = join(packageFolder, 'build', 'checked.json');

const loadTimeoutMs = 60_000;
const compileTimeoutMs = 30 * 60_000;

/**
 * @param {readonly Runtime[]} runtimes
 * @returns {boolean} whether a run before this one left a binary that these runtimes load
 */
export function isNativeReady(runtimes) {
  const compiled = existsSync(binary) || existsSync(debugBinary);
  if (!compiled) return nativeKind(runtimes) === 'prebuilt';
  const stamp = readJson(stampFile);
  if (typeof stamp !== 'object' || stamp === null || !('file' in stamp) || !('loadedBy' in stamp))
    return false;
  const { file, loadedBy } = stamp;
  return (
    file === fileMark(binary) &&
    !existsSync(debugBinary) &&
    Array.isArray(loadedBy) &&
    runtimes.every(({ mark }) => loadedBy.includes(mark))
  );
}

/**
 * Makes `import 'better-sqlite3'` work in all given runtimes.
 *
 * @param {readonly Runtime[]} runtimes
 */
export async function prepareNative(runtimes) {
  if (isNativeReady(runtimes)) return;
  // The loader takes whatever was compiled before the prebuilt one, and an unfit one ends the process.
  rmSync(debugBinary, { force: true });
  if (existsSync(binary) && (await loadsInAll(runtimes, binary)).ok) return writeStamp(runtimes);
  rmSync(binary, { force: true });
  if (nativeKind(runtimes) === 'prebuilt') return;
  const cached = await cachedBinary(runtimes);
  mkdirSync(dirname(binary), { recursive: true });
  copyFileSync(cached, `${binary}.${process.pid}.tmp`);
  renameSync(`${binary}.${process.pid}.tmp`, binary);
  writeStamp(runtimes);
}

/** @param {readonly Runtime[]} runtimes @returns {Promise<string>} a binary in the cache, compiled when needed */
async function cachedBinary(runtimes) {
  const key = binaryKey({
    version: packageVersion(),
    platform: process.platform,
    arch: process.arch,
    libc: libcKind(),
    headers: process.versions.node,
  });
  const cached = join(userCache(), 'native', `${key}.node`);
  if (existsSync(cached) && (await loadsInAll(runtimes, cached)).ok) return cached;
  await compile(runtimes, cached);
  const check = await loadsInAll(runtimes, cached);
  if (check.ok) return cached;
  rmSync(cached, { force: true });
  throw problem('better-sqlite3 was compiled, but does not load', {
    tried: [`loading it in ${check.failedIn}: ${check.ending}`],
    details: check.stderr,
    todo: [
      'Use Node.js 22.14 or newer together with the official Electron: they need nothing compiled',
    ],
  });
}

/**
 * @param {readonly Runtime[]} runtimes
 * @param {string} target
 */
async function compile(runtimes, target) {
  const older = runtimes
    .filter(({ napi }) => napi < prebuiltNapi)
    .map(({ label, napi }) => `${label} (${napi})`);
  if (process.platform === 'win32') {
    throw problem(`better-sqlite3 needs Node-API ${prebuiltNapi}; older: ${older.join(', ')}`, {
      todo: ['Use Node.js 22.14 or newer'],
    });
  }
  await ensureCompiler();
  say(
    `better-sqlite3’s prebuilt binary needs Node-API ${prebuiltNapi}. Older: ${older.join(', ')}`,
  );
  await step('Compiling better-sqlite3, once (about a minute)', () =>
    inTemporaryFolder(async (folder) => {
      const copy = join(folder, 'better-sqlite3');
      cpSync(packageFolder, copy, {
        recursive: true,
        filter: (path) => !path.startsWith(dirname(dirname(binary))),
      });
      const nodeGyp = modulePath('node-gyp', 'bin', 'node-gyp.js');
      await runLogged(
        'node-gyp',
        process.execPath,
        [nodeGyp, ...recipe.args, '--jobs=max', ...headerArgs()],
        {
          cwd: copy,
          // Outside node_modules, its build script finds node-addon-api only by this.
          env: { ...process.env, CXXFLAGS: recipe.cxxFlags, NODE_PATH: modulePath() },
          timeoutMs: compileTimeoutMs,
        },
      ).catch((error) => {
        throw problem('better-sqlite3 could not be compiled', {
          tried: [`node-gyp ${recipe.args.join(' ')}: ${firstLine(error)}`],
          details: error.message,
          todo: [
            'Use Node.js 22.14 or newer together with the official Electron: they need nothing compiled',
            `Or see ${logPath('node-gyp')}`,
          ],
        });
      });
      mkdirSync(dirname(target), { recursive: true });
      renameSync(join(copy, 'build', 'Release', 'better_sqlite3.node'), target);
    }),
  );
}

/** @returns {string[]} headers beside the running Node, so that none are downloaded from outside */
function headerArgs() {
  const prefix = dirname(dirname(realpathSync(process.execPath)));
  return existsSync(join(prefix, 'include', 'node', 'node_api.h')) ? [`--nodedir=${prefix}`] : [];
}

async function ensureCompiler() {
  const missing = ['g++', 'make', 'python3'].filter((name) => findProgram(name) === undefined);
  if (missing.length === 0) return;
  if (process.platform === 'linux' && canInstall()) {
    await aptInstall('Installing a compiler', ['g++', 'make', 'python3']);
    return;
  }
  const todo =
    process.platform === 'darwin'
      ? ['xcode-select --install']
      : [
          'On Debian or Ubuntu: sudo apt-get install -y g++ make python3',
          'Elsewhere: install the same with its package manager',
        ];
  throw problem('better-sqlite3 must be compiled here, and tools for it are missing', {
    tried: [`looking for ${missing.join(', ')} on the PATH`],
    todo: [...todo, 'Or use Node.js 22.14 or newer together with the official Electron'],
  });
}

/**
 * Loads the binary in a child of each kind: one that does not fit ends the process that tries.
 *
 * @param {readonly Runtime[]} runtimes
 * @param {string} path
 * @returns {Promise<{ok: true} | {ok: false, failedIn: string, ending: string, stderr: string}>}
 */
async function loadsInAll(runtimes, path) {
  const code = `
		const Database = require(${JSON.stringify(packageFolder)});
		const db = new Database(':memory:', { nativeBinding: ${JSON.stringify(path)} });
		if (db.prepare('SELECT 1 AS one').get().one !== 1) throw new Error('wrong answer');
		db.close();`;
  for (const { path: executable, label } of runtimes) {
    const { ok, ending, stderr } = await runCaptured(executable, ['-e', code], {
      env: asNodeEnv(),
      timeoutMs: loadTimeoutMs,
    });
    if (!ok) return { ok, failedIn: label, ending, stderr };
  }
  return { ok: true };
}

/** @param {readonly Runtime[]} runtimes */
function writeStamp(runtimes) {
  const stamp = { file: fileMark(binary), loadedBy: runtimes.map(({ mark }) => mark) };
  writeAtomically(stampFile, JSON.stringify(stamp));
}

/** @returns {string} */
function packageVersion() {
  const manifest = readJson(join(packageFolder, 'package.json'));
  if (typeof manifest !== 'object' || manifest === null || !('version' in manifest)) {
    throw problem('The project’s packages are not installed', { todo: ['npm ci'] });
  }
  return String(manifest.version);
}

/** @returns {'glibc' | 'musl' | 'system'} */
function libcKind() {
  if (process.platform !== 'linux') return 'system';
  const report = /** @type {{header?: {glibcVersionRuntime?: string}}} */ (
    process.report.getReport()
  );
  return report.header?.glibcVersionRuntime === undefined ? 'musl' : 'glibc';
}
