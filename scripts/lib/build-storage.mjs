// @ts-check
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sourceMark } from './build.mjs';
import { readJson, writeAtomically } from './files.mjs';
import { modulePath, projectRoot } from './paths.mjs';
import { step } from './progress.mjs';
import { runLogged } from './run.mjs';

const output = join(projectRoot, 'out', 'storage');
const stampFile = modulePath('.cache', 'dgx-music-monitor', 'build-storage.json');

/**
 * Builds the storage for plain Node.js into out/storage/, unless what is there was built from the
 * same files.
 *
 * @param {{types?: boolean, force?: boolean}} [options] `types`: with declarations
 */
export async function buildStorage({ types = false, force = false } = {}) {
  const sources = sourceMark(projectRoot, 0);
  const stamp = /** @type {{sources?: string, types?: boolean} | undefined} */ (
    readJson(stampFile)
  );
  const isFresh = stamp?.sources === sources && (stamp.types || !types) && isBuilt();
  if (!force && isFresh) return;
  await step('Building the storage', async () => {
    // A package holds all that is there: nothing of an earlier build may be left.
    if (types) rmSync(output, { recursive: true, force: true });
    await run('vite', [
      modulePath('vite', 'bin', 'vite.js'),
      'build',
      '-c',
      'vite.storage.config.ts',
    ]);
    if (!types) return;
    await run('tsc', [modulePath('typescript', 'bin', 'tsc'), '-p', 'tsconfig.storage.json']);
    nameFilesInFull(join(output, 'types'));
    keepOnlyPublic(join(output, 'types'), 'main/storage/entry.d.ts');
  });
  writeAtomically(stampFile, JSON.stringify({ sources, types }));
}

/** @param {string} name @param {string[]} args */
function run(name, args) {
  return runLogged(`storage-${name}`, process.execPath, args, { cwd: projectRoot });
}

function isBuilt() {
  try {
    return readdirSync(output).includes('terminal.js');
  } catch {
    return false;
  }
}

/**
 * Declarations keep imports as written, `./library`; Node's own resolution wants `./library.js`.
 *
 * @param {string} folder
 */
function nameFilesInFull(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.d.ts')) continue;
    const path = join(entry.parentPath, entry.name);
    const text = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      text.replace(/((?:from|import\()\s*['"]\.{1,2}\/[^'"]+?)(?:\.js)?(['"])/g, '$1.js$2'),
    );
  }
}

/**
 * Takes the declarations away that the public ones do not lead to.
 *
 * @param {string} folder
 * @param {string} entry relative to it
 */
function keepOnlyPublic(folder, entry) {
  /** @type {Set<string>} */
  const reached = new Set();
  const visit = (/** @type {string} */ path) => {
    if (reached.has(path)) return;
    reached.add(path);
    const imports = readFileSync(path, 'utf8').matchAll(
      /(?:from|import\()\s*['"](\.[^'"]+)\.js['"]/g,
    );
    for (const [, target] of imports) visit(join(dirname(path), `${target}.d.ts`));
  };
  visit(join(folder, entry));
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(file.parentPath, file.name);
    if (file.isFile() && !reached.has(path)) rmSync(path);
  }
}
