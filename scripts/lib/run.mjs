// @ts-check
import { spawn } from 'node:child_process';
import {
  accessSync,
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { userCache } from './paths.mjs';
import { problem } from './problem.mjs';

const shownLines = 25;

/** @param {string} name such as "node-gyp" @returns {string} where that child's output goes */
export function logPath(name) {
  return join(userCache(), 'logs', `${name}.log`);
}

/** @param {string} text @param {number} [lines] @returns {string} its last lines */
export function tail(text, lines = shownLines) {
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {Record<string, string | undefined>} [env] the whole environment
 * @property {number} [timeoutMs] after which the child is killed
 */

/**
 * Runs a child whose output is too long to show: it goes to a log, its tail into the failure.
 *
 * @param {string} logName
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<void>} rejects with a problem unless the child exits with 0
 */
export async function runLogged(logName, command, args, options = {}) {
  const log = logPath(logName);
  mkdirSync(dirname(log), { recursive: true });
  const file = openSync(log, 'w');
  let ending;
  try {
    ending = await childEnding(command, args, options, ['ignore', file, file]);
  } finally {
    closeSync(file);
  }
  if (ending === 'exit code 0') return;
  throw problem(`${logName} ended with ${ending}`, {
    // Some tools colour even what goes to a file.
    details: tail(stripVTControlCharacters(readFileSync(log, 'utf8'))),
    todo: [`Its whole output: ${log}`],
  });
}

/**
 * Runs a child and gives what it printed.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ok: boolean, ending: string, stdout: string, stderr: string}>}
 */
export async function runCaptured(command, args, options = {}) {
  let stdout = '';
  let stderr = '';
  const ending = await childEnding(command, args, options, ['ignore', 'pipe', 'pipe'], (child) => {
    child.stdout?.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      stderr += chunk;
    });
  });
  return { ok: ending === 'exit code 0', ending, stdout, stderr };
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} options
 * @param {import('node:child_process').StdioOptions} stdio
 * @param {(child: import('node:child_process').ChildProcess) => void} [started]
 * @returns {Promise<string>} "exit code 3", "signal SIGKILL", "no answer within 5 s", "ENOENT …"
 */
function childEnding(command, args, { cwd, env = process.env, timeoutMs }, stdio, started) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio });
    let timedOut = false;
    const timer =
      timeoutMs &&
      setTimeout(() => {
        timedOut = true;
        child.kill('SIGKILL');
      }, timeoutMs);
    const done = (/** @type {string} */ ending) => {
      clearTimeout(timer);
      resolve(timedOut ? `no answer within ${Math.round((timeoutMs ?? 0) / 1000)} s` : ending);
    };
    child.on('error', (error) => done(error.message));
    child.on('close', (code, signal) =>
      done(code === null ? `signal ${signal}` : `exit code ${code}`),
    );
    started?.(child);
  });
}

/** @param {string} name @returns {string | undefined} where a program is on the PATH */
export function findProgram(name) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name);
    if (folder !== '' && isExecutable(path)) return path;
  }
  return undefined;
}

/** @param {string} path @returns {boolean} */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
