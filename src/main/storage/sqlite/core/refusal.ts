import { MonitorError } from '../../../../shared/errors';
import type { Database } from './database';
import { sqliteCode } from './sqlite-errors';

// What other programs put into a library may forbid a change of one row: a CHECK, a trigger. Of many
// rows only that one is then left as it is.

/** What a rule of the library's makes of a change, by SQLite's primary code. */
const isRefusal = (code: string): boolean =>
  code.startsWith('SQLITE_CONSTRAINT') || code === 'SQLITE_MISMATCH' || code === 'SQLITE_ERROR';

const ignored = 'a trigger ignored the change';

/**
 * Does a part of a transaction, or nothing of it where the library refuses.
 *
 * @param work answers whether it changed what it was to change
 * @returns why it is refused, in the words of the rule; `null` when it is done
 */
export const refusalOf = (database: Database, work: () => boolean): string | null => {
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
    // A rule may take the whole transaction back: then there is none in which to go on.
    if (code === null || !isRefusal(code) || !database.connection.inTransaction) throw thrown;
    return (cause as Error).message;
  }
};

const notDone = new Error(ignored);
