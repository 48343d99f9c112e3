import type { Connection, Statement } from '../core/connection';
import { type Database, transaction } from '../core/database';
import { attemptsMigration, judgementsMigration, type Migration } from '../core/migrations';
import type { StoredValue } from '../core/rows';
import { toMonitorError } from '../core/sqlite-errors';

// Tables of ours. They are in the library where it may hold them, else in the companion file, see
// sidecar.ts; each moves from one to the other with the step that adds it.

/** The steps that add them, each with a table by which it is recognised. */
export const ownTables: readonly Readonly<{ step: Migration; table: string }>[] = [
  { step: attemptsMigration, table: 'generation_attempts' },
  { step: judgementsMigration, table: 'generation_judgements' },
];

/** Every table of ours that holds what people did. */
export const keptTables = ['generation_attempts', 'generation_judgements', 'comparison_votes'];

/** Whether this file has the table. Another process may add it: the schema's version tells. */
export const hasTable = (connection: Connection, table: string): boolean => {
  // Every transaction asks.
  const known = lookups.get(connection) ?? lookupOf(connection);
  lookups.set(connection, known);
  const { select, version, tables } = known;
  // What a transaction has changed may be rolled back, and the version used again.
  if (connection.inTransaction) return select.get(table) !== undefined;
  const now = version.get();
  if (now !== known.knownVersion) tables.clear();
  known.knownVersion = now;
  const has = tables.get(table) ?? select.get(table) !== undefined;
  tables.set(table, has);
  return has;
};

type Lookup = {
  select: Statement;
  version: Statement;
  knownVersion: unknown;
  tables: Map<string, boolean>;
};
const lookups = new WeakMap<Connection, Lookup>();

const lookupOf = (connection: Connection): Lookup => ({
  select: connection.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?"),
  version: connection.prepare('PRAGMA main.schema_version').pluck(),
  knownVersion: null,
  tables: new Map(),
});

/** Runs `work` in a write transaction, the one under way if there is one. */
export const inWrite = <T>(connection: Connection, work: () => T): T =>
  connection.inTransaction ? work() : connection.transaction(work).immediate();

/**
 * Runs `work` in a write transaction of the file that keeps a table of ours: the library where it
 * has the table, else the companion, and then the library is not so much as locked.
 */
export const writeOwn = <T>(
  database: Database,
  table: string,
  work: (store: Connection) => T,
): T => {
  const { connection, companion } = database;
  if (hasTable(connection, table)) return transaction(database, 'write', () => work(connection));
  const store = companion.required();
  try {
    return inWrite(store, () => work(store));
  } catch (thrown) {
    throw toMonitorError(thrown, companion.path);
  }
};

/**
 * Copies what one file keeps to another, in a transaction of that one. What is there already is not
 * kept twice, so that an interrupted move is simply done again.
 *
 * @returns takes the rows away where they were, to be called once the copy is committed
 */
export type Move = (from: Connection, to: Connection) => () => void;

/** A {@link Move} of one table, row by row. @param key the primary key */
export const moveRows = (
  from: Connection,
  table: string,
  key: string,
  columns: string,
  keep: (...row: StoredValue[]) => void,
): (() => void) => {
  const rows = from
    .prepare(`SELECT ${key}, ${columns} FROM ${table} ORDER BY ${key}`)
    .raw(true)
    .safeIntegers(true)
    .all() as StoredValue[][];
  for (const [, ...row] of rows) keep(...row);
  return () => {
    const remove = from.prepare(`DELETE FROM ${table} WHERE ${key} = ?`);
    inWrite(from, () => {
      for (const [id] of rows) remove.run(id);
    });
  };
};
