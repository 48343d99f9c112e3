// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fallbackVersion } from '../electron-fallback.mjs';
import { configuredMirror, officialVersion } from '../electron-official.mjs';
import { inTemporaryFolder, readJson } from '../files.mjs';
import { modulePath, userCache } from '../paths.mjs';
import { prepare } from '../prepare.mjs';
import { firstLine, problem } from '../problem.mjs';
import { step } from '../progress.mjs';

/** @typedef {import('./arguments.mjs').Arch} Arch */

/**
 * The Electron that goes into a package.
 *
 * @typedef {object} PackagedRuntime
 * @property {Arch} arch
 * @property {string} folder unpacked, never changed
 * @property {string} version as "45.4.1"
 * @property {boolean} development whether it is for tests only
 * @property {number} napi the Node-API that it offers
 */

const downloadTimeoutMs = 20 * 60_000;

/**
 * Finds the official Electron for an architecture; on this machine's own, what tests run with where that
 * cannot be had.
 *
 * @param {Arch} arch
 * @param {{release: boolean}} options
 * @returns {Promise<PackagedRuntime>} rejects with a problem
 */
export async function packagedRuntime(arch, { release }) {
  if (process.platform === 'linux' && arch === process.arch) {
    const electron = await prepare();
    const version = electron.label.replace(/^Electron /, '');
    const development = electron.source === 'fallback' || version !== officialVersion();
    if (release && development) throw releaseRefused(version);
    const napi = development ? 9 : 10;
    return { arch, folder: dirname(electron.path), version, development, napi };
  }
  const version = officialVersion();
  const folder = join(userCache(), `electron-${version}-linux-${arch}`);
  if (!existsSync(folder)) await download(arch, version, folder);
  return { arch, folder, version, development: false, napi: 10 };
}

/** @param {string} version */
function releaseRefused(version) {
  const which = version === fallbackVersion ? 'the development fallback' : 'not the official one';
  return problem(
    `No release is made with Electron ${version}: it is ${which}, and lacks security fixes`,
    {
      todo: [
        `Run this where the official Electron ${officialVersion()} can be downloaded (a mirror goes into ELECTRON_MIRROR)`,
        'Or leave --release out, for a package for tests only',
      ],
    },
  );
}

/**
 * Not by @electron/get, whose present versions want Node 22; the digests are the ones that it checks, too.
 *
 * @param {Arch} arch
 * @param {string} version
 * @param {string} target
 */
async function download(arch, version, target) {
  const name = `electron-v${version}-linux-${arch}.zip`;
  const mirror =
    configuredMirror(process.env) ?? 'https://github.com/electron/electron/releases/download/';
  const url = `${mirror}v${version}/${name}`;
  const digests = /** @type {Record<string, string>} */ (
    readJson(modulePath('electron', 'checksums.json'))
  );
  await inTemporaryFolder(async (folder) => {
    const zip = join(folder, name);
    await step(`Downloading ${name} (about 120 MB)`, async () => {
      writeFileSync(zip, await fetched(url, arch));
    });
    const digest = createHash('sha256').update(readFileSync(zip)).digest('hex');
    if (digest !== digests[name]) {
      throw problem(`${url} is not the file that Electron published`, {
        tried: [`SHA-256 expected ${digests[name]}`, `SHA-256 found    ${digest}`],
      });
    }
    const { default: extract } = await import('extract-zip');
    await extract(zip, { dir: join(folder, 'unpacked') });
    rmSync(join(folder, 'unpacked', 'resources', 'default_app.asar'), { force: true });
    mkdirSync(dirname(target), { recursive: true });
    renameSync(join(folder, 'unpacked'), target);
  });
}

/** @param {string} url @param {Arch} arch @returns {Promise<Uint8Array>} */
async function fetched(url, arch) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(downloadTimeoutMs) });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    const { cause } = /** @type {{cause?: unknown}} */ (error);
    const reason = firstLine(cause ?? error);
    throw problem(
      `No package for ${arch} can be made here: its Electron cannot be downloaded from ${new URL(url).host} (${reason})`,
    );
  }
}
