import { assertSameFile, type Database } from '../core/database';
import { isBusy, toMonitorError } from '../core/sqlite-errors';

/** Milliseconds between two looks while somebody sees the result. One look costs about 20 µs. */
export const seenInterval = 75;
/** The same while nobody does: notifications can wait. */
export const unseenInterval = 2_000;

/** What a watcher is told. */
export type ChangeListener = Readonly<{
  /** Another connection, of this process or any other, committed since the last look. */
  changed: () => void;
  /** The file is gone, replaced or unreadable: a `MonitorError`. Nothing is told afterwards. */
  lost: (error: unknown) => void;
}>;

/**
 * Tells when another program commits a change to the library or its companion, by `PRAGMA
 * data_version`, until the returned function is called. What we change ourselves is not told.
 */
export const watchChanges = (
  database: Database,
  listener: ChangeListener,
  interval: number = seenInterval,
): (() => void) => {
  const data = database.connection.prepare('PRAGMA data_version').pluck();
  const version = () => `${data.get()}.${database.companion.version()}`;
  let known = version();
  const look = () => {
    try {
      assertSameFile(database);
      const now = version();
      if (now === known) return;
      known = now;
    } catch (thrown) {
      // Somebody is writing just now: the next look will tell.
      if (isBusy(thrown)) return;
      clearInterval(timer);
      listener.lost(toMonitorError(thrown, database.path));
      return;
    }
    listener.changed();
  };
  const timer = setInterval(look, interval);
  return () => clearInterval(timer);
};
