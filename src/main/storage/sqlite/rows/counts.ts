import { coreStatuses, normalStatus, type StatusCounts } from '../../../../shared/generation';
import type { GenerationFilter } from '../../../../shared/query';
import { type Database, statement, transaction } from '../core/database';
import { indexOn } from '../core/indexes';
import { isKnown, perVersion } from '../core/library-version';
import { rawText, type StoredValue } from '../core/rows';
import { all, type Fragment, fragment } from '../core/sql-fragment';
import { hasStatus } from '../core/statuses';
import { withoutStalled } from '../history/estimates';
import { type Reading, readingOf } from './access-path';
import { eachStretch, longRead } from './batched-read';
import { conditionsOf, everyCondition } from './filter-sql';

/**
 * Matches per status; the four core statuses always occur. Counted once per version of the library,
 * whoever asks.
 */
export const countGenerations = (database: Database, wanted: GenerationFilter): StatusCounts =>
  longRead(database, () => countOf(database, withoutStalled(database, wanted)));

/** The same as a part of a long read, of a filter without stalled jobs. */
export const countOf = (database: Database, filter: GenerationFilter): StatusCounts =>
  perVersion(database, keyOf(filter), () => count(database, filter));

/** Whether somebody has counted that since the library changed last. */
export const isCounted = (database: Database, filter: GenerationFilter): boolean =>
  isKnown(database, keyOf(filter));

const keyOf = (filter: GenerationFilter): string => `count ${JSON.stringify(filter)}`;

/** How many match: of all rows that is told sooner than how many of each status. */
export const totalOf = (database: Database, filter: GenerationFilter): number => {
  if (Object.keys(filter).length > 0) return countOf(database, filter).total;
  return perVersion(database, 'total', () =>
    transaction(database, 'read', () => {
      const [total] = statement(database, 'SELECT count(*) FROM generations').get() as [number];
      return total;
    }),
  );
};

const count = (database: Database, filter: GenerationFilter): StatusCounts => {
  const { statuses, ...others } = filter;
  if (Object.keys(others).length === 0) {
    return statuses === undefined ? counted(database) : only(statuses, countOf(database, {}));
  }
  if (others.text && Object.keys(others).length === 1) {
    const found = countedHits(database, others.text);
    if (found) return statuses === undefined ? found : only(statuses, found);
  }
  const conditions = conditionsOf(database, filter);
  return grouped(database, readingOf(database, conditions));
};

/** Where most rows have this status, their number follows soonest from those of the others. */
const commonest = 'completed';

/** All rows, by an index where there is one. */
const counted = (database: Database): StatusCounts => {
  if (indexOn(database, ['status']) === undefined) {
    return grouped(database, { source: 'generations', rows: null, where: () => fragment('1') });
  }
  return transaction(database, 'read', () => {
    const others = [
      fragment('status < ?', commonest),
      fragment('status > ?', commonest),
      fragment('status IS NULL'),
    ].flatMap((range) => groupsOf(database, 'generations', range));
    const rest = others.reduce((sum, [, number]) => sum + number, 0);
    return summed([...others, [commonest, totalOf(database, {}) - rest]]);
  });
};

/** Other statuses than the most frequent one may have so many rows between them. */
const maxOthers = 300_000;

/** Matches of a search per status without reading a row, where the index knows them. */
const countedHits = (database: Database, text: string): StatusCounts | null =>
  transaction(database, 'read', () => {
    const hits = database.search.find(database, text);
    if (hits === null) return null;
    const others = perVersion(database, 'rowids of the rarer statuses', () => rarer(database));
    if (others === null) return null;
    let left = hits.count;
    const counts: [string, number][] = [];
    for (const [status, rowids] of others.byStatus) {
      let number = 0;
      for (const rowid of rowids) number += hits.has[rowid] ?? 0;
      if (number > 0) counts.push([status, number]);
      left -= number;
    }
    return summed([...counts, [others.commonest, left]]);
  });

type Rarer = Readonly<{
  commonest: string;
  byStatus: readonly (readonly [string, Float64Array])[];
}>;

const rarer = (database: Database): Rarer | null => {
  const { total, byStatus } = countOf(database, {});
  const [first, ...rest] = Object.entries(byStatus).sort(([, a], [, b]) => b - a);
  if (first === undefined || total - first[1] > maxOthers) return null;
  const found = rest.map(([status, count]) => {
    const sql = `SELECT rowid FROM generations WHERE ${hasStatus(database, status)}`;
    const rowids = database.connection.prepare(sql).pluck().all() as number[];
    return [status, Float64Array.from(rowids), count] as const;
  });
  // A status that is no text cannot be asked for by its text form.
  if (found.some(([, rowids, count]) => rowids.length !== count)) return null;
  return { commonest: first[0], byStatus: found.map(([status, rowids]) => [status, rowids]) };
};

/** The whole of a filter as one condition. */
export const whereOf = (database: Database, filter: GenerationFilter): Fragment =>
  all(everyCondition(conditionsOf(database, withoutStalled(database, filter))));

type Groups = readonly (readonly [status: string, number: number])[];

const grouped = (database: Database, { source, rows, where }: Reading): StatusCounts => {
  const condition = where();
  if (rows !== null) {
    return transaction(database, 'read', () => summed(groupsOf(database, source, condition)));
  }
  const groups: Groups[] = [];
  eachStretch(database, (within) => {
    groups.push(groupsOf(database, source, all([condition, within])));
  });
  return summed(groups.flat());
};

const groupsOf = (database: Database, source: string, where: Fragment): Groups => {
  const sql = `SELECT status, count(*) FROM ${source} WHERE ${where.sql} GROUP BY status`;
  const rows = statement(database, sql).all(...where.params) as [StoredValue, number][];
  return rows.map(([status, number]) => [rawText(status), number]);
};

const only = (statuses: readonly string[], { byStatus }: StatusCounts): StatusCounts =>
  summed(
    Object.entries(byStatus).filter(([status]) => statuses.map(normalStatus).includes(status)),
  );

const summed = (counts: readonly (readonly [string, number])[]): StatusCounts => {
  const byStatus = new Map<string, number>(coreStatuses.map((status) => [status, 0]));
  let total = 0;
  for (const [spelling, number] of counts) {
    const status = normalStatus(spelling);
    byStatus.set(status, (byStatus.get(status) ?? 0) + number);
    total += number;
  }
  return { total, byStatus: Object.fromEntries(byStatus) };
};
