// @ts-check
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { readJson } from './files.mjs';
import { modulePath, projectRoot } from './paths.mjs';
import { formatDuration, say } from './progress.mjs';
import { judgedTotals, playwrightTotals, singleTotals, vitestTotals } from './totals.mjs';

/** @typedef {import('./totals.mjs').Totals} Totals */
/** @typedef {import('./prepare.mjs').PreparedElectron} PreparedElectron */

/** A runner that hangs must not take CI's whole time, and its name should be known then. */
const runnerTimeoutMs = 30 * 60_000;

/**
 * On CI a test that failed runs once more: a machine that stalls for a moment is no fault of the
 * change. It counts as flaky and is named; elsewhere it has failed, as whoever can look into it is there.
 */
const retries = process.env.CI ? 1 : 0;

/**
 * @typedef {object} StepResult
 * @property {string} name
 * @property {Totals} totals
 * @property {number} milliseconds
 */

/**
 * Runs one step under a heading; one that throws counts as one failure, so that the others still run.
 *
 * @param {string} name
 * @param {() => Promise<Totals>} work
 * @returns {Promise<StepResult>}
 */
export async function runStep(name, work) {
  process.stdout.write(`\n=== ${name}\n`);
  const started = performance.now();
  let totals = singleTotals(false);
  try {
    totals = await work();
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
  return { name, totals, milliseconds: performance.now() - started };
}

/** @returns {Promise<Totals>} */
export async function checkFormatAndLint() {
  const script = modulePath('@biomejs', 'biome', 'bin', 'biome');
  return singleTotals(await runTool([script, 'check', '--error-on-warnings', '.']));
}

/** @returns {Promise<Totals>} */
export async function checkTypes() {
  return singleTotals(await runTool([modulePath('typescript', 'bin', 'tsc'), '-b']));
}

/** @param {PreparedElectron} electron @returns {Promise<Totals>} */
export async function buildApplication(electron) {
  await build(electron, { force: true });
  return singleTotals(true);
}

/** @param {readonly string[]} runnerArgs @returns {Promise<Totals>} */
export function runUnitTests(runnerArgs) {
  return withReportFile(async (report) => {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const script = modulePath('vitest', 'vitest.mjs');
    const ok = await runTool([script, 'run', `--retry=${retries}`, ...reporters, ...runnerArgs]);
    return judgedTotals(vitestTotals(readJson(report)), ok);
  });
}

/**
 * @param {PreparedElectron} electron
 * @param {readonly string[]} runnerArgs
 * @returns {Promise<Totals>}
 */
export function runEndToEndTests(electron, runnerArgs) {
  return runPlaywright(runnerArgs, { ELECTRON_EXEC_PATH: electron.path });
}

/**
 * @param {readonly string[]} runnerArgs
 * @param {Record<string, string>} env on top of the environment
 * @returns {Promise<Totals>}
 */
export function runPlaywright(runnerArgs, env) {
  return withReportFile(async (report) => {
    const script = modulePath('@playwright', 'test', 'cli.js');
    const options = [`--retries=${retries}`, '--reporter=list,json'];
    const ok = await runTool([script, 'test', ...options, ...runnerArgs], {
      ...env,
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    });
    return judgedTotals(playwrightTotals(readJson(report)), ok);
  });
}

/** @param {readonly StepResult[]} results @returns {string} a table, one line per step */
export function formatResults(results) {
  const width = Math.max(...results.map(({ name }) => name.length));
  return results
    .map(({ name, totals, milliseconds }) => {
      const mark = totals.failed > 0 ? '✗' : '✓';
      const counts = [
        totals.passed > 0 ? `${totals.passed} passed` : '',
        totals.failed > 0 ? `${totals.failed} failed` : '',
        totals.skipped > 0 ? `${totals.skipped} skipped` : '',
        totals.flaky > 0 ? `${totals.flaky} of them flaky: passed when run again, see above` : '',
      ].filter((text) => text !== '');
      return `${mark} ${name.padEnd(width)}  ${formatDuration(milliseconds).padStart(12)}  ${counts.join(', ')}`.trimEnd();
    })
    .join('\n');
}

/**
 * @template T
 * @param {(path: string) => Promise<T>} work given a path where no file stands yet
 * @returns {Promise<T>}
 */
async function withReportFile(work) {
  const folder = mkdtempSync(join(tmpdir(), 'dgx-music-monitor-report-'));
  try {
    return await work(join(folder, 'report.json'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Runs one of the project's tools with its output shown.
 *
 * @param {readonly string[]} args the tool's script, then its arguments
 * @param {Record<string, string>} [env] on top of the environment
 * @returns {Promise<boolean>} whether it ended with exit code 0
 */
function runTool(args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: projectRoot,
      env: { ...testEnvironment(), ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
      timeout: runnerTimeoutMs,
    });
    child.on('error', (error) => {
      say(error.message);
      resolve(false);
    });
    child.on('close', (code, signal) => {
      if (signal !== null) say(`Ended by ${signal}`);
      resolve(code === 0);
    });
  });
}

/** @returns {NodeJS.ProcessEnv} without what would point tests at somebody's real library */
function testEnvironment() {
  const { DATABASE_URL: _url, DGX_MUSIC_MONITOR_DATA: _data, ...rest } = process.env;
  const { ELECTRON_RUN_AS_NODE: _asNode, ...env } = rest;
  return env;
}
