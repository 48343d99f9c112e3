import type { Connection } from '../core/connection';
import type { Database } from '../core/database';
import { hasKept, type KeptTable } from '../core/earlier-additions';
import type { StoredValue } from '../core/rows';

// Tables of ours. They are in the companion file, see sidecar/sidecar.ts.

/** Runs `work` in a write transaction, the one under way if there is one. */
export const inWrite = <T>(connection: Connection, work: () => T): T =>
  connection.inTransaction ? work() : connection.transaction(work).immediate();

/**
 * Runs `work` in a write transaction of the companion; the library is not so much as locked.
 *
 * @throws MonitorError `companion-unusable`, `disk-full` or `library-busy`; nothing was changed
 */
export const writeOwn = <T>({ companion }: Database, work: (store: Connection) => T): T => {
  const store = companion.required();
  try {
    return inWrite(store, () => work(store));
  } catch (thrown) {
    throw companion.errorOf(thrown);
  }
};

/** How rows of a table of ours are copied from one file to another. */
export type Copying = Readonly<{
  table: KeptTable;
  /** Columns by which a row is known. */
  key: readonly string[];
  /** Columns that `keep` is given. */
  columns: string;
  keep: (...row: StoredValue[]) => void;
}>;

/**
 * Copies rows to the companion, each once and for all: what was taken away there since does not come
 * back, and an interrupted copy is simply done again. To be called in a write transaction of the
 * companion.
 */
export const copyRows = (
  from: Connection,
  to: Connection,
  { table, key, columns, keep }: Copying,
): void => {
  if (!hasKept(from, table)) return;
  const known = key.map((column) => `quote(${column})`).join(" || ',' || ");
  const rows = from
    .prepare(`SELECT ${known}, ${columns} FROM main.${table}`)
    .raw(true)
    .safeIntegers(true)
    .all() as [string, ...StoredValue[]][];
  const mark = to.prepare('INSERT OR IGNORE INTO taken_over (table_name, key) VALUES (?, ?)');
  for (const [name, ...values] of rows) {
    if (mark.run(table, name).changes > 0) keep(...values);
  }
};
