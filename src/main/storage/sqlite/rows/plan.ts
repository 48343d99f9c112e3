import type { GenerationFilter, GenerationSort } from '../../../../shared/query';
import type { Database } from '../core/database';
import { indexOn } from '../core/indexes';
import { all, type Fragment, fragment } from '../core/sql-fragment';
import { readingOf } from './access-path';
import { countOf, totalOf } from './counts';
import { type Conditions, conditionsOf, everyCondition } from './filter-sql';
import { coarse, type Order, orderOf } from './order';

/** How rows that match a filter are read in an order. */
export type Plan = Readonly<{
  /** The table, with the index to use. SQLite's own choice without statistics is often the wrong one. */
  source: string;
  where: Fragment;
  order: Order;
  /**
   * `index`: an index holds exactly the matches, in order. `filter`: an index holds the order, and
   * each row on the way is looked at. `sort`: all matches are read and sorted.
   */
  way: 'index' | 'filter' | 'sort';
  /** Of `filter`, where rows have to be read: what the index itself answers. */
  along?: Fragment;
  /** Of `sort`, where every row of the table is looked at. */
  isWhole?: boolean;
  /** Names the same rows in the same order, as a key of caches. */
  key: string;
}>;

/** The plan where an index holds exactly the matches, in order: quickly told. */
export const indexedPlan = (
  database: Database,
  filter: GenerationFilter,
  sort: GenerationSort,
): Plan | undefined => {
  const order = orderOf(database, sort);
  const exact = exactIndex(database, conditionsOf(database, filter), order);
  return exact && { ...exact, order, key: JSON.stringify([filter, sort]) };
};

/**
 * To be called as a part of a long read, of a filter without stalled jobs: it counts the matches.
 *
 * @param reach how many rows from the beginning of the order (or from a cursor) will be read
 */
export const planOf = (
  database: Database,
  filter: GenerationFilter,
  sort: GenerationSort,
  reach: number,
): Plan => {
  const indexed = indexedPlan(database, filter, sort);
  if (indexed) return indexed;
  const conditions = conditionsOf(database, filter);
  const order = orderOf(database, sort);
  const key = JSON.stringify([filter, sort]);
  const walk = walkOf(database, conditions, order);
  const { source, rows, where } = readingOf(database, conditions);
  const costOfSorting = rows ?? totalOf(database, {}) * costOfScannedRow;
  if (walk && costOfWalk(database, filter, walk, reach) <= Math.max(costOfSorting, 1_000)) {
    const { index, along, readsRows } = walk;
    const asked = all(everyCondition(conditions));
    const plan = { source: `generations INDEXED BY ${index}`, where: asked, order, key };
    return { ...plan, way: 'filter', ...(readsRows && { along }) };
  }
  return { source, where: where(), order, way: 'sort', isWhole: rows === null, key };
};

/** An index that holds exactly the matches, in order. */
const exactIndex = (
  database: Database,
  conditions: Conditions,
  order: Order,
): Pick<Plan, 'source' | 'where' | 'way'> | undefined => {
  const { equal, created, text, named, rest } = conditions;
  const byCreation = order.keys[0] === 'created_at';
  if (text || named.length > 0 || rest.length > 0 || equal.size > 1) return undefined;
  if (created.length > 0 && !byCreation) return undefined;
  const index = indexOn(database, [...equal.keys(), ...coarse(order).keys]);
  if (index === undefined) return undefined;
  const where = all(everyCondition(conditions));
  return { source: `generations INDEXED BY ${index}`, where, way: 'index' };
};

/** An index in the order wanted, how many entries it has to offer, and whether rows must be read. */
type Walk = Readonly<{ index: string; along: Fragment; entries: number; readsRows: boolean }>;

const walkOf = (database: Database, conditions: Conditions, order: Order): Walk | undefined => {
  const { equal, created, text, named, rest } = conditions;
  const keys = coarse(order).keys;
  const range = keys[0] === 'created_at' ? created : [];
  const readsMore = named.length > 0 || rest.length > 0 || text?.readsRow;
  const { total, byStatus } = countOf(database, {});
  const status = equal.get('status');
  const within = status === undefined ? undefined : indexOn(database, ['status', ...keys]);
  if (status !== undefined && within !== undefined) {
    const entries = byStatus[status] ?? 0;
    const along = all([fragment('status = ?', status), ...range]);
    return { index: within, along, entries, readsRows: readsMore || equal.size > 1 };
  }
  const index = indexOn(database, keys);
  if (index === undefined) return undefined;
  const readsRows = readsMore || equal.size > 0;
  return { index, along: all(range), entries: total, readsRows };
};

/** An entry of an index that is passed by costs so much of what reading a row does. */
const costOfEntry = 0.1;

/** In rows read; matches are taken as spread evenly. */
const costOfWalk = (
  database: Database,
  filter: GenerationFilter,
  { entries, readsRows }: Walk,
  reach: number,
): number => {
  const matches = countOf(database, filter).total;
  if (matches === 0) return Number.POSITIVE_INFINITY;
  const passed = (Math.min(reach, matches) * entries) / matches;
  return readsRows ? passed : passed * costOfEntry;
};

/** Rows of a table read in its own order cost less than those looked up. */
const costOfScannedRow = 0.4;
