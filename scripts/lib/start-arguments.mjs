// @ts-check
import { resolve } from 'node:path';

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
