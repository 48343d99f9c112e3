// @ts-check
// Prepares this machine; `--native` only what Node.js itself needs to load the storage.
import { prepare, prepareNodeOnly } from './lib/prepare.mjs';
import { runCommand } from './lib/problem.mjs';

await runCommand(async () => {
  if (process.argv.includes('--native')) await prepareNodeOnly();
  else await prepare();
});
