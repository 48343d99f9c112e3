// @ts-check
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../paths.mjs';
import { firstLine, problem } from '../problem.mjs';

/** @typedef {'x64' | 'arm64'} Arch */
/** @typedef {'deb' | 'archive'} Form */

/**
 * @typedef {object} PackageArguments
 * @property {readonly Arch[]} arches in the order in which they are made
 * @property {boolean} explicit whether the architecture was asked for, so that it must be had
 * @property {boolean} release refuses what is for tests only, and packs tightly
 * @property {readonly Form[]} forms
 * @property {string} output absolute folder
 */

const arches = /** @type {const} */ (['x64', 'arm64']);
const usage =
  'Use: npm run package -- [--arch x64|arm64] [--release] [--only deb|archive] [--output <folder>]';

/**
 * @param {readonly string[]} args
 * @param {string} [folder] that relative paths are relative to
 * @returns {PackageArguments}
 */
export function parsePackageArguments(args, folder = projectRoot) {
  const values = read(args);
  const arch = arches.find((name) => name === values.arch);
  if (values.arch !== undefined && arch === undefined) {
    throw problem(`There is no package for ${values.arch}: x64 and arm64 can be made`, {
      todo: [usage],
    });
  }
  const only = /** @type {const} */ (['deb', 'archive']).find((form) => form === values.only);
  if (values.only !== undefined && only === undefined) {
    throw problem(`Not understood: --only ${values.only}`, { todo: [usage] });
  }
  return {
    arches: arch === undefined ? arches : [arch],
    explicit: arch !== undefined,
    release: values.release === true,
    forms: only === undefined ? ['deb', 'archive'] : [only],
    output: values.output ? resolve(folder, values.output) : resolve(projectRoot, 'dist'),
  };
}

/** @param {readonly string[]} args */
function read(args) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        arch: { type: 'string' },
        release: { type: 'boolean' },
        only: { type: 'string' },
        output: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw problem(firstLine(error), { todo: [usage] });
  }
}
