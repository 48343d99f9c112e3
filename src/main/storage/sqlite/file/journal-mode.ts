import { MonitorError } from '../../../../shared/errors';
import { assertSameFile, type Database } from '../core/database';
import { toMonitorError } from '../core/sqlite-errors';

export const journalModes = ['delete', 'wal'] as const;
export type JournalMode = (typeof journalModes)[number];

/** The journal mode in use, as SQLite names it. */
export const journalMode = (database: Database): string =>
  String(database.connection.pragma('main.journal_mode', { simple: true }));

/**
 * Switches the journal mode of the file, for every program that uses it. WAL lets readers and a
 * writer work at the same time; some older SQLite builds have a rare bug with it, which is why an
 * adopted library is never switched unasked.
 *
 * @throws `library-busy` while any other program has the library open
 */
export const switchJournalMode = (database: Database, mode: JournalMode): string => {
  assertSameFile(database);
  if (database.readOnlyReason !== null) {
    throw new MonitorError('library-read-only', database.readOnlyReason);
  }
  try {
    database.connection.pragma(`main.journal_mode = ${mode}`);
  } catch (thrown) {
    throw toMonitorError(thrown, database.path);
  }
  const now = journalMode(database);
  if (now === mode) return now;
  throw new MonitorError('library-busy', `The journal mode is still ${now}.`, {
    hint: 'Close every other program that uses the library.',
  });
};
