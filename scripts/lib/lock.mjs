// @ts-check
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { problem } from './problem.mjs';
import { say } from './progress.mjs';

const pollMs = 250;
const patienceMs = 20 * 60_000;
/** A folder without its owner's number after this time was left by a process that died in between. */
const ownerlessMs = 5_000;

/**
 * Lets one process at a time work, so that two commands started together prepare only once.
 *
 * @template T
 * @param {string} lock a path; a folder stands there while someone works
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(lock, work) {
  const started = Date.now();
  let told = false;
  while (!tryLock(lock)) {
    if (isAbandoned(lock)) {
      rmSync(lock, { recursive: true, force: true });
      continue;
    }
    if (Date.now() - started > patienceMs) {
      throw problem('Another run has been preparing this machine for too long', {
        todo: [`If no other run is active, delete ${lock}`],
      });
    }
    if (!told) say(`… Waiting for process ${owner(lock) ?? '?'}, which is preparing this machine`);
    told = true;
    await sleep(pollMs);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** @param {string} lock @returns {boolean} */
function tryLock(lock) {
  mkdirSync(dirname(lock), { recursive: true });
  try {
    mkdirSync(lock);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(join(lock, 'pid'), String(process.pid));
  return true;
}

/** @param {string} lock @returns {number | undefined} */
function owner(lock) {
  try {
    const pid = Number(readFileSync(join(lock, 'pid'), 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} lock @returns {boolean} */
function isAbandoned(lock) {
  const pid = owner(lock);
  if (pid === undefined) {
    const stat = statSync(lock, { throwIfNoEntry: false });
    return stat !== undefined && Date.now() - stat.mtimeMs > ownerlessMs;
  }
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
