// @ts-check
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { runLogged } from '../run.mjs';
import { addDesktopFiles, setModesAndTimes } from './deb.mjs';

/** @typedef {import('./facts.mjs').Facts} Facts */

/**
 * Makes the portable archive: one folder, run from wherever it is unpacked.
 *
 * @param {Facts} facts
 * @param {string} program the staged program
 * @param {string} target the file to write, which ends in .tar.gz
 * @param {{tight: boolean}} options
 */
export async function makeArchive(facts, program, target, { tight }) {
  const name = basename(target, '.tar.gz');
  const tree = join(`${program}.tar`, name);
  mkdirSync(dirname(tree), { recursive: true });
  cpSync(program, tree, { recursive: true });
  addDesktopFiles(facts, tree);
  setModesAndTimes(tree, facts.epoch);
  const args = [
    `--use-compress-program=gzip -n${tight ? '9' : '1'}`,
    '--sort=name',
    `--mtime=@${facts.epoch}`,
    '--owner=0',
    '--group=0',
    '--numeric-owner',
    '--format=gnu',
    '-cf',
    target,
    name,
  ];
  await runLogged('tar', 'tar', args, { cwd: dirname(tree) });
  rmSync(`${program}.tar`, { recursive: true, force: true });
}
