import { randomUUID } from 'node:crypto';
import type { ChangeUndone } from '../../../../shared/change';
import { MonitorError } from '../../../../shared/errors';
import { type Database, statement, transaction } from '../core/database';
import { partByPart, refusalOf } from '../core/refusal';
import type { StoredValue } from '../core/rows';
import { isSameStored } from '../core/stored-order';

// The way back from what people change: rows as they were before and after, value by value, for some
// time in the memory of this process. Retries keep theirs in the file, see attempts.ts.

type Table = 'generations' | 'prompts';
/** The rowid, then the table's own columns in its own order, whatever they are. */
type Row = readonly StoredValue[];
type Change = Readonly<{ table: Table; key: string; before: Row | null; after: Row | null }>;
type Entry = Readonly<{ changes: readonly Change[]; at: number }>;

/** How long a change can be undone, milliseconds: longer than any message that offers it. */
const keptMs = 60_000;
/** Rows kept in all. */
const mostRows = 200_000;

const entriesOf = new WeakMap<Database, Map<string, Entry>>();
const keyColumns = { generations: 'id', prompts: 'text' } as const;

/** Something done, with the token that undoes it; `null` when no row is another than before. */
export type Undoable<T> = Readonly<{ value: T; undo: string | null }>;

/**
 * Does `work` in one transaction and remembers how to take it back.
 *
 * @param keys the rows that it may change: ids of generations, texts of prompts
 */
export const undoable = <T>(
  database: Database,
  keys: Readonly<Partial<Record<Table, readonly string[]>>>,
  work: () => T,
): Undoable<T> => {
  const wanted = (['generations', 'prompts'] as const).flatMap((table) =>
    [...new Set(keys[table] ?? [])].map((key) => ({ table, key })),
  );
  let changes: Change[] = [];
  const value = transaction(database, 'write', () => {
    const before = wanted.map(({ table, key }) => rowOf(database, table, key));
    const done = work();
    changes = wanted.flatMap(({ table, key }, index) => {
      const change = {
        table,
        key,
        before: before[index] ?? null,
        after: rowOf(database, table, key),
      };
      return sameRow(change.before, change.after) ? [] : [change];
    });
    return done;
  });
  return { value, undo: changes.length > 0 ? remember(database, changes) : null };
};

/**
 * Takes a change back: each row that is as the change left it becomes what it was before, the others
 * are left alone. One transaction.
 *
 * @throws MonitorError `undo-expired` when the change is no longer remembered
 */
export const undoChange = (database: Database, token: string): ChangeUndone => {
  const entry = entriesOf.get(database)?.get(token);
  if (!entry) {
    throw new MonitorError('undo-expired', 'This can no longer be undone: it is too long ago.');
  }
  const result = partByPart(database, () => takeAllBack(database, entry));
  entriesOf.get(database)?.delete(token);
  return result;
};

const takeAllBack = (database: Database, entry: Entry): ChangeUndone =>
  transaction(database, 'write', () => {
    const undone: string[] = [];
    const skipped: string[] = [];
    for (const change of entry.changes) {
      // A prompt stays counted for as long as a job of it stays; generations come first.
      if (change.table === 'prompts' && skipped.length > 0) continue;
      const part = `${change.table} ${change.key}`;
      const done = refusalOf(database, part, () => takeBack(database, change)) === null;
      if (change.table === 'generations') (done ? undone : skipped).push(change.key);
    }
    return { undone, skipped };
  });

const remember = (database: Database, changes: readonly Change[]): string => {
  const entries = entriesOf.get(database) ?? new Map<string, Entry>();
  entriesOf.set(database, entries);
  const now = Date.now();
  const token = randomUUID();
  entries.set(token, { changes, at: now });
  let rows = [...entries.values()].reduce((sum, entry) => sum + entry.changes.length, 0);
  for (const [old, entry] of entries) {
    if (old === token || (entry.at > now - keptMs && rows <= mostRows)) break;
    entries.delete(old);
    rows -= entry.changes.length;
  }
  return token;
};

const takeBack = (database: Database, { table, key, before, after }: Change): boolean => {
  if (!sameRow(rowOf(database, table, key), after)) return false;
  const names = columnsOf(database, table);
  if (before === null) {
    statement(database, `DELETE FROM ${table} WHERE ${keyColumns[table]} = ?`).run(key);
  } else if (after === null) {
    // In its old place, where nobody has taken that meanwhile.
    const [rowid = null, ...values] = before;
    const sql = `INSERT INTO ${table} (rowid, ${names.join(', ')})
      SELECT CASE WHEN NOT EXISTS (SELECT 1 FROM ${table} WHERE rowid = ?) THEN ? END,
        ${names.map(() => '?').join(', ')}`;
    statement(database, sql).run(rowid, rowid, ...values);
  } else {
    const sql = `UPDATE ${table} SET ${names.map((name) => `${name} = ?`).join(', ')}
      WHERE ${keyColumns[table]} = ?`;
    statement(database, sql).run(...before.slice(1), key);
  }
  return true;
};

const rowOf = (database: Database, table: Table, key: string): Row | null => {
  const columns = columnsOf(database, table).join(', ');
  const sql = `SELECT rowid, ${columns} FROM ${table} WHERE ${keyColumns[table]} = ? LIMIT 1`;
  return (statement(database, sql).safeIntegers(true).get(key) as Row | undefined) ?? null;
};

/** Quoted. Asked each time: another process may add one. */
const columnsOf = (database: Database, table: Table): readonly string[] => {
  const sql = `SELECT name FROM pragma_table_info('${table}')`;
  return (statement(database, sql).all() as [string][]).map(
    ([name]) => `"${name.replaceAll('"', '""')}"`,
  );
};

/** The same values in all columns, wherever the row is. */
const sameRow = (one: Row | null, other: Row | null): boolean => {
  if (one === null || other === null) return one === other;
  return (
    one.length === other.length &&
    one.every((value, index) => index === 0 || isSameStored(value, other[index]))
  );
};
