import type { GenerationFilter, GenerationSort } from '../../shared/query';
import { countGenerations } from './counts';
import type { Database } from './database';
import { all, type Conditions, conditionsOf, everyCondition, type Fragment } from './filter-sql';
import { indexOn } from './indexes';
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
  /** Names the same rows in the same order, as a key of caches. */
  key: string;
}>;

/**
 * @param reach how many rows from the beginning of the order (or from a cursor) will be read
 */
export const planOf = (
  database: Database,
  filter: GenerationFilter,
  sort: GenerationSort,
  reach: number,
): Plan => {
  const conditions = conditionsOf(database, filter);
  const order = orderOf(sort);
  const key = JSON.stringify([filter, sort]);
  const exact = exactIndex(database, conditions, order);
  if (exact) return { ...exact, order, key };
  const where = all(everyCondition(conditions));
  const walk = walkOf(database, conditions, order);
  const sorting = sortingOf(database, conditions);
  if (walk && costOfWalk(database, filter, walk, reach) <= Math.max(sorting.cost, 1_000)) {
    return { source: `generations INDEXED BY ${walk.index}`, where, order, way: 'filter', key };
  }
  return { source: sorting.source, where, order, way: 'sort', key };
};

/** An index that holds exactly the matches, in order. */
const exactIndex = (
  database: Database,
  conditions: Conditions,
  order: Order,
): Pick<Plan, 'source' | 'where' | 'way'> | undefined => {
  const { equal, created, text, rest } = conditions;
  const byCreation = order.keys[0] === 'created_at';
  if (text || rest.length > 0 || equal.size > 1) return undefined;
  if (created.length > 0 && !byCreation) return undefined;
  const index = indexOn(database, [...equal.keys(), ...coarse(order).keys]);
  if (index === undefined) return undefined;
  const where = all(everyCondition(conditions));
  return { source: `generations INDEXED BY ${index}`, where, way: 'index' };
};

/** An index in the order wanted, how many entries it has to offer, and whether rows must be read. */
type Walk = Readonly<{ index: string; entries: number; readsRows: boolean }>;

const walkOf = (database: Database, conditions: Conditions, order: Order): Walk | undefined => {
  const { equal, text, rest } = conditions;
  const keys = coarse(order).keys;
  const readsMore = rest.length > 0 || text?.way === 'read';
  const { total, byStatus } = countGenerations(database, {});
  const status = equal.get('status');
  const within = status === undefined ? undefined : indexOn(database, ['status', ...keys]);
  if (status !== undefined && within !== undefined) {
    const entries = byStatus[status] ?? 0;
    return { index: within, entries, readsRows: readsMore || equal.size > 1 };
  }
  const index = indexOn(database, keys);
  if (index === undefined) return undefined;
  return { index, entries: total, readsRows: readsMore || equal.size > 0 };
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
  const matches = countGenerations(database, filter).total;
  if (matches === 0) return Number.POSITIVE_INFINITY;
  const passed = (Math.min(reach, matches) * entries) / matches;
  return readsRows ? passed : passed * costOfEntry;
};

/** Rows of a table read in its own order cost less than those looked up. */
const costOfScannedRow = 0.4;

/** Where all matches are read from, and what that costs in rows looked up. */
const sortingOf = (
  database: Database,
  { equal, text }: Conditions,
): Readonly<{ source: string; cost: number }> => {
  if (text?.way === 'listed') return { source: 'generations NOT INDEXED', cost: text.count };
  const { total, byStatus } = countGenerations(database, {});
  const whole = { source: 'generations NOT INDEXED', cost: total * costOfScannedRow };
  for (const column of ['prompt', 'status', 'model_name'] as const) {
    const value = equal.get(column);
    const index = value === undefined ? undefined : indexOn(database, [column]);
    if (value === undefined || index === undefined) continue;
    const rows = column === 'status' ? (byStatus[value] ?? 0) : 0;
    // How many rows a model or a prompt has, nobody has counted: few, it is hoped.
    if (column !== 'model_name' && rows < whole.cost) {
      return { source: `generations INDEXED BY ${index}`, cost: rows };
    }
  }
  return whole;
};
