import { MonitorError } from '../../../../shared/errors';
import type { Database } from './database';
import { sqliteCode } from './sqlite-errors';

// What other programs put into a library may forbid a change of one row: a CHECK, a trigger. Of many
// rows only that one is then left as it is.

/** What a rule of the library's makes of a change, by SQLite's primary code. */
const isRefusal = (code: string): boolean =>
  code.startsWith('SQLITE_CONSTRAINT') || code === 'SQLITE_MISMATCH' || code === 'SQLITE_ERROR';

const ignored = 'a trigger ignored the change';

/** Parts that a rule took the whole transaction back for, and why, while {@link partByPart} works. */
const setAside = new WeakMap<Database, Map<string, string>>();

/** How many parts may each cost all the others: to begin anew for each takes its time. */
const mostSetAside = 50;

/**
 * Does work that is made of parts, see {@link refusalOf}. A rule may take the whole transaction back
 * (`RAISE(ROLLBACK)`) because of one part: then all of it is done again without that part. Inside
 * another transaction that is not for us to do again, and it fails.
 *
 * @param work one transaction, which can be done anew from its start
 */
export const partByPart = <T>(database: Database, work: () => T): T => {
  if (database.connection.inTransaction || setAside.has(database)) return work();
  const refused = new Map<string, string>();
  setAside.set(database, refused);
  try {
    for (;;) {
      const before = refused.size;
      try {
        return work();
      } catch (thrown) {
        if (refused.size === before || refused.size > mostSetAside) throw thrown;
      }
    }
  } finally {
    setAside.delete(database);
  }
};

/**
 * Does a part of a transaction, or nothing of it where the library refuses.
 *
 * @param part names it within the transaction, for instance by the id of its row
 * @param work answers whether it changed what it was to change
 * @returns why it is refused, in the words of the rule; `null` when it is done
 */
export const refusalOf = (database: Database, part: string, work: () => boolean): string | null => {
  const known = setAside.get(database)?.get(part);
  if (known !== undefined) return known;
  try {
    database.inTransaction(() => {
      if (!work()) throw notDone;
    });
    return null;
  } catch (thrown) {
    if (thrown === notDone) return ignored;
    // A transaction inside this one has made an error of ours of it.
    const cause = thrown instanceof MonitorError ? thrown.cause : thrown;
    const code = sqliteCode(cause);
    if (code === null || !isRefusal(code)) throw thrown;
    const { message } = cause as Error;
    if (database.connection.inTransaction) return message;
    // There is no transaction left in which to go on.
    setAside.get(database)?.set(part, message);
    throw thrown;
  }
};

const notDone = new Error(ignored);
