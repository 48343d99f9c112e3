import type { Generation } from '../../../../shared/generation';
import { type Database, statement, transaction } from '../core/database';
import { momentKey } from '../core/date-forms';
import { indexOn } from '../core/indexes';
import { type GenerationRow, generationColumns, toGeneration } from '../core/rows';
import { hasStatus } from '../core/statuses';

const columns = generationColumns.map(([column]) => column).join(', ');

/**
 * Jobs that were the oldest waiting ones when they were looked for, the first to come last. Without an
 * index by status and moment all waiting jobs have to be looked at for the oldest one, which takes 50 ms
 * where 200,000 wait: then many are noted, and each is asked once more when its turn comes.
 */
type Noted = { rowids: number[]; until: number };
const noted = new WeakMap<Database, Noted>();
/** Libraries of which it is known how long that takes. */
const tried = new WeakSet<Database>();

/** So many are noted, where to find them took longer than this, milliseconds. */
const mostNoted = 2_000;
const worthNoting = 4;
/** They are looked for anew after so much longer than that took: where so many wait, a moment is little. */
const freshFor = 100;

/**
 * Takes the oldest pending job: it is `processing` when this returns, and no other worker gets it.
 * `null` when nothing is pending.
 */
export const claimNext = (database: Database): Generation | null => {
  // What takes long is done with nothing locked for writing: others take and finish jobs meanwhile.
  if (!tried.has(database) || isStale(noted.get(database))) {
    tried.add(database);
    transaction(database, 'read', () => oldest(database));
  }
  return transaction(database, 'write', () => claimNoted(database) ?? claimOldest(database));
};

/** Forgets what was noted: older jobs may wait now. */
export const forgetNoted = (database: Database): void => {
  noted.delete(database);
};

/** Whether jobs were noted, but some time ago. */
const isStale = (known: Noted | undefined): boolean =>
  known !== undefined && (known.rowids.length === 0 || performance.now() > known.until);

const claimNoted = (database: Database): Generation | null => {
  const known = noted.get(database);
  if (!known || isStale(known)) return null;
  for (let rowid = known.rowids.pop(); rowid !== undefined; rowid = known.rowids.pop()) {
    const claimed = claim(database, rowid);
    if (claimed) return claimed;
  }
  return null;
};

const claimOldest = (database: Database): Generation | null => {
  const rowid = oldest(database).pop();
  return rowid === undefined ? null : claim(database, rowid);
};

/** The jobs that wait, the oldest last; noted where to find them takes long. */
const oldest = (database: Database): number[] => {
  const begun = performance.now();
  const key = momentKey(database, 'created_at');
  const isIndexed = key === 'created_at' && indexOn(database, ['status', key]) !== undefined;
  const sql = `SELECT rowid FROM generations WHERE ${hasStatus(database, 'pending')}
    ORDER BY ${key}, id LIMIT ${isIndexed ? 1 : mostNoted}`;
  const rowids = (statement(database, sql).all() as [number][]).map(([rowid]) => rowid).reverse();
  const took = performance.now() - begun;
  if (took > worthNoting)
    noted.set(database, { rowids, until: performance.now() + took * freshFor });
  else noted.delete(database);
  return rowids;
};

const claim = (database: Database, rowid: number): Generation | null => {
  const sql = `UPDATE generations SET status = 'processing'
    WHERE rowid = ? AND ${hasStatus(database, 'pending').replace('status', '+status')} RETURNING ${columns}`;
  const row = statement(database, sql).get(rowid);
  return row ? toGeneration(row as GenerationRow) : null;
};
