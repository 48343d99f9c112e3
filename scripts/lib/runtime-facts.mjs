// @ts-check
import { join } from 'node:path';
import { fileMark, readJson, writeAtomically } from './files.mjs';
import { userCache } from './paths.mjs';
import { problem } from './problem.mjs';
import { runCaptured } from './run.mjs';

/**
 * Something that loads native modules.
 *
 * @typedef {object} Runtime
 * @property {string} path the executable
 * @property {string} mark changes when the executable does
 * @property {number} napi the newest Node-API it offers
 * @property {string} label for people, as "Electron 33.2.1"
 * @property {number} [electronMajor]
 */

/** @returns {Runtime} the Node.js that runs this */
export function thisNode() {
  return {
    path: process.execPath,
    mark: `${process.execPath}|${process.version}`,
    napi: Number(process.versions.napi),
    label: `Node.js ${process.versions.node}`,
  };
}

/**
 * Asks an Electron for its versions; remembers the answer, as starting it takes a while.
 *
 * @param {string} path
 * @returns {Promise<Runtime>}
 */
export async function electronRuntime(path) {
  const mark = fileMark(path);
  if (mark === undefined) throw problem(`There is no Electron at ${path}`);
  const file = join(userCache(), 'electron-versions.json');
  const known = readJson(file);
  const versions = versionsIn(known, mark) ?? (await askVersions(path));
  if (versionsIn(known, mark) === undefined)
    writeAtomically(file, JSON.stringify({ mark, versions }));
  return {
    path,
    mark,
    napi: Number(versions.napi),
    label: `Electron ${versions.electron}`,
    electronMajor: Number.parseInt(versions.electron ?? '', 10),
  };
}

/**
 * @param {unknown} known
 * @param {string} mark
 * @returns {Record<string, string> | undefined}
 */
function versionsIn(known, mark) {
  if (typeof known !== 'object' || known === null || !('mark' in known) || !('versions' in known))
    return undefined;
  return known.mark === mark ? /** @type {Record<string, string>} */ (known.versions) : undefined;
}

/** @param {string} path @returns {Promise<Record<string, string>>} */
async function askVersions(path) {
  const { ok, ending, stdout, stderr } = await runCaptured(
    path,
    ['-p', 'JSON.stringify(process.versions)'],
    {
      env: asNodeEnv(),
      timeoutMs: 30_000,
    },
  );
  if (!ok) throw problem(`${path} does not start: ${ending}`, { details: stderr });
  return JSON.parse(stdout);
}

/** @returns {NodeJS.ProcessEnv} the environment in which an Electron acts as Node.js */
export function asNodeEnv() {
  // Debuggers and coverage tools hook in by NODE_OPTIONS; here they would only disturb.
  return { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' };
}
