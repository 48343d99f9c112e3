import { type Database, statement, transaction } from '../core/database';
import { indexOn } from '../core/indexes';
import { perVersion } from '../core/library-version';
import { all, type Fragment } from '../core/sql-fragment';
import { type Conditions, equalities, everyCondition } from './filter-sql';

/** Where all matches of a filter are read from. */
export type Reading = Readonly<{
  /** The table, with the index to use. */
  source: string;
  /** How many rows are looked up; `null` where every row of the table is looked at. */
  rows: number | null;
  /** What is asked there. */
  where: () => Fragment;
}>;

/** So many rows looked up take some ten milliseconds. */
const few = 10_000;

/** An index that leads to few rows, or the whole table. */
export const readingOf = (database: Database, conditions: Conditions): Reading => {
  const { equal, created, text, named } = conditions;
  const whole = 'generations NOT INDEXED';
  const where = () => all(everyCondition(conditions));
  if (text?.listed) {
    const { count, condition } = text.listed;
    const listing = () => ({ ...conditions, text: { ...text, condition: condition() } });
    return { source: whole, rows: count, where: () => all(everyCondition(listing())) };
  }
  const columns = [...equal.keys(), ...(created.length > 0 ? ['created_at'] : [])];
  const indexed = [...equalities(equal), ...(created.length > 0 ? [all(created)] : [])];
  for (const [at, condition] of indexed.entries()) {
    const index = indexOn(database, [columns[at] ?? '']);
    if (index === undefined) continue;
    const source = `generations INDEXED BY ${index}`;
    const rows = entriesOf(database, source, condition);
    if (rows <= few) return { source, rows, where };
  }
  // Which rows are named, a statement finds out once, and then looks at no others.
  return named.length > 0
    ? { source: 'generations', rows: 0, where }
    : { source: whole, rows: null, where };
};

/** Entries of an index, counted as far as `few`. */
const entriesOf = (database: Database, source: string, { sql, params }: Fragment): number =>
  perVersion(database, `entries ${JSON.stringify([sql, params])}`, () =>
    transaction(database, 'read', () => {
      const limited = `SELECT 1 FROM ${source} WHERE ${sql} LIMIT ${few + 1}`;
      const counted = statement(database, `SELECT count(*) FROM (${limited})`).get(...params);
      return (counted as [number])[0];
    }),
  );
