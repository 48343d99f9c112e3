import { coreStatuses, type StatusCounts } from '../../shared/generation';
import type { GenerationFilter } from '../../shared/query';
import { type Database, statement, transaction } from './database';
import { all, conditionsOf, type Fragment, fragment } from './filter-sql';
import { rawText, type StoredValue } from './rows';
import { perVersion } from './version';

/**
 * Matches per status; the four core statuses always occur. Counted once per version of the library,
 * whoever asks.
 */
export const countGenerations = (database: Database, filter: GenerationFilter): StatusCounts =>
  transaction(database, 'read', () =>
    perVersion(database, `count ${JSON.stringify(filter)}`, () => count(database, filter)),
  );

const count = (database: Database, filter: GenerationFilter): StatusCounts => {
  const { statuses, ...others } = filter;
  if (Object.keys(others).length === 0 && statuses !== undefined) {
    return only(statuses, countGenerations(database, {}));
  }
  return grouped(database, whereOf(filter));
};

/** The whole of a filter as one condition. */
export const whereOf = (filter: GenerationFilter): Fragment => {
  const { equal, created, rest } = conditionsOf(filter);
  const equalities = [...equal].map(([column, value]) => fragment(`${column} = ?`, value));
  return all([...equalities, ...created, ...rest]);
};

const grouped = (database: Database, where: Fragment): StatusCounts => {
  const sql = `SELECT status, count(*) FROM generations WHERE ${where.sql} GROUP BY status`;
  const rows = statement(database, sql).all(...where.params) as [StoredValue, number][];
  return summed(rows.map(([status, number]) => [rawText(status), number]));
};

const only = (statuses: readonly string[], { byStatus }: StatusCounts): StatusCounts =>
  summed(Object.entries(byStatus).filter(([status]) => statuses.includes(status)));

const summed = (counts: readonly (readonly [string, number])[]): StatusCounts => {
  const byStatus = new Map<string, number>(coreStatuses.map((status) => [status, 0]));
  let total = 0;
  for (const [status, number] of counts) {
    byStatus.set(status, (byStatus.get(status) ?? 0) + number);
    total += number;
  }
  return { total, byStatus: Object.fromEntries(byStatus) };
};
