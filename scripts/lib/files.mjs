// @ts-check
import { randomUUID } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { userCache } from './paths.mjs';

const abandonedAfterMs = 24 * 60 * 60_000;

/** @param {string} path @returns {unknown} undefined when it is missing or not JSON */
export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Writes so that a reader sees the old content or the new one, never a part.
 *
 * @param {string} path
 * @param {string | Uint8Array} content
 */
export function writeAtomically(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/**
 * A file's identity without reading it, for stamps.
 *
 * @param {string} path
 * @returns {string | undefined} undefined when there is no such file
 */
export function fileMark(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() ? `${path}|${stat.size}|${Math.round(stat.mtimeMs)}` : undefined;
}

/**
 * A working folder beside the cache's other content, so that results move into place by a rename.
 *
 * @template T
 * @param {(folder: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function inTemporaryFolder(work) {
  const parent = join(userCache(), 'tmp');
  mkdirSync(parent, { recursive: true });
  removeAbandoned(parent);
  const folder = mkdtempSync(join(parent, 'work-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Removes what runs left behind that were ended in the middle.
 *
 * @param {string} parent
 */
function removeAbandoned(parent) {
  for (const name of readdirSync(parent)) {
    const path = join(parent, name);
    const changed = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - changed > abandonedAfterMs) rmSync(path, { recursive: true, force: true });
  }
}
