import { MonitorError } from '../../shared/errors';
import type { MigrationReport } from '../../shared/library';
import type { StorageHost } from '../storage-host';
import type { StorageCall } from '../storage-protocol';
import type { Log } from './log';

/** How long a call may take before it is worth an entry, milliseconds. */
export const slowCall = 40;

/**
 * The same storage, with an entry for each call that took long or failed for a reason nobody foresaw,
 * and for each library opened or migrated. Names of operations only: what was asked may hold prompts.
 */
export const loggedStorage = (storage: StorageHost, log: Log): StorageHost => ({
  ...storage,
  call: async (name, input) => {
    const begun = performance.now();
    const took = () => Math.round(performance.now() - begun);
    try {
      const value = await storage.call(name, input);
      if (name === 'library.migrate') {
        const { steps, backup } = value as MigrationReport;
        log.write('info', 'library migrated', { steps, backedUp: backup !== null, ms: took() });
      } else if (took() > slowCall) log.write('info', 'slow call', { call: name, ms: took() });
      return value;
    } catch (thrown) {
      logFailure(log, name, thrown, took());
      throw thrown;
    }
  },
});

const logFailure = (log: Log, name: StorageCall, thrown: unknown, ms: number): void => {
  const code = thrown instanceof MonitorError ? thrown.code : 'internal';
  // The thread tells of its own, with the place where it happened.
  if (code !== 'internal') log.write('warn', 'call failed', { call: name, code, ms });
};
