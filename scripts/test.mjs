// @ts-check
// Everything that must hold, in one command. The last line on standard output gives the true totals.
import { prepareNeighbours } from './lib/neighbours.mjs';
import { prepare, prepareNodeOnly } from './lib/prepare.mjs';
import { runCommand } from './lib/problem.mjs';
import { parseTestArguments } from './lib/test-arguments.mjs';
import { runInstalledTests } from './lib/test-installed.mjs';
import {
  buildApplication,
  checkFormatAndLint,
  checkTypes,
  formatResults,
  runEndToEndTests,
  runStep,
  runUnitTests,
} from './lib/test-steps.mjs';
import { formatTotals, noTotals, sumTotals } from './lib/totals.mjs';

/** @typedef {import('./lib/test-steps.mjs').StepResult} StepResult */

// Without a handler, "exit" is not emitted on these, and the virtual display would stay behind.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => process.exit(130));
}

await runCommand(async () => {
  const { parts, runnerArgs } = parseTestArguments(process.argv.slice(2));
  const results = await runParts(parts, runnerArgs);
  const totals = sumTotals(results.map((result) => result.totals));
  process.stdout.write(`\n${formatResults(results)}\n\n${formatTotals(totals)}\n`);
  return totals.failed > 0 ? 1 : 0;
});

/**
 * @param {readonly import('./lib/test-arguments.mjs').Part[]} parts
 * @param {readonly string[]} runnerArgs
 * @returns {Promise<StepResult[]>}
 */
async function runParts(parts, runnerArgs) {
  /** @type {StepResult[]} */
  const results = [];
  const run = async (/** @type {Parameters<typeof runStep>} */ ...args) => {
    const result = await runStep(...args);
    results.push(result);
    return result.totals.failed === 0;
  };
  if (parts.includes('check')) {
    await run('Format and lint', checkFormatAndLint);
    await run('Types', checkTypes);
  }
  /** @type {import('./lib/prepare.mjs').PreparedElectron | undefined} */
  let electron;
  if (parts.some((part) => part !== 'check')) {
    await run('Machine', async () => {
      if (parts.includes('e2e') || parts.includes('package')) electron = await prepare();
      else await prepareNodeOnly();
      if (parts.includes('unit')) await prepareNeighbours();
      // A failure counts, but a machine that is ready proves nothing about the project.
      return noTotals;
    });
  }
  if (parts.includes('unit')) await run('Unit and integration', () => runUnitTests(runnerArgs));
  if (parts.includes('e2e')) await runWindowSteps(electron, runnerArgs, run);
  if (parts.includes('package') && process.platform === 'linux') {
    await run('Installed program', () => runInstalledTests(runnerArgs));
  }
  return results;
}

/**
 * @param {import('./lib/prepare.mjs').PreparedElectron | undefined} electron
 * @param {readonly string[]} runnerArgs
 * @param {(...args: Parameters<typeof runStep>) => Promise<boolean>} run
 */
async function runWindowSteps(electron, runnerArgs, run) {
  const needed = electron;
  const built = needed !== undefined && (await run('Build', () => buildApplication(needed)));
  await run('End to end', () =>
    built ? runEndToEndTests(needed, runnerArgs) : Promise.reject(new Error('Not run: see above')),
  );
}
