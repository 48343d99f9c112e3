// @ts-check
// Prints the absolute path of the Electron in use, and nothing else, on standard output.
import { prepare } from './lib/prepare.mjs';
import { runCommand } from './lib/problem.mjs';

await runCommand(async () => {
  const { path } = await prepare();
  process.stdout.write(`${path}\n`);
});
