// @ts-check
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from './paths.mjs';
import { problem } from './problem.mjs';
import { say, step } from './progress.mjs';
import { findProgram, runCaptured, runLogged } from './run.mjs';
import { aptEnv, aptInstall, canInstall } from './system-packages.mjs';
import { runPlaywright } from './test-steps.mjs';

/** @typedef {import('./totals.mjs').Totals} Totals */

const name = 'dgx-music-monitor';

/** Programs that judge a package, by the Debian package of each. */
const judges = {
  lintian: 'lintian',
  appstreamcli: 'appstream',
  'desktop-file-validate': 'desktop-file-utils',
};

/**
 * Makes the package of this machine, installs it, tests what is installed, and removes it. Where packages
 * cannot be installed, or people have installed ours for themselves, the portable archive is unpacked.
 *
 * @param {readonly string[]} runnerArgs for Playwright
 * @returns {Promise<Totals>}
 */
export async function runInstalledTests(runnerArgs) {
  const folder = mkdtempSync(join(tmpdir(), 'dgx-music-monitor-packages-'));
  try {
    await step('Making the packages', () =>
      runLogged('package', process.execPath, [
        join(projectRoot, 'scripts', 'package.mjs'),
        `--arch=${process.arch}`,
        `--output=${folder}`,
      ]),
    );
    if (canInstall()) await installJudges();
    const installing = canInstall() && !(await isInstalled());
    if (!installing) say(`Unpacked, not installed: ${await reasonNot()}`);
    const home = installing ? `/usr/lib/${name}` : await unpack(folder);
    try {
      if (installing) await install(folder);
      const args = ['--config=playwright.installed.config.ts', ...runnerArgs];
      const totals = await runPlaywright(args, {
        DGX_PACKAGES: folder,
        DGX_INSTALLED_HOME: home,
        DGX_INSTALLED_COMMAND: installing ? `/usr/bin/${name}` : join(home, name),
      });
      return installing ? added(totals, await leavesNothing()) : totals;
    } finally {
      if (installing && (await isInstalled())) await remove();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function installJudges() {
  const missing = Object.entries(judges).filter(([program]) => findProgram(program) === undefined);
  if (missing.length === 0) return;
  await aptInstall(
    'Installing what judges packages',
    missing.map(([, debianPackage]) => debianPackage),
  );
}

/** @returns {Promise<boolean>} whether anything of the package is known to dpkg */
async function isInstalled() {
  return (await runCaptured('dpkg-query', ['-W', name])).ok;
}

/** @returns {Promise<string>} */
async function reasonNot() {
  return canInstall()
    ? `${name} is on this machine already, and stays`
    : 'only root on Debian or Ubuntu can install packages';
}

/** @param {string} folder @param {string} ending @returns {string} */
function packageIn(folder, ending) {
  const found = readdirSync(folder).find((file) => file.endsWith(ending));
  if (found === undefined) throw problem(`No ${ending} was made`);
  return join(folder, found);
}

/** @param {string} folder */
async function install(folder) {
  const file = packageIn(folder, '.deb');
  await aptInstall('Installing the package', [file]);
}

/** @param {string} folder @returns {Promise<string>} the program's folder */
async function unpack(folder) {
  await runLogged('tar', 'tar', ['-xzf', packageIn(folder, '.tar.gz'), '-C', folder]);
  const found = readdirSync(folder).find((file) => statSync(join(folder, file)).isDirectory());
  return join(folder, found ?? '');
}

async function remove() {
  await step('Removing the package', () =>
    runLogged(
      'apt-get-remove',
      'apt-get',
      ['-o', 'DPkg::Lock::Timeout=300', '-qq', '-y', 'remove', name],
      {
        env: aptEnv(),
      },
    ),
  );
}

/** @returns {Promise<boolean>} whether the package is gone with all that it brought */
async function leavesNothing() {
  const { stdout } = await runCaptured('dpkg-query', ['-L', name]);
  await remove();
  const files = stdout.split('\n').filter((path) => path.includes(name));
  const left = [...files, `/etc/apparmor.d/${name}`].filter((path) => existsSync(path));
  const known = await isInstalled();
  if (left.length > 0) say(`Left after the package was removed: ${left.join(', ')}`);
  if (known) say('dpkg still knows the package after it was removed');
  if (files.length < 10) say(`dpkg named only ${files.length} files of the package`);
  return left.length === 0 && !known && files.length >= 10;
}

/** @param {Totals} totals @param {boolean} ok @returns {Totals} with one test more */
function added(totals, ok) {
  return ok ? { ...totals, passed: totals.passed + 1 } : { ...totals, failed: totals.failed + 1 };
}
