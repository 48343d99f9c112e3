// @ts-check
import { problem } from './problem.mjs';

/** @typedef {'check' | 'unit' | 'e2e' | 'package'} Part */

const parts = /** @type {const} */ (['check', 'unit', 'e2e', 'package']);

/**
 * `--only <part>` chooses one part; what follows `--` goes to that part's runner.
 *
 * @param {readonly string[]} args
 * @returns {{parts: readonly Part[], runnerArgs: readonly string[]}}
 */
export function parseTestArguments(args) {
  const end = args.indexOf('--');
  const own = end === -1 ? args : args.slice(0, end);
  const runnerArgs = end === -1 ? [] : args.slice(end + 1);
  const usage = `Use: npm test -- [--only ${parts.join('|')} [-- <arguments of the runner>]]`;
  if (own.length === 0) {
    if (runnerArgs.length > 0) {
      throw problem('Arguments for a runner need --only', { todo: [usage] });
    }
    return { parts, runnerArgs };
  }
  const part = parts.find((name) => name === own[1]);
  const isKnown = own[0] === '--only' && own.length === 2 && part !== undefined;
  if (!isKnown || (part === 'check' && runnerArgs.length > 0)) {
    throw problem(`Not understood: ${args.join(' ')}`, { todo: [usage] });
  }
  return { parts: [part], runnerArgs };
}
