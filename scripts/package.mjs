// @ts-check
// Makes what people install, into dist/: `npm run package -- [--arch x64|arm64] [--release]`.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './lib/build.mjs';
import { inTemporaryFolder } from './lib/files.mjs';
import { makeArchive } from './lib/package/archive.mjs';
import { parsePackageArguments } from './lib/package/arguments.mjs';
import { bundledComponents, sbomOf } from './lib/package/components.mjs';
import { makeDeb } from './lib/package/deb.mjs';
import { factsOf, notesOf } from './lib/package/facts.mjs';
import { packagedRuntime } from './lib/package/runtime.mjs';
import { stageProgram } from './lib/package/stage.mjs';
import { projectRoot } from './lib/paths.mjs';
import { firstLine, problem, runCommand } from './lib/problem.mjs';
import { say, step } from './lib/progress.mjs';
import { findProgram } from './lib/run.mjs';
import { aptInstall, canInstall } from './lib/system-packages.mjs';

/** @typedef {import('./lib/package/runtime.mjs').PackagedRuntime} PackagedRuntime */
/** @typedef {import('./lib/package/arguments.mjs').PackageArguments} PackageArguments */

await runCommand(async () => {
  const wish = parsePackageArguments(process.argv.slice(2), process.env.INIT_CWD);
  if (wish.forms.includes('deb')) await ensureDpkg();
  const runtimes = await obtainRuntimes(wish);
  mkdirSync(wish.output, { recursive: true });
  for (const name of readdirSync(wish.output)) {
    if (/^(dgx-music-monitor[-_].*|SHA256SUMS|latest\.json)$/.test(name))
      rmSync(join(wish.output, name));
  }
  for (const runtime of runtimes) {
    await build({ path: join(runtime.folder, 'electron'), major: majorOf(runtime) });
    await makePackages(runtime, wish);
  }
  writeFileSync(join(wish.output, 'latest.json'), await feedOf(wish.output, runtimes));
  writeFileSync(join(wish.output, 'SHA256SUMS'), digestsIn(wish.output));
  for (const name of readdirSync(wish.output)) {
    const megabytes = statSync(join(wish.output, name)).size / 1e6;
    say(`${join(wish.output, name)}  ${megabytes.toFixed(1)} MB`);
  }
});

/** @param {PackagedRuntime} runtime @returns {number} */
function majorOf({ version }) {
  return Number.parseInt(version, 10);
}

/** @param {PackageArguments} wish @returns {Promise<readonly PackagedRuntime[]>} at least one */
async function obtainRuntimes({ arches, explicit, release }) {
  /** @type {PackagedRuntime[]} */
  const runtimes = [];
  /** @type {unknown} */
  let failure;
  for (const arch of arches) {
    try {
      runtimes.push(await packagedRuntime(arch, { release }));
    } catch (error) {
      // What was asked for by name must be had, and so must a release of either kind.
      if (explicit || release) throw error;
      failure = error;
      say(`! ${firstLine(error)}`);
    }
  }
  if (runtimes.length === 0) throw failure;
  return runtimes;
}

/**
 * @param {PackagedRuntime} runtime
 * @param {PackageArguments} wish
 */
async function makePackages(runtime, { forms, output, release }) {
  const facts = await factsOf(runtime);
  if (facts.development) {
    say(`! For tests only: Electron ${runtime.version} is out of support. --release refuses it.`);
  }
  const components = bundledComponents();
  const portable = `dgx-music-monitor-${facts.version}-linux-${facts.arch}`;
  await inTemporaryFolder(async (folder) => {
    const program = join(folder, 'program');
    await step(`Putting the program together for ${facts.arch}`, () =>
      stageProgram(facts, components, program),
    );
    if (forms.includes('deb')) {
      const name = `dgx-music-monitor_${facts.version}_${facts.debianArch}.deb`;
      await step(`Packing ${name}`, () =>
        makeDeb(facts, program, join(output, name), { tight: release }),
      );
    }
    if (forms.includes('archive')) {
      const name = `${portable}.tar.gz`;
      await step(`Packing ${name}`, () =>
        makeArchive(facts, program, join(output, name), { tight: release }),
      );
    }
  });
  writeFileSync(join(output, `${portable}.cdx.json`), sbomOf(components, facts));
}

/** Debian's own packer; any Linux has a package of it. */
async function ensureDpkg() {
  if (findProgram('dpkg-deb') !== undefined) return;
  if (canInstall()) return aptInstall('Installing Debian’s packer', ['dpkg']);
  throw problem('dpkg-deb is missing, which makes the .deb', {
    todo: [
      'Install the package "dpkg" of this system',
      'Or make the portable archive alone: npm run package -- --only archive',
    ],
  });
}

/** @param {string} folder @returns {string} as sha256sum writes and checks it */
function digestsIn(folder) {
  return readdirSync(folder)
    .filter((name) => /^(dgx-music-monitor[-_]|latest\.json$)/.test(name))
    .sort()
    .map((name) => {
      const digest = createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex');
      return `${digest}  ${name}\n`;
    })
    .join('');
}

/**
 * What an installed program reads where the user names this folder, or its URL, as a feed of updates; see
 * src/main/updates.ts.
 *
 * @param {string} folder
 * @param {readonly PackagedRuntime[]} runtimes
 * @returns {Promise<string>}
 */
async function feedOf(folder, [runtime]) {
  if (runtime === undefined) throw problem('No package was made');
  const { appVersion } = await factsOf(runtime);
  const debs = readdirSync(folder).flatMap((name) => {
    const arch = /_(amd64|arm64)\.deb$/.exec(name)?.[1];
    return arch === undefined ? [] : [[arch, name]];
  });
  const changelog = readFileSync(join(projectRoot, 'CHANGELOG.md'), 'utf8');
  const notes = notesOf(changelog, appVersion.replace(/-dev$/, ''));
  return `${JSON.stringify({ version: appVersion, notes, debs: Object.fromEntries(debs) }, null, 2)}\n`;
}
