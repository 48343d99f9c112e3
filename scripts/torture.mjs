// @ts-check
// `npm run torture [-- --kills N --mutations N --backups N --seed S --folder F]`: the long form of
// src/main/torture/torture.test.ts. What was measured is in docs/reliability.md.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { buildPrograms } from '../src/main/torture/building.mjs';
import { modulePath, projectRoot } from './lib/paths.mjs';
import { prepareNodeOnly } from './lib/prepare.mjs';
import { runCommand } from './lib/problem.mjs';

/** In memory, where there is such a folder: what is tried is kills, not failures of power. */
const memory = '/dev/shm';

await runCommand(async () => {
  await prepareNodeOnly();
  const programs = await buildPrograms(modulePath('.cache', 'torture'));
  const args = process.argv.slice(2);
  const folder = existsSync(memory) && !args.includes('--folder') ? ['--folder', memory] : [];
  const child = spawn(process.execPath, [programs.main, ...folder, ...args], {
    cwd: projectRoot,
    stdio: 'inherit',
  });
  // The same signal reaches the child, which ends by it.
  process.on('SIGINT', () => {});
  return new Promise((done) => child.on('exit', (code) => done(code ?? 1)));
});
