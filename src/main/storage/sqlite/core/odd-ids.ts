import { type Database, statement, transaction } from './database';
import { rawText, type StoredValue } from './rows';

// Ids that no id given as text finds, or that find more than one row: another program may have put anything
// into a table without a key. Such rows are shown; what would change them is refused, and says why.

/** A row that is there though its id, as it is shown, does not find it. */
export type OddId = Readonly<{ rowid: number | bigint; why: string }>;

/**
 * The row that is shown with this id and has another one. Costs nothing for ids that are no more than text.
 *
 * @param id as lists show it, see `rawText`
 */
export const oddIdOf = (database: Database, id: string): OddId | null =>
  isOrdinary(id) ? null : transaction(database, 'read', () => lookFor(database, id));

const isOrdinary = (id: string): boolean =>
  id !== '' && !id.startsWith("x'") && !id.includes('\ufffd') && !isNumber(id);
const isNumber = (id: string): boolean => id.trim() !== '' && Number.isFinite(Number(id));

const lookFor = (database: Database, id: string): OddId | null => {
  const rowid = (where: string, value: StoredValue): number | bigint | undefined => {
    const sql = `SELECT rowid FROM generations WHERE ${where} LIMIT 1`;
    return (statement(database, sql).get(value) as [number | bigint] | undefined)?.[0];
  };
  const found = (at: number | bigint | undefined, why: string): OddId | null =>
    at === undefined ? null : { rowid: at, why };
  if (id === '') return found(rowid('id IS ?', null), 'it has no id');
  if (/^x'(?:[0-9a-f]{2})*'$/.test(id)) {
    const bytes = Buffer.from(id.slice(2, -1), 'hex');
    return found(rowid('id = ?', bytes), 'its id is a BLOB, not text');
  }
  if (isNumber(id)) {
    if (numbersBecomeText(database)) return null;
    // Large ones are rounded where they are shown.
    const same = "typeof(id) IN ('integer', 'real') AND CAST(id AS REAL) = ?";
    return found(rowid(same, Number(id)), 'its id is a number, not text');
  }
  if (!id.includes('\ufffd')) return null;
  return found(invalidText(database, id), 'its id is no valid text');
};

/** A column of text turns a number into text when it is written. */
const numbersBecomeText = (database: Database): boolean => {
  const sql = "SELECT type FROM pragma_table_info('generations') WHERE lower(name) = 'id'";
  const [type] = (statement(database, sql).get() as [string] | undefined) ?? [''];
  return /char|clob|text/iu.test(type) && !/int/iu.test(type);
};

/** Text that is no text in the library's encoding can only be compared as it is read. */
const invalidText = (database: Database, id: string): number | bigint | undefined => {
  const sql = "SELECT rowid, id FROM generations WHERE typeof(id) = 'text' AND id >= ?";
  const rows = statement(database, sql).iterate(id.slice(0, id.indexOf('\ufffd')));
  for (const [rowid, stored] of rows as Iterable<[number | bigint, StoredValue]>) {
    if (rawText(stored) === id) return rowid;
  }
  return undefined;
};

/** Whether the table itself sees to it that no id is there twice. */
const idsAreUnique = (database: Database): boolean => {
  const sql = `SELECT EXISTS (SELECT 1 FROM pragma_index_list('generations') AS i
      WHERE i."unique" AND NOT i.partial
        AND (SELECT group_concat(lower(name)) FROM pragma_index_info(i.name)) = 'id')`;
  return (statement(database, sql).get() as [number])[0] === 1;
};

/** Why none of several rows may be changed. */
export const doubled = 'another generation has the same id';

/** Answers for each id whether more than one row has it, or is shown with it. */
const doubledIds = (database: Database): ((id: string) => boolean) => {
  const unique = idsAreUnique(database);
  const sql = 'SELECT count(*) FROM (SELECT 1 FROM generations WHERE id = ? LIMIT 2)';
  const count = (id: string) => (statement(database, sql).get(id) as [number])[0];
  return (id) => (!unique && count(id) > 1) || oddIdOf(database, id) !== null;
};

/**
 * Answers for each id why the row that is shown with it may not be changed; `null` where nothing is odd.
 *
 * @returns takes whether a row has that id as text
 */
export const oddities = (database: Database): ((id: string, isThere: boolean) => string | null) => {
  const isDoubled = doubledIds(database);
  return (id, isThere) => {
    if (!isThere) return oddIdOf(database, id)?.why ?? null;
    return isDoubled(id) ? doubled : null;
  };
};

/** A row as lists show it: the one that has this id, else an odd one that is shown with it. */
export type ShownRow<Row> = Readonly<{
  row: Row;
  by: 'id' | 'rowid';
  key: string | number | bigint;
}>;

/** @param columns SQL */
export const shownRow = <Row extends readonly StoredValue[]>(
  database: Database,
  columns: string,
  id: string,
): ShownRow<Row> | null => {
  const find = (by: 'id' | 'rowid', key: string | number | bigint): ShownRow<Row> | null => {
    const sql = `SELECT ${columns} FROM generations WHERE ${by} = ?`;
    const row = statement(database, sql).get(key) as Row | undefined;
    return row ? { row, by, key } : null;
  };
  const found = find('id', id);
  const odd = found ? null : oddIdOf(database, id);
  return odd ? find('rowid', odd.rowid) : found;
};
