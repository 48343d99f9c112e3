// @ts-check
import { join } from 'node:path';
import { prepareElectron, readyElectron, sayFallback } from './electron.mjs';
import { withLock } from './lock.mjs';
import { isNativeReady, prepareNative } from './native.mjs';
import { userCache } from './paths.mjs';
import { electronRuntime, thisNode } from './runtime-facts.mjs';
import { prepareSystem } from './system-packages.mjs';

/** @typedef {import('./electron.mjs').Electron & {major: number, label: string}} PreparedElectron */

/** @returns {Promise<T>} @template T @param {() => Promise<T>} work */
function locked(work) {
  return withLock(join(userCache(), 'prepare.lock'), work);
}

/**
 * Makes this machine able to run the application. Does nothing, quickly, when it already is.
 *
 * @returns {Promise<PreparedElectron>}
 */
export async function prepare() {
  const electron = readyElectron() ?? (await locked(prepareElectron));
  if (electron.source === 'fallback') sayFallback();
  await prepareSystem(electron.path);
  const runtime = await electronRuntime(electron.path);
  const runtimes = [thisNode(), runtime];
  if (!isNativeReady(runtimes)) await locked(() => prepareNative(runtimes));
  return { ...electron, major: runtime.electronMajor ?? 0, label: runtime.label };
}

/** Makes better-sqlite3 load in this Node.js, for what needs no window. */
export async function prepareNodeOnly() {
  const runtimes = [thisNode()];
  if (!isNativeReady(runtimes)) await locked(() => prepareNative(runtimes));
}
