import { type Database, limited, statement, transaction } from '../core/database';
import { keepLatest, perVersion } from '../core/library-version';
import type { StoredValue } from '../core/rows';
import { all, type Fragment, fragment } from '../core/sql-fragment';
import { compareStored, isSameStored } from '../core/stored-order';
import { coarse, type Order, orderBy, type Place, reversed, rowsAfter } from './order';
import type { Plan } from './plan';

// Rows in an order that an index has but for the id at its end.

type Row = readonly StoredValue[];

/** What is read of each row, every key of the order included. */
export type Columns = Readonly<{ sql: readonly string[]; params: readonly StoredValue[] }>;

/** The first rows from somewhere, and whether there are more. */
export type Beginning = Readonly<{ rows: Row[]; isMore: boolean }>;

/**
 * The first rows after a place in an order that an index has.
 *
 * SQLite would sort rows by the id with all that was asked of them; here only those are that tie in
 * the other keys.
 *
 * @param within ranges of the order's keys, one after the other, beyond which no row is looked for
 */
export const rowsAlong = (
  database: Database,
  columns: Columns,
  plan: Plan,
  place: Place,
  limit: number,
  within: readonly Fragment[] = [fragment('1')],
): Beginning => {
  const read = (order: Order, from: readonly Fragment[], most: number) => {
    const ranges = from.flatMap((range) => within.map((other) => all([range, other])));
    return rowsIn(database, columns, { ...plan, order }, ranges, most);
  };
  const order = coarse(plan.order);
  // One more, which may tie with the last one wanted, and the row at the place.
  const most = limit + (place === null ? 1 : 2);
  const rows = read(order, rowsAfter(order, place, true), most);
  const isAll = rows.length < most;
  const keys = plan.order.keys.map((key) => columns.sql.indexOf(key));
  const settled = withTiesSorted(rows, keys, plan.order.descending, place, isAll);
  if (isAll || settled.length >= limit) return beginning(settled, limit, !isAll);
  return beginning(read(plan.order, rowsAfter(plan.order, place), limit + 1), limit);
};

const beginning = (rows: Row[], limit: number, isMore = false): Beginning => ({
  rows: rows.slice(0, limit),
  isMore: isMore || rows.length > limit,
});

/**
 * Rows in an order but for its last key put in the order of that one, too, without those that are
 * not after the place.
 *
 * @param keys where in a row the order's keys are
 * @param isAll else more rows may tie with the last ones, which are left out
 */
const withTiesSorted = (
  rows: readonly Row[],
  keys: readonly number[],
  descending: boolean,
  place: Place,
  isAll: boolean,
): Row[] => {
  const last = keys.length - 1;
  const idAt = keys[last] ?? 0;
  const compareIds = (a: StoredValue | undefined, b: StoredValue | undefined) =>
    compareStored(a ?? null, b ?? null) * (descending ? -1 : 1);
  const tie = (a: Row, b: Row) => {
    for (let key = 0; key < last; key++) {
      const at = keys[key] ?? 0;
      if (!isSameStored(a[at], b[at])) return false;
    }
    return true;
  };
  const isAfter = (row: Row) =>
    place === null ||
    !keys.every((at, key) => key === last || isSameStored(row[at], place[key])) ||
    compareIds(row[idAt], place[last]) > 0;
  const settled: Row[] = [];
  let start = 0;
  for (let end = 1; end <= rows.length; end++) {
    const row = rows[end - 1] as Row;
    const next = rows[end];
    if (next && tie(row, next)) continue;
    if (!next && !isAll) break;
    if (start === end - 1 && start > 0) settled.push(row);
    else {
      const tied = rows.slice(start, end).sort((a, b) => compareIds(a[idAt], b[idAt]));
      settled.push(...(start === 0 ? tied.filter(isAfter) : tied));
    }
    start = end;
  }
  return settled;
};

/** The first rows of these ranges of an order. */
const rowsIn = (
  database: Database,
  columns: Columns,
  { source, where, order }: Plan,
  ranges: readonly Fragment[],
  limit: number,
): Row[] => {
  const select = `SELECT ${columns.sql.join(', ')} FROM ${source}`;
  const rows: Row[] = [];
  for (const range of ranges) {
    if (rows.length >= limit) break;
    const { sql, params } = all([where, range]);
    const found = statement(database, `${select} WHERE ${sql} ${orderBy(order)} ${limited}`);
    rows.push(...(found.all(...columns.params, ...params, limit - rows.length) as Row[]));
  }
  return rows;
};

/** The keys so many entries after a place in an order, or from it on; `null` beyond the end. */
export const keysAfter = (
  database: Database,
  { source, where, order }: Pick<Plan, 'source' | 'where' | 'order'>,
  place: Place,
  entries: number,
): Row | null => {
  let left = entries;
  for (const range of rowsAfter(order, place, true)) {
    const { sql, params } = all([where, range]);
    const from = `FROM ${source} WHERE ${sql}`;
    const at = `SELECT ${order.keys.join(', ')} ${from} ${orderBy(order)} LIMIT 1 OFFSET ?`;
    const keys = statement(database, at).get(...params, left) as Row | undefined;
    if (keys) return keys;
    const [passed] = statement(database, `SELECT count(*) ${from}`).get(...params) as [number];
    left -= passed;
  }
  return null;
};

/** Entries of an index whose rows are looked at in one go: at first few, then ten milliseconds' worth. */
const fewEntries = 500;
const mostEntries = 4_000;
/** Places so far along an index that are remembered. */
const mostEnds = 20;

/** The rowids of matches found on the way along an index, each row being looked at. */
export const sought = (
  database: Database,
  plan: Plan,
  along: Fragment,
  place: Place,
  limit: number,
): number[] => {
  const { where, order } = plan;
  const near = nearby(database, { sql: ['rowid', ...order.keys], params: [] }, plan, place, limit);
  if (near) return near.rows.map(([rowid]) => Number(rowid));
  const sql = [`iif(${where.sql}, rowid, NULL)`, ...order.keys];
  const found: number[] = [];
  let from = place;
  for (let size = fewEntries; ; size = Math.min(size * 2, mostEntries)) {
    const { rows, isMore } = transaction(database, 'read', () =>
      rowsAlong(database, { sql, params: where.params }, { ...plan, where: along }, from, size),
    );
    for (const [rowid] of rows) if (typeof rowid === 'number') found.push(rowid);
    if (found.length >= limit || !isMore) break;
    from = rows.at(-1)?.slice(1) ?? null;
  }
  return found.slice(0, limit);
};

/**
 * The first matches after a place where they are among the next few thousand entries of an index by
 * one key; else `null`, and {@link sought} finds them.
 */
export const nearby = (
  database: Database,
  columns: Columns,
  plan: Plan,
  place: Place,
  limit: number,
): Beginning | null => {
  const order = coarse(plan.order);
  if (!plan.along || order.keys.length > 1) return null;
  const walk = { ...plan, order, where: plan.along };
  keepLatest(database, 'end ', mostEnds);
  const end = perVersion(database, `end ${JSON.stringify([walk, place])}`, () =>
    transaction(database, 'read', () => keysAfter(database, walk, place, mostEntries)),
  );
  const within = end ? rowsAfter(reversed(order), end).toReversed() : [fragment('1')];
  const found = transaction(database, 'read', () =>
    rowsAlong(database, columns, plan, place, limit, within),
  );
  return end && !found.isMore ? null : found;
};
