// @ts-check
// The storage from a terminal: `npm run --silent db -- <command> [--url URL] [--json]`.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildStorage } from './lib/build-storage.mjs';
import { projectRoot } from './lib/paths.mjs';
import { prepareNodeOnly } from './lib/prepare.mjs';
import { runCommand } from './lib/problem.mjs';

/** @typedef {typeof import('../src/main/storage/cli/process-terminal')} OnTerminal */

await runCommand(async () => {
  // npm runs scripts in the project's folder; paths are meant from where the person is.
  const folder = process.env.INIT_CWD ?? process.cwd();
  await prepareNodeOnly();
  await buildStorage();
  const built = pathToFileURL(join(projectRoot, 'out', 'storage', 'terminal.js')).href;
  const { runOnTerminal } = /** @type {OnTerminal} */ (await import(built));
  process.chdir(folder);
  return runOnTerminal(process.argv.slice(2));
});
