/// <reference path="../core/sql-files.d.ts" />
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import keptDown from '../../../../../migrations/companion/0000_kept.down.sql?raw';
import keptUp from '../../../../../migrations/companion/0000_kept.sql?raw';
import { MonitorError } from '../../../../shared/errors';
import { type Connection, connect } from '../core/connection';
import type { Migration } from '../core/migrations';
import { sqliteCode } from '../core/sqlite-errors';

// The companion's file: how it is made and brought up to date.

/** Its steps, oldest first; `PRAGMA user_version` tells how many a file has. */
export const companionMigrations: readonly Migration[] = [
  { name: '0000_kept', up: keptUp, down: keptDown },
];

/** How a library's text is encoded, as `PRAGMA encoding` tells. */
export type Encoding = 'UTF-8' | 'UTF-16le' | 'UTF-16be';

/**
 * Opens the file, made now if need be.
 *
 * @param encoding the library's: SQLite attaches no file of another
 * @param identity tells which file the library is, whatever its path
 * @throws what Node or SQLite throw, a `MonitorError` for a file of a newer version of ours
 */
export const openCompanion = (path: string, encoding: Encoding, identity: string): Connection => {
  mkdirSync(dirname(path), { recursive: true });
  if (!existsSync(path)) closeSync(openSync(path, 'a'));
  const connection = connect(path, { readOnly: false });
  try {
    connection.pragma(`encoding = '${encoding}'`);
    // The library's connection reads it while this one writes.
    connection.pragma('journal_mode = WAL');
    if (stepsOf(connection) !== companionMigrations.length) {
      connection.transaction(() => bringUpToDate(connection, path)).immediate();
    }
    assertWhole(connection, path);
    noteIdentity(connection, identity);
    return connection;
  } catch (thrown) {
    connection.close();
    throw thrown;
  }
};

const stepsOf = (connection: Connection): number =>
  Number(connection.pragma('user_version', { simple: true }));

const bringUpToDate = (connection: Connection, path: string): void => {
  const has = stepsOf(connection);
  if (has > companionMigrations.length) {
    throw new MonitorError(
      'companion-unusable',
      `A newer version of this application has written ${path}: judgements and earlier outcomes cannot be read.`,
      { hint: 'Use that version.' },
    );
  }
  for (const { up } of companionMigrations.slice(has)) connection.exec(up);
  connection.pragma(`user_version = ${companionMigrations.length}`);
};

/** Its tables with their columns, out of the statements that make them. */
const tables: readonly (readonly [name: string, columns: readonly string[]])[] = [
  ...companionMigrations
    .map(({ up }) => up)
    .join('\n')
    .matchAll(/CREATE TABLE IF NOT EXISTS `(\w+)` \((.*?)\n\)/gs),
].map(([, name = '', body = '']) => [
  name,
  [...body.matchAll(/^\t`(\w+)`/gm)].map(([, column = '']) => column),
]);

/** What somebody took out of it, only somebody can bring back: an empty table would hide the loss. */
const assertWhole = (connection: Connection, path: string): void => {
  for (const [name, columns] of tables) {
    try {
      connection.prepare(`SELECT ${columns.join(', ')} FROM ${name}`);
    } catch (thrown) {
      if (sqliteCode(thrown) !== 'SQLITE_ERROR') throw thrown;
      const reason = `the table ${name} is missing, or is another one`;
      throw companionError(path, { code: null, reason }, thrown);
    }
  }
};

const noteIdentity = (connection: Connection, identity: string): void => {
  const known = connection.prepare('SELECT identity FROM library_file').pluck().get();
  if (known === identity) return;
  connection.prepare('INSERT OR REPLACE INTO library_file VALUES (1, ?)').run(identity);
};

/** The statements that make the same tables in memory, in the library's connection. */
export const inMemory: readonly string[] = companionMigrations.map(({ up }) =>
  up.replaceAll(/IF NOT EXISTS `/g, 'IF NOT EXISTS temp.`'),
);

/** A failure at the companion, as an error of ours. Nothing was changed. */
export const companionError = (
  path: string,
  { code, reason }: Readonly<{ code: string | null; reason: string }>,
  cause: unknown,
): MonitorError => {
  if (code === 'ENOSPC' || code === 'EDQUOT' || code?.startsWith('SQLITE_FULL')) {
    return new MonitorError('disk-full', `The disk is full: ${path} cannot be written.`, {
      hint: 'Make room, then try again. Nothing was changed.',
      cause,
    });
  }
  return new MonitorError(
    'companion-unusable',
    `Judgements and earlier outcomes cannot be kept or read in ${path} (${reason}).`,
    {
      hint: 'See that the folder is there, can be written and has room, and that the file is whole; or put the file aside. The library itself is not affected.',
      cause,
    },
  );
};
