import { type Database, transaction } from './database';
import { attemptsMigration, judgementsMigration, type Migration } from './migrations';
import type { Connection, Statement } from './native';
import type { StoredValue } from './rows';
import { toMonitorError } from './sqlite-errors';

// Tables of ours. They are in the library where it may hold them, else in the companion file, see
// companion.ts; each moves from one to the other with the step that adds it.

/** The steps that add them, each with a table by which it is recognised. */
export const ownTables: readonly Readonly<{ step: Migration; table: string }>[] = [
  { step: attemptsMigration, table: 'generation_attempts' },
  { step: judgementsMigration, table: 'generation_judgements' },
];

/** Whether this file has the table. Asked each time: another process may add it. */
export const hasTable = (connection: Connection, table: string): boolean => {
  // Every transaction asks.
  const lookup =
    lookups.get(connection) ??
    connection.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?");
  lookups.set(connection, lookup);
  return lookup.get(table) !== undefined;
};
const lookups = new WeakMap<Connection, Statement>();

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
