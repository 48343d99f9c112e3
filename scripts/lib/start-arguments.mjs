// @ts-check
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { projectRoot } from './paths.mjs';

/** Flags whose value is a file, as the user names it from the folder where they typed the command. */
const fileFlags = ['--library', '--screenshot'];

/**
 * Makes file names absolute, as npm runs scripts in the project's folder and not in the user's.
 *
 * @param {readonly string[]} args
 * @param {string} folder the user's current one
 * @returns {string[]}
 */
export function resolveStartArguments(args, folder) {
  return args.map((arg, index) => {
    const [flag = '', ...rest] = arg.split('=');
    if (fileFlags.includes(flag) && rest.length > 0)
      return `${flag}=${absolute(rest.join('='), folder)}`;
    const isValue = index > 0 && fileFlags.includes(args[index - 1] ?? '') && !arg.startsWith('--');
    return isValue ? absolute(arg, folder) : arg;
  });
}

/** @param {string} value @param {string} folder @returns {string} */
function absolute(value, folder) {
  // Two letters at least, as C:\ is no URL.
  const isUrl = /^[a-z][a-z0-9+.-]+:/i.test(value);
  return value === '' || isUrl ? value : resolve(folder, value);
}

/**
 * What needs no window, as the installed command answers it, too.
 *
 * @param {readonly string[]} args
 * @returns {string | undefined} undefined when the window is wanted
 */
export function answerWithoutWindow(args) {
  const end = args.indexOf('--');
  const flags = end === -1 ? args : args.slice(0, end);
  const read = (/** @type {string} */ name) => readFileSync(join(projectRoot, name), 'utf8');
  if (flags.includes('--version')) {
    return `DGX Music Monitor ${JSON.parse(read('package.json')).version}\n`;
  }
  if (!flags.includes('--help') && !flags.includes('-h')) return undefined;
  return read(join('packaging', 'help.txt'))
    .replaceAll('@COMMAND@ db', 'npm run --silent db --')
    .replaceAll('@COMMAND@', 'npm start --')
    .replace('\ndb <command>', '\nnpm run db');
}
