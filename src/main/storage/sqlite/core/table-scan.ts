import { setImmediate as othersFirst, setTimeout as wait } from 'node:timers/promises';
import { MonitorError } from '../../../../shared/errors';
import { type Database, limited, statement, transaction } from './database';
import type { StoredValue } from './rows';
import { hasStatus } from './statuses';

// How what is kept in memory of every row is read, beside other work, and brought up to date.

/** A row as read, its rowid first. */
export type RowidFirst = readonly [number, ...StoredValue[]];

/**
 * All rows of a table, a slice at a time. Each slice is a transaction of its own, as a reader keeps
 * others from writing where the journal is a rollback journal.
 *
 * @param columns those wanted beside the rowid
 * @param where only the rows for which this is true
 */
export function* rowSlices<Row extends RowidFirst>(
  database: Database,
  table: 'generations' | 'prompts',
  columns: string,
  size: number,
  where = '1',
): Generator<readonly Row[]> {
  const sql = `SELECT rowid, ${columns} FROM ${table}
    WHERE ${where} AND rowid > ? ORDER BY rowid ${limited}`;
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
    if (!database.connection.open) throw new MonitorError('library-none', 'No library is open.');
    const rows = transaction(database, 'read', () =>
      statement(database, sql).all(after, size),
    ) as unknown as readonly Row[];
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < size) return;
    after = last[0];
  }
}

/** Does work that could pause without a pause. */
export const atOnce = <Result>(work: Generator<void, Result>): Result => {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
};

/**
 * Does work that pauses now and then: at each pause others of this thread have their turn.
 *
 * @param rest how long a pause is, as a multiple of the work before it
 */
export const unhurried = async <Result>(
  work: Generator<void, Result>,
  rest: () => number = () => 0,
): Promise<Result> => {
  for (;;) {
    await othersFirst();
    const begun = performance.now();
    const step = work.next();
    if (step.done) return step.value;
    const pause = (performance.now() - begun) * rest();
    if (pause > 0) await wait(pause);
  }
};

/** Rows that have changed, beyond which reading all of them is the better way. */
const maxChanged = 50_000;

/**
 * Rows that came, and rows whose job has ended since or is not at its end; `null` when there are too
 * many. What else other programs may do to a row, only reading all of them tells.
 *
 * @param since greatest rowid, and latest end of a job, that are known
 */
export const changedRows = <Row extends RowidFirst>(
  database: Database,
  columns: string,
  since: Readonly<{ rowid: number; end: string }>,
): readonly Row[] | null => {
  const read = (condition: string, ...values: readonly StoredValue[]) =>
    statement(
      database,
      `SELECT rowid, ${columns} FROM generations WHERE ${condition} LIMIT ${maxChanged + 1}`,
    ).all(...values) as unknown as readonly Row[];
  const rows = [
    ...read('rowid > ?', since.rowid),
    ...read("completed_at >= ? AND completed_at < x''", since.end),
    ...read(hasStatus(database, 'pending', 'processing')),
  ];
  return rows.length > maxChanged ? null : rows;
};

/** What reading all rows took, and when that was, milliseconds. */
export type FullRead = Readonly<{ at: number; took: number }>;

/** Reading takes up a tenth of the time at most, but half a minute is long enough to wait. */
const restFactor = 10;
const leastRest = 1_000;
const mostRest = 30_000;

/** Milliseconds until it is time to read all rows again, which finds what nothing else tells. */
export const untilFullRead = ({ at, took }: FullRead): number =>
  at + Math.min(mostRest, Math.max(leastRest, took * restFactor)) - Date.now();

/** When the job that ended last did, as stored; empty before any has. */
export const latestEnd = (database: Database): string => {
  const sql = "SELECT max(completed_at) FROM generations WHERE completed_at < x''";
  const [end] = statement(database, sql).get() as [StoredValue];
  return typeof end === 'string' ? end : '';
};

/** It changes whenever rowids may. */
export const schemaVersionOf = (database: Database): number =>
  (statement(database, 'PRAGMA schema_version').get() as [number])[0];
