// @ts-check
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileMark, readJson, writeAtomically } from './files.mjs';
import { modulePath, projectRoot } from './paths.mjs';
import { step } from './progress.mjs';
import { runLogged } from './run.mjs';

/** Folders whose content does not go into the build; every other one counts, whoever adds it. */
const notSources = [
  'coverage',
  'dist',
  'docs',
  'e2e',
  'node_modules',
  'out',
  'playwright-report',
  'scripts',
  'test-results',
];

/**
 * Builds the application into out/, unless what is there was built from the same files.
 *
 * @param {{path: string, major: number}} electron that will run it
 * @param {{force?: boolean}} [options]
 */
export async function build({ path, major }, { force = false } = {}) {
  // In node_modules, as any change of the packages is a reason to build again.
  const stampFile = modulePath('.cache', 'dgx-music-monitor', 'build.json');
  const sources = sourceMark(projectRoot, major);
  const stamp = /** @type {{sources?: string, outputs?: string} | undefined} */ (
    readJson(stampFile)
  );
  if (!force && stamp?.sources === sources && stamp.outputs === outputMark()) return;
  await step('Building the application', () =>
    runLogged(
      'electron-vite',
      process.execPath,
      [modulePath('electron-vite', 'bin', 'electron-vite.js'), 'build'],
      {
        cwd: projectRoot,
        // Syntax is lowered to what this Electron knows, which may be older than the one in package.json.
        env: { ...process.env, ELECTRON_EXEC_PATH: path, ELECTRON_MAJOR_VER: String(major) },
      },
    ),
  );
  writeAtomically(stampFile, JSON.stringify({ sources, outputs: outputMark() }));
}

/**
 * @param {string} root
 * @param {number} electronMajor
 * @returns {string} changes when any source or configuration file does
 */
export function sourceMark(root, electronMajor) {
  const hash = createHash('sha256').update(`electron ${electronMajor}\n`);
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    if (entry.name.startsWith('.') || notSources.includes(entry.name) || entry.name.endsWith('.md'))
      continue;
    const path = join(root, entry.name);
    for (const file of entry.isDirectory() ? filesIn(path) : [path])
      hash.update(`${fileMark(file)}\n`);
  }
  return hash.digest('hex');
}

/** @returns {string} changes when someone else builds, or cleans up */
function outputMark() {
  const hash = createHash('sha256');
  for (const file of filesIn(join(projectRoot, 'out'))) hash.update(`${fileMark(file)}\n`);
  return hash.digest('hex');
}

/** @param {string} folder @returns {string[]} all files in it, in a fixed order; none when it is missing */
function filesIn(folder) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch {
    return [];
  }
}
