// @ts-check

import { modulePath } from './paths.mjs';
import { problem } from './problem.mjs';
import { say, step } from './progress.mjs';
import { findProgram, runCaptured, runLogged } from './run.mjs';

/** What Electron links against beyond Playwright's list for Chromium, and what a virtual display takes. */
const extraPackages = ['libgtk-3-0', 'xvfb', 'xauth'];

/** @returns {boolean} whether this process may install Debian packages */
export function canInstall() {
  return process.getuid?.() === 0 && findProgram('apt-get') !== undefined;
}

/** @returns {boolean} whether windows have no display to open on */
export function lacksDisplay() {
  return process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
}

/**
 * Installs what Electron needs from the system, or says what to install.
 *
 * @param {string} electron its executable
 */
export async function prepareSystem(electron) {
  if (process.platform !== 'linux') return;
  const missing = await missingFrom(electron);
  if (missing.length === 0) return;
  if (!canInstall()) throw missingProblem(missing, []);
  say(`Missing on this machine: ${missing.join(', ')}`);
  /** @type {string[]} */
  const tried = [];
  try {
    await step(
      'Installing system packages for Electron’s window (playwright install-deps chromium)',
      () =>
        runLogged('install-deps', process.execPath, [playwrightCli(), 'install-deps', 'chromium'], {
          env: aptEnv(),
        }),
    );
  } catch (error) {
    // It may not know this system, while the packages below are enough.
    tried.push(error instanceof Error ? error.message : String(error));
  }
  try {
    await aptInstall('Installing the rest of them', extraPackages);
  } catch (error) {
    tried.push(error instanceof Error ? error.message : String(error));
  }
  const still = await missingFrom(electron);
  if (still.length > 0) throw missingProblem(still, tried);
}

/**
 * @param {string} electron
 * @returns {Promise<string[]>} names of libraries and programs
 */
async function missingFrom(electron) {
  const { ok, stdout } = await runCaptured('ldd', [electron]);
  const libraries = ok ? missingLibraries(stdout) : [];
  return lacksDisplay() && findProgram('Xvfb') === undefined ? [...libraries, 'Xvfb'] : libraries;
}

/** @param {string} lddOutput @returns {string[]} each once */
export function missingLibraries(lddOutput) {
  const names = [...lddOutput.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? '');
  return [...new Set(names)];
}

/** @param {readonly string[]} missing @param {readonly string[]} tried */
function missingProblem(missing, tried) {
  return problem(`Electron cannot open a window here. Missing: ${missing.join(', ')}`, {
    tried: tried.map((text) => text.split('\n')[0] ?? ''),
    details: tried.join('\n'),
    todo: [
      `On Debian or Ubuntu: sudo npx playwright install-deps chromium && sudo apt-get install -y ${extraPackages.join(' ')}`,
      'Elsewhere: install the same with its package manager',
    ],
  });
}

/**
 * @param {string} title
 * @param {readonly string[]} packages
 */
export async function aptInstall(title, packages) {
  // Another apt on the machine is waited for rather than failed on.
  const options = ['-o', 'DPkg::Lock::Timeout=300', '-qq'];
  await step(`${title} (apt-get install ${packages.join(' ')})`, async () => {
    const args = [...options, 'install', '-y', '--no-install-recommends', ...packages];
    try {
      await runLogged('apt-get', 'apt-get', args, { env: aptEnv() });
    } catch {
      // A bare machine has no package lists, or old ones.
      await runLogged('apt-get-update', 'apt-get', [...options, 'update'], { env: aptEnv() });
      await runLogged('apt-get', 'apt-get', args, { env: aptEnv() });
    }
  });
}

/** @returns {NodeJS.ProcessEnv} in which nothing of apt asks a question */
export function aptEnv() {
  return { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
}

/** @returns {string} */
function playwrightCli() {
  return modulePath('@playwright', 'test', 'cli.js');
}
