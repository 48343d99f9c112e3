// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../paths.mjs';

/** The storage's commands, as completions offer them. The test of packaging keeps the two alike. */
export const dbCommands =
  'init migrate rollback status stats check backup reset journal list retry cancel watch help';

/**
 * A file of packaging/ with its places filled in.
 *
 * @param {string} name
 * @param {{version: string, epoch: number}} facts
 * @returns {string}
 */
export function fillTemplate(name, { version, epoch }) {
  const license = readFileSync(join(projectRoot, 'LICENSE'), 'utf8').trim().split('\n');
  /** @type {Record<string, string>} */
  const values = {
    VERSION: version,
    DATE: new Date(epoch * 1000).toISOString().slice(0, 10),
    COMMAND: 'dgx-music-monitor',
    DB_COMMANDS: dbCommands,
    LICENSE: license.map((line) => (line.trim() === '' ? ' .' : ` ${line}`)).join('\n'),
  };
  return readFileSync(join(projectRoot, 'packaging', name), 'utf8').replace(
    /@([A-Z_]+)@/g,
    (whole, key) => values[key] ?? whole,
  );
}
