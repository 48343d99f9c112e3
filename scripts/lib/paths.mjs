// @ts-check
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the project, whatever the current folder is. */
export const projectRoot = fileURLToPath(new URL('../../', import.meta.url)).replace(/[/\\]$/, '');

const folderName = 'dgx-music-monitor';

/**
 * The folder that outlives `npm ci`: runtimes, native binaries, logs.
 *
 * @param {{platform: NodeJS.Platform, env: Record<string, string | undefined>, home: string}} machine
 * @returns {string} an absolute path, which may not exist yet
 */
export function cacheFolder({ platform, env, home }) {
  if (platform === 'darwin') return join(home, 'Library', 'Caches', folderName);
  if (platform === 'win32') {
    return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), folderName, 'Cache');
  }
  // The XDG specification tells programs to ignore a relative value.
  const xdg = env.XDG_CACHE_HOME;
  return join(xdg && isAbsolute(xdg) ? xdg : join(home, '.cache'), folderName);
}

/** @returns {string} this user's cache folder */
export function userCache() {
  return cacheFolder({ platform: process.platform, env: process.env, home: homedir() });
}

/** @param {...string} parts @returns {string} a path inside the project's node_modules */
export function modulePath(...parts) {
  return join(projectRoot, 'node_modules', ...parts);
}
