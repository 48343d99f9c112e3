import type { GenerationFilter, StoredSort } from '../../shared/query';
import { countGenerations } from './counts';
import { type Database, statement } from './database';
import { all, type Conditions, conditionsOf, type Fragment, fragment } from './filter-sql';
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
  sort: StoredSort,
  reach: number,
): Plan => {
  const conditions = conditionsOf(database, filter);
  const order = orderOf(sort);
  const key = JSON.stringify([filter, sort]);
  const exact = exactIndex(database, conditions, order);
  if (exact) return { ...exact, order, key };
  const where = all([...equalities(conditions), ...conditions.created, ...conditions.rest]);
  const walk = indexOn(database, coarse(order).keys);
  if (walk && isNear(database, filter, reach)) {
    return { source: `generations INDEXED BY ${walk}`, where, order, way: 'filter', key };
  }
  return { source: sortSource(database, conditions), where, order, way: 'sort', key };
};

const equalities = ({ equal }: Conditions): readonly Fragment[] =>
  [...equal].map(([column, value]) => fragment(`${column} = ?`, value));

const exactIndex = (
  database: Database,
  conditions: Conditions,
  order: Order,
): Pick<Plan, 'source' | 'where' | 'way'> | undefined => {
  const { equal, created, rest } = conditions;
  const byCreation = order.keys[0] === 'created_at';
  if (rest.length > 0 || equal.size > 1 || (created.length > 0 && !byCreation)) return undefined;
  const index = indexOn(database, [...equal.keys(), ...coarse(order).keys]);
  if (index === undefined) return undefined;
  const where = all([...equalities(conditions), ...created]);
  return { source: `generations INDEXED BY ${index}`, where, way: 'index' };
};

/** Rows that may be looked at on the way before sorting all matches is the better way. */
const maxVisits = 50_000;

/** Whether walking along the order meets enough matches soon: they are taken as spread evenly. */
const isNear = (database: Database, filter: GenerationFilter, reach: number): boolean => {
  const matches = countGenerations(database, filter).total;
  const total = countGenerations(database, {}).total;
  if (matches === 0) return false;
  const visits = (Math.min(reach, matches) * total) / matches;
  return visits <= Math.min(maxVisits, Math.max(matches, 1_000));
};

/** Of a rare value the index on it finds the rows; else the whole table is read, in its own order. */
const sortSource = (database: Database, { equal }: Conditions): string => {
  const total = countGenerations(database, {}).total;
  for (const [column, value] of equal) {
    const index = indexOn(database, [column]);
    if (index === undefined) continue;
    const filter = column === 'status' ? { statuses: [value] } : null;
    if (filter === null || countGenerations(database, filter).total < total / 4) {
      return `generations INDEXED BY ${index}`;
    }
  }
  return 'generations NOT INDEXED';
};

/**
 * The name of an index that begins with exactly these columns, quoted. Which there are differs: a
 * library that we may not add to has Alembic's only.
 */
export const indexOn = (database: Database, columns: readonly string[]): string | undefined => {
  const wanted = columns.join(',');
  const found = indexes(database).find(
    (index) => index.columns === wanted || index.columns.startsWith(`${wanted},`),
  );
  return found?.name;
};

type Index = Readonly<{ name: string; columns: string }>;

const known = new WeakMap<Database, { schemaVersion: number; indexes: readonly Index[] }>();

const indexes = (database: Database): readonly Index[] => {
  const [schemaVersion] = statement(database, 'PRAGMA schema_version').get() as [number];
  const before = known.get(database);
  if (before?.schemaVersion === schemaVersion) return before.indexes;
  const rows = statement(database, usableIndexes).all() as [string, string][];
  const found = rows.map(([name, columns]) => ({
    name: `"${name.replaceAll('"', '""')}"`,
    columns,
  }));
  known.set(database, { schemaVersion, indexes: found });
  return found;
};

/** Whole-table indexes in binary order, all columns in one direction, the narrowest first. */
const usableIndexes = `
  SELECT list.name, group_concat(info.name ORDER BY info.seqno) AS columns
  FROM pragma_index_list('generations') AS list, pragma_index_xinfo(list.name) AS info
  WHERE list.partial = 0 AND info.key = 1
  GROUP BY list.name
  HAVING count(DISTINCT info."desc") = 1 AND min(info.coll = 'BINARY') = 1
    AND count(info.name) = count(*)
  ORDER BY count(*)`;
