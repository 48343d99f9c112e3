// @ts-check
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { projectRoot } from './paths.mjs';
import { say } from './progress.mjs';
import { createNoiseFilter } from './stderr-filter.mjs';

const forwarded = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
const orphanCheckMs = 1_000;

/**
 * Opens the application's window and waits until it is closed.
 *
 * @param {object} input
 * @param {string} input.electron the executable
 * @param {readonly string[]} input.args of the application
 * @param {string} input.cwd the user's folder, so that relative URLs mean what they say
 * @param {NodeJS.ProcessEnv} input.env
 * @param {boolean} input.filterNoise
 * @returns {Promise<number>} the exit code, by the shell's convention after a signal
 */
export function launch({ electron, args, cwd, env, filterNoise }) {
  // Chromium refuses its sandbox to root, and for anyone else it must stay on.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(electron, [...sandbox, projectRoot, ...args], {
    cwd,
    env,
    stdio: ['ignore', 'inherit', 'pipe'],
    // A terminal sends Ctrl+C to the whole group; forwarded besides, it would come twice, and the second
    // one ends Electron before it has closed the library.
    detached: process.platform !== 'win32',
  });
  const filter = filterNoise ? createNoiseFilter() : { push: String, end: () => '' };
  let sandboxFailed = false;
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (/** @type {string} */ chunk) => {
    sandboxFailed ||= /SUID sandbox helper binary|No usable sandbox!/.test(chunk);
    process.stderr.write(filter.push(chunk));
  });
  const forward = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
  for (const signal of forwarded) process.on(signal, forward);
  const parent = process.ppid;
  const orphanCheck = setInterval(() => {
    // npm gives a SIGTERM to the shell between us, which dies of it and tells nobody.
    if (process.env.npm_lifecycle_event !== undefined && process.ppid !== parent)
      forward('SIGTERM');
  }, orphanCheckMs);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearInterval(orphanCheck);
      for (const name of forwarded) process.off(name, forward);
      process.stderr.write(filter.end());
      if (sandboxFailed) say(sandboxAdvice);
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

const sandboxAdvice =
  'This system keeps Electron from its sandbox. On Ubuntu 24.04 and newer: ' +
  'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0 (until the next boot), or install the package (npm run package), which allows it for this program alone.';
