/// <reference path="./sql-files.d.ts" />
import libraryDown from '../../../../../migrations/0000_library.down.sql?raw';
import libraryUp from '../../../../../migrations/0000_library.sql?raw';
import filterIndexesDown from '../../../../../migrations/0001_filter_indexes.down.sql?raw';
import filterIndexesUp from '../../../../../migrations/0001_filter_indexes.sql?raw';
import sortIndexesDown from '../../../../../migrations/0002_sort_indexes.down.sql?raw';
import sortIndexesUp from '../../../../../migrations/0002_sort_indexes.sql?raw';
import promptIndexDown from '../../../../../migrations/0003_prompt_index.down.sql?raw';
import promptIndexUp from '../../../../../migrations/0003_prompt_index.sql?raw';
import { MonitorError } from '../../../../shared/errors';
import type { Connection } from './connection';
import { earlierJournal } from './earlier-additions';

// The steps by which a library comes to be as this application likes it. No journal tells which of
// them it has, its schema does: another program may rebuild a table, and indexes are gone with it.
// See docs/decisions/0001-adopted-libraries.md.

/** One step of the schema, with its way back. `up` is drizzle-kit's file, `down` written by hand. */
export type Migration = Readonly<{ name: string; up: string; down: string }>;

/** The tables that DGX Music shares with us: what Alembic's revision 001 makes. */
export const baseMigration: Migration = { name: '0000_library', up: libraryUp, down: libraryDown };

/** What we add to a library, oldest first: indexes on `generations`, nothing else. */
export const indexMigrations: readonly Migration[] = [
  { name: '0001_filter_indexes', up: filterIndexesUp, down: filterIndexesDown },
  { name: '0002_sort_indexes', up: sortIndexesUp, down: sortIndexesDown },
  { name: '0003_prompt_index', up: promptIndexUp, down: promptIndexDown },
];

/** All steps, oldest first. */
export const migrations: readonly Migration[] = [baseMigration, ...indexMigrations];

/** In the header of each library that we made, `PRAGMA application_id`: "DGXM". */
const applicationId = 0x4447584d;

/** Whether we made the library, and not Alembic or `create_all`. */
export const isOurs = (connection: Connection): boolean =>
  connection.pragma('main.application_id', { simple: true }) === applicationId ||
  earlierJournal(connection).some(
    ({ name, kind }) => name === '0000_library' && kind === 'applied',
  );

/** To be called inside a write transaction. */
export const markAsOurs = (connection: Connection, ours = true): void => {
  connection.pragma(`main.application_id = ${ours ? applicationId : 0}`);
};

/** How much of a step's indexes a library has, each exactly as the step makes it. */
export const presenceOf = (connection: Connection, step: Migration): 'whole' | 'part' | 'none' => {
  const wanted = indexesOf(step);
  const found = wanted.map(({ name }) => ownIndex(connection, name));
  if (found.every((sql, at) => sql !== null && alike(sql, wanted[at]?.sql ?? ''))) return 'whole';
  return found.some((sql) => sql !== null) ? 'part' : 'none';
};

const indexesOf = ({ up }: Migration): readonly Readonly<{ name: string; sql: string }>[] =>
  up.split('--> statement-breakpoint').flatMap((sql) => {
    const name = /CREATE INDEX `([^`]+)`/.exec(sql)?.[1];
    return name === undefined ? [] : [{ name, sql }];
  });

/** The SQL of an index on generations, `null` where it has none of that name. */
const ownIndex = (connection: Connection, name: string): string | null =>
  (connection
    .prepare(
      `SELECT sql FROM main.sqlite_schema
      WHERE type = 'index' AND name = ? AND tbl_name = 'generations' COLLATE NOCASE`,
    )
    .pluck()
    .get(name) as string | undefined) ?? null;

/** Other programs that rename a table leave the same statement, quoted otherwise. */
const alike = (one: string, other: string): boolean => plain(one) === plain(other);
const plain = (sql: string): string => sql.replace(/["`;\s[\]]/g, '').toLowerCase();

/**
 * Takes a step, whatever of it is there already. To be called inside a write transaction.
 *
 * @throws `library-name-taken` where something of another program has a name of ours
 */
export const applyMigration = (connection: Connection, step: Migration): void => {
  for (const { name } of step === baseMigration ? [] : indexesOf(step)) {
    if (ownIndex(connection, name) !== null) connection.exec(`DROP INDEX main.${name}`);
    assertFree(connection, name);
  }
  connection.exec(step.up);
};

const assertFree = (connection: Connection, name: string): void => {
  const type = connection
    .prepare('SELECT type FROM main.sqlite_schema WHERE name = ? COLLATE NOCASE')
    .pluck()
    .get(name) as string | undefined;
  if (type === undefined) return;
  throw new MonitorError(
    'library-name-taken',
    `The library has a ${type} “${name}” of another program: our index of that name cannot be added.`,
    { hint: 'Everything works without our indexes, large libraries slower. Or rename the other.' },
  );
};

/** Takes a step back. To be called inside a write transaction. */
export const revertMigration = (connection: Connection, step: Migration): void => {
  connection.exec(step.down);
  if (step === baseMigration) markAsOurs(connection, false);
};
