// @ts-check
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { readJson } from './files.mjs';
import { modulePath } from './paths.mjs';
import { problem } from './problem.mjs';
import { step } from './progress.mjs';
import { runLogged } from './run.mjs';

const reachTimeoutMs = 6_000;
const installTimeoutMs = 20 * 60_000;

/**
 * Where the executable stands inside an unpacked Electron.
 *
 * @param {NodeJS.Platform} platform
 * @returns {string}
 */
export function executableName(platform) {
  if (platform === 'darwin') return join('Electron.app', 'Contents', 'MacOS', 'Electron');
  return platform === 'win32' ? 'electron.exe' : 'electron';
}

/** @returns {string} the version that package-lock.json pins, as "45.4.1" */
export function officialVersion() {
  const manifest = readJson(modulePath('electron', 'package.json'));
  if (typeof manifest !== 'object' || manifest === null || !('version' in manifest)) {
    throw problem('The project’s packages are not installed', { todo: ['npm ci'] });
  }
  return String(manifest.version);
}

/** @returns {string | undefined} the executable of the official Electron, if it is unpacked already */
export function installedOfficial() {
  const executable = modulePath('electron', 'dist', executableName(process.platform));
  // The installer writes this file last, so a broken-off unpacking has none.
  return existsSync(modulePath('electron', 'path.txt')) && existsSync(executable)
    ? executable
    : undefined;
}

/**
 * @param {Record<string, string | undefined>} env
 * @returns {string | undefined} a mirror that the user has chosen, in the order Electron's installer looks
 */
export function configuredMirror(env) {
  return env.npm_config_electron_mirror ?? env.NPM_CONFIG_ELECTRON_MIRROR ?? env.ELECTRON_MIRROR;
}

/**
 * Downloads and unpacks the official Electron with its own installer.
 *
 * @returns {Promise<string>} its executable; rejects with a problem that gives the reason
 */
export async function installOfficial() {
  const version = officialVersion();
  if (!hasDownloadedZip(version)) await assertReachable(version);
  await step(`Installing the official Electron ${version} (about 120 MB)`, () =>
    runLogged('electron-install', process.execPath, [modulePath('electron', 'install.js')], {
      env: downloadEnv(process.env),
      timeoutMs: installTimeoutMs,
    }),
  );
  const executable = installedOfficial();
  if (executable === undefined) throw problem('Electron’s installer ended without an executable');
  return executable;
}

/**
 * Node and Electron's downloader look at a proxy only when told to.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function downloadEnv(env) {
  const { ELECTRON_RUN_AS_NODE: _, ...rest } = env;
  return usesProxy(env) ? { ...rest, NODE_USE_ENV_PROXY: '1', ELECTRON_GET_USE_PROXY: '1' } : rest;
}

/** @param {Record<string, string | undefined>} env @returns {boolean} */
function usesProxy(env) {
  return Boolean(env.HTTPS_PROXY ?? env.https_proxy ?? env.ELECTRON_GET_USE_PROXY);
}

/**
 * Electron's downloader keeps its archives; with one there no network is needed.
 *
 * @param {string} version
 * @returns {boolean}
 */
function hasDownloadedZip(version) {
  const file = `electron-v${version}-${process.platform}-${process.arch}.zip`;
  const root = process.env.electron_config_cache ?? downloaderCache();
  try {
    return readdirSync(root).some((folder) => existsSync(join(root, folder, file)));
  } catch {
    return false;
  }
}

/** @returns {string} */
function downloaderCache() {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'electron');
  if (process.platform === 'win32') {
    return join(
      process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'),
      'electron',
      'Cache',
    );
  }
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'electron');
}

/**
 * A closed network may swallow packets; this finds out in seconds what the installer would in minutes.
 *
 * @param {string} version
 */
async function assertReachable(version) {
  // A proxy is asked by the installer itself: plain fetch would go around it and say nothing useful.
  if (usesProxy(process.env)) return;
  const url = configuredMirror(process.env) ?? officialUrl(version);
  try {
    const response = await fetch(url, {
      method: 'HEAD',
      signal: AbortSignal.timeout(reachTimeoutMs),
    });
    // A mirror's root may answer anything; that it answers is enough.
    if (response.ok || configuredMirror(process.env) !== undefined) return;
    throw new Error(`HTTP ${response.status}`);
  } catch (error) {
    throw problem(`${new URL(url).host} is out of reach (${reasonOf(error)})`);
  }
}

/** @param {string} version @returns {string} */
function officialUrl(version) {
  const file = `electron-v${version}-${process.platform}-${process.arch}.zip`;
  return `https://github.com/electron/electron/releases/download/v${version}/${file}`;
}

/** @param {unknown} error @returns {string} */
function reasonOf(error) {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${reachTimeoutMs / 1000} s`;
  const { cause } = error;
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return error.message;
}
