// @ts-check

/**
 * A failure that is explained to the person in full, so that no stack is shown.
 *
 * @typedef {Error & {expected: true}} Problem
 */

/**
 * @param {string} what what failed, one line
 * @param {{tried?: readonly string[], todo?: readonly string[], details?: string}} [more]
 * @returns {Problem}
 */
export function problem(what, { tried = [], todo = [], details = '' } = {}) {
  const lines = [what];
  if (tried.length > 0) lines.push('  Tried:', ...tried.map((line) => `    - ${line}`));
  if (details.trim() !== '')
    lines.push(
      ...details
        .trimEnd()
        .split('\n')
        .map((line) => `    | ${line}`),
    );
  if (todo.length > 0) lines.push('  What to do:', ...todo.map((line) => `    - ${line}`));
  return Object.assign(new Error(lines.join('\n')), { expected: /** @type {const} */ (true) });
}

/** @param {unknown} error @returns {error is Problem} */
export function isProblem(error) {
  return error instanceof Error && 'expected' in error && error.expected === true;
}

/** @param {unknown} error @returns {string} its first line, for a list of what was tried */
export function firstLine(error) {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n')[0] ?? '';
}

/**
 * Runs a command's body; says in full what went wrong and sets the exit code.
 *
 * @param {() => Promise<number | void>} body resolves to the exit code, none is 0
 */
export async function runCommand(body) {
  try {
    process.exitCode = (await body()) ?? 0;
  } catch (error) {
    const text = isProblem(error) ? error.message : error instanceof Error ? error.stack : error;
    process.stderr.write(`\nFailed: ${text}\n`);
    process.exitCode = 1;
  }
}
