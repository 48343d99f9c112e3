import type { GenerationFilter, GenerationSort } from '../../../../shared/query';
import { type Database, limited, statement, transaction } from '../core/database';
import { keepLatest, perVersion } from '../core/library-version';
import type { StoredValue } from '../core/rows';
import { all, any, type Fragment, fragment } from '../core/sql-fragment';
import { compareStored } from '../core/stored-order';
import { eachStretch } from './batched-read';
import { countOf } from './counts';
import { keysAfter, sought } from './index-scan';
import { coarse, orderBy, type Place, reversed, rowsAfter } from './order';
import { type Plan, planOf } from './plan';

// Which rows are at positions N, N + 1, … of an order, without a cost that grows with N.
//
// Where an index holds the matches in order, every so many entries an anchor is remembered: the keys
// there and how many rows come before. From the nearest one it is a short way. Where there is none,
// all matches are sorted once and their rowids remembered: the rowid is good for as long as nobody
// changes the library, which is as long as any of this is remembered. The first rows of many come
// before that: to find them costs a look at each match, but no sorting of all.

type Wanted = Readonly<{
  filter: GenerationFilter;
  sort: GenerationSort;
  position: number;
  limit: number;
  /** How many match. */
  total: number;
}>;

/** The rowids of the rows at these positions. To be called as a part of a long read. */
export const rowidsAt = (database: Database, wanted: Wanted): readonly number[] => {
  const { filter, sort, position, total } = wanted;
  const limit = Math.min(wanted.limit, total - position);
  if (limit <= 0) return [];
  // Near the end, the way from there is the shorter one.
  const fromEnd = total - position - limit;
  const backwards = fromEnd < position;
  const start = backwards ? fromEnd : position;
  const plan = planOf(database, filter, sort, start + limit);
  const directed = backwards ? { ...plan, order: reversed(plan.order) } : plan;
  if (plan.way === 'sort') {
    if (start + limit > head || total <= 2 * head) {
      return Array.from(sorted(database, plan).subarray(position, position + limit));
    }
    const direction = directed.order.descending ? 'down' : 'up';
    const first = sorted(database, { ...directed, key: `${plan.key} ${direction}` }, head);
    const found = Array.from(first.subarray(start, start + limit));
    return backwards ? found.reverse() : found;
  }
  const found = plan.along
    ? sought(database, directed, plan.along, null, start + limit).slice(start)
    : transaction(database, 'read', () =>
        plan.way === 'index'
          ? walked(database, directed, start, limit)
          : read(database, directed, rowsAfter(directed.order, null), start, limit),
      );
  return backwards ? found.reverse() : found;
};

/** The rowids of the first matches after a place in an order. To be called as a part of a long read. */
export const rowidsAfter = (
  database: Database,
  plan: Plan,
  place: Place,
  limit: number,
): readonly number[] => {
  if (plan.way === 'sort') return inOrder(database, plan, place, limit);
  if (plan.along) return sought(database, plan, plan.along, place, limit);
  const ranges = rowsAfter(plan.order, place);
  return transaction(database, 'read', () => read(database, plan, ranges, 0, limit));
};

/** Rows at either end that are found without sorting all matches. */
const head = 1_000;

/**
 * The rowids of all matches in order, where no index has that order; `null` where one does. To be
 * called as a part of a long read.
 */
export const sortedRowids = (
  database: Database,
  filter: GenerationFilter,
  sort: GenerationSort,
): Float64Array | null => {
  const plan = planOf(database, filter, sort, countOf(database, filter).total);
  return plan.way === 'sort' ? sorted(database, plan) : null;
};

/** Orders that are remembered whole, eight megabytes each of a million rows. */
const mostSorted = 6;

/** @param limit so many from the beginning of the order; -1 for all */
const sorted = (database: Database, plan: Plan, limit = -1): Float64Array => {
  keepLatest(database, 'sorted', mostSorted);
  return perVersion(database, `sorted ${limit} ${plan.key}`, () =>
    Float64Array.from(inOrder(database, plan, null, limit)),
  );
};

/** Matches in order where no index holds that. @param limit -1 for all */
const inOrder = (
  database: Database,
  plan: Plan,
  place: Place,
  limit: number,
): readonly number[] => {
  const { sql, params } = all([plan.where, any(rowsAfter(plan.order, place))]);
  if (plan.isWhole && !database.connection.inTransaction) {
    return merged(database, plan, fragment(sql, ...params), limit);
  }
  return transaction(database, 'read', () => {
    const from = `FROM ${plan.source} WHERE ${sql}`;
    const text = `SELECT rowid ${from} ${orderBy(plan.order)} ${limited}`;
    // Plain numbers: a million rows would be a million arrays.
    return database.connection
      .prepare(text)
      .pluck()
      .all(...params, limit) as number[];
  });
};

/** A row's rowid, then its keys. */
type KeyedRow = readonly [number, ...StoredValue[]];

/** The same, each stretch of the table sorted by SQLite and put together here. */
const merged = (
  database: Database,
  { source, order }: Plan,
  where: Fragment,
  limit: number,
): readonly number[] => {
  let found: KeyedRow[] = [];
  let bound = fragment('1');
  const firstKey = { keys: order.keys.slice(0, 1), descending: !order.descending };
  const sort = () => found.sort((a, b) => compareKeys(a, b) * (order.descending ? -1 : 1));
  eachStretch(database, (within) => {
    const { sql, params } = all([where, within, bound]);
    const from = `FROM ${source} WHERE ${sql}`;
    const text = `SELECT rowid, ${order.keys.join(', ')} ${from} ${orderBy(order)} ${limited}`;
    const rows = statement(database, text).all(...params, limit) as unknown as KeyedRow[];
    for (const row of rows) found.push(row);
    if (limit < 0 || found.length < limit) return;
    found = sort().slice(0, limit);
    // What comes later than all of these need not be looked at further.
    bound = any(rowsAfter(firstKey, found.at(-1)?.slice(1, 2) ?? [], true));
  });
  return sort().map(([rowid]) => rowid);
};

const compareKeys = (a: KeyedRow, b: KeyedRow): number => {
  for (let at = 1; at < a.length; at++) {
    const difference = compareStored(a[at] ?? null, b[at] ?? null);
    if (difference !== 0) return difference;
  }
  return 0;
};

/** An entry of the index, its keys but for the id, and how many rows have lesser keys. */
type Anchor = Readonly<{ before: number; keys: Place }>;

/** Entries between two anchors: stepping over so many in the index alone takes a millisecond. */
const stride = 10_000;
/** Rows that are stepped over one by one: for the order by id, each is read. */
const shortWay = 200;

const walked = (database: Database, plan: Plan, position: number, limit: number): number[] => {
  const direction = plan.order.descending ? 'down' : 'up';
  const anchors = perVersion(database, `anchors ${direction} ${plan.key}`, (): Anchor[] => [
    { before: 0, keys: null },
  ]);
  let anchor = anchors.findLast(({ before }) => before <= position);
  while (anchor && position - anchor.before > shortWay) {
    const hop = Math.min(stride, position - anchor.before);
    const next = nextAnchor(database, plan, anchor, hop);
    if (next === null || next.before <= anchor.before || next.before > position) break;
    anchor = next;
    // Others may have been found from an earlier anchor before: the list stays in order.
    anchors.splice(anchors.findLastIndex(({ before }) => before < next.before) + 1, 0, next);
  }
  const { before, keys } = anchor ?? { before: 0, keys: null };
  const ranges = rowsAfter(coarse(plan.order), keys, true);
  return read(database, plan, ranges, position - before, limit);
};

/** The keys so many entries further on, and where the rows with these keys begin. */
const nextAnchor = (database: Database, plan: Plan, anchor: Anchor, hop: number): Anchor | null => {
  const order = coarse(plan.order);
  const keys = keysAfter(database, { ...plan, order }, anchor.keys, hop);
  return keys && { keys, before: startOf(database, plan, anchor, keys, hop) };
};

/**
 * How many rows come before the first with these keys: those from the anchor on less those from the
 * keys on would need the whole index, so the rows in between are counted.
 */
const startOf = (
  database: Database,
  plan: Plan,
  anchor: Anchor,
  keys: readonly StoredValue[],
  hop: number,
): number => {
  const order = coarse(plan.order);
  const same = all([
    plan.where,
    ...order.keys.map((key, at) => fragment(`${key} IS ?`, keys[at] ?? null)),
  ]);
  const count = (condition: Fragment): number => {
    const sql = `SELECT count(*) FROM ${plan.source} WHERE ${condition.sql}`;
    return (statement(database, sql).get(...condition.params) as [number])[0];
  };
  if (count(same) === 1) return anchor.before + hop;
  const fromAnchor = rowsAfter(order, anchor.keys, true);
  const beforeKeys = rowsAfter(reversed(order), keys);
  let between = 0;
  for (const upper of beforeKeys) {
    for (const lower of fromAnchor) {
      between += count(all([plan.where, lower, upper]));
    }
  }
  return anchor.before + between;
};

const read = (
  database: Database,
  plan: Plan,
  ranges: readonly Fragment[],
  offset: number,
  limit: number,
): number[] => {
  const rowids: number[] = [];
  let skip = offset;
  for (const range of ranges) {
    if (rowids.length >= limit) break;
    const { sql, params } = all([plan.where, range]);
    const from = `FROM ${plan.source} WHERE ${sql}`;
    const text = `SELECT rowid ${from} ${orderBy(plan.order)} ${limited} OFFSET ?`;
    const found = statement(database, text).all(...params, limit - rowids.length, skip);
    for (const [rowid] of found as [number][]) rowids.push(rowid);
    if (rowids.length === 0 && skip > 0) {
      const [passed] = statement(database, `SELECT count(*) ${from}`).get(...params) as [number];
      skip -= passed;
    } else skip = 0;
  }
  return rowids;
};
