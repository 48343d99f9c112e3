// @ts-check
// The storage from a terminal: `npm run --silent db -- <command> [--url URL] [--json]`.
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { pathToFileURL } from 'node:url';
import { buildStorage } from './lib/build-storage.mjs';
import { projectRoot } from './lib/paths.mjs';
import { prepareNodeOnly } from './lib/prepare.mjs';
import { runCommand } from './lib/problem.mjs';

/** @typedef {typeof import('../src/main/storage/cli')} Cli */

await runCommand(async () => {
  // npm runs scripts in the project's folder; paths are meant from where the person is.
  const folder = process.env.INIT_CWD ?? process.cwd();
  await prepareNodeOnly();
  await buildStorage();
  const cli = pathToFileURL(join(projectRoot, 'out', 'storage', 'cli.js')).href;
  const { runCli } = /** @type {Cli} */ (await import(cli));
  process.chdir(folder);
  return runCli(process.argv.slice(2), {
    out: (line) => process.stdout.write(`${line}\n`),
    error: (line) => process.stderr.write(`${line}\n`),
    ask,
  });
});

/** @param {string} question @returns {Promise<string | null>} */
async function ask(question) {
  if (!process.stdin.isTTY) return null;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}
