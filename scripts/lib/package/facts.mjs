// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../paths.mjs';
import { problem } from '../problem.mjs';
import { runCaptured } from '../run.mjs';

/** @typedef {import('./arguments.mjs').Arch} Arch */
/** @typedef {import('./runtime.mjs').PackagedRuntime} PackagedRuntime */

/**
 * What all parts of one package agree on.
 *
 * @typedef {object} Facts
 * @property {Arch} arch
 * @property {'amd64' | 'arm64'} debianArch
 * @property {string} version as Debian orders it: "0.2.0", and "0.2.0~dev" before it
 * @property {string} appVersion the same by npm's rules: "0.2.0-dev"
 * @property {boolean} development
 * @property {number} epoch seconds, the time of everything in the package
 * @property {PackagedRuntime} runtime
 */

/** @param {PackagedRuntime} runtime @returns {Promise<Facts>} */
export async function factsOf(runtime) {
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  const { arch, development } = runtime;
  return {
    arch,
    debianArch: arch === 'x64' ? 'amd64' : 'arm64',
    version: development ? `${version}~dev` : version,
    appVersion: development ? `${version}-dev` : version,
    development,
    epoch: await sourceDate(),
    runtime,
  };
}

/** @returns {Promise<number>} seconds: SOURCE_DATE_EPOCH, else when the commit was made */
export async function sourceDate() {
  const given = process.env.SOURCE_DATE_EPOCH;
  if (given !== undefined && given !== '') {
    if (!/^\d+$/.test(given)) {
      throw problem(`SOURCE_DATE_EPOCH is ${given}, which is no number of seconds`);
    }
    return Number(given);
  }
  const { ok, stdout } = await runCaptured('git', ['log', '-1', '--format=%ct'], {
    cwd: projectRoot,
  });
  // A source archive without its history has no commit.
  return ok ? Number(stdout.trim()) : Math.floor(Date.now() / 1000);
}

/**
 * @param {string} changelog
 * @param {string} version
 * @returns {string} what the changelog says of that version, at most 20,000 characters
 */
export function notesOf(changelog, version) {
  const section = changelog.split(/^## /m).find((text) => text.split(/\s/)[0] === version) ?? '';
  return section.split('\n').slice(1).join('\n').trim().slice(0, 20_000);
}
