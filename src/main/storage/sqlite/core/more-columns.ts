import { type Database, statement } from './database';
import { generationColumns } from './rows';

// What a later version of the service, or anyone, has added to `generations`: it is shown and kept.

const known: ReadonlySet<string> = new Set(generationColumns.map(([column]) => column));

/** A name as SQL. */
export const quotedName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const isUnknown = (name: string): boolean => !known.has(name.toLowerCase());

/** The names of columns that we do not know. Asked each time: another process may add one. */
export const moreColumns = (database: Database): readonly string[] => {
  const rows = statement(database, "SELECT name FROM pragma_table_xinfo('generations')").all();
  return (rows as [string][]).map(([name]) => name).filter(isUnknown);
};

/** Reads such a column. Integers that a number cannot hold come as text. */
export const exactColumn = (name: string): string => {
  const column = `generations.${quotedName(name)}`;
  return `CASE WHEN typeof(${column}) = 'integer'
      AND ${column} NOT BETWEEN ${Number.MIN_SAFE_INTEGER} AND ${Number.MAX_SAFE_INTEGER}
    THEN CAST(${column} AS TEXT) ELSE ${column} END`;
};

/** Columns that we do not know and that no new row may leave out. */
export const demandedColumns = (database: Database): readonly string[] => {
  const sql = `SELECT name FROM pragma_table_info('generations')
    WHERE "notnull" AND dflt_value IS NULL AND NOT pk`;
  return (statement(database, sql).all() as [string][]).map(([name]) => name).filter(isUnknown);
};

/** Every column that holds a value of its own, in table order: all that a row is put back from. */
export const storedColumns = (database: Database): readonly string[] => {
  const sql = "SELECT name FROM pragma_table_info('generations')";
  return (statement(database, sql).all() as [string][]).map(([name]) => name);
};
