// @ts-check
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

// Builds the programs of this folder that run as processes of their own, for Node.js alone.

const programs = /** @type {const} */ ([
  'main',
  'victim',
  'mutate',
  'busy-writer',
  'fill',
  'endless-trigger',
  '../storage-worker',
]);

/** @typedef {Readonly<Record<(typeof programs)[number], string>>} Programs */

/**
 * Only what is native stays outside: a thousand processes begin sooner with one file to read.
 *
 * @param {string} outDir
 * @returns {Promise<Programs>} their paths
 */
export async function buildPrograms(outDir) {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: true,
      target: 'node20',
      outDir,
      emptyOutDir: true,
      rolldownOptions: {
        input: Object.fromEntries(
          programs.map((name) => [basename(name), join(folder, `${name}.ts`)]),
        ),
      },
    },
  });
  return /** @type {Programs} */ (
    Object.fromEntries(programs.map((name) => [name, join(outDir, `${basename(name)}.js`)]))
  );
}
