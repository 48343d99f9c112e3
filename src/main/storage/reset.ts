import { MonitorError } from '../../shared/errors';
import { hasAttemptsTable } from './companion';
import { type Database, transaction } from './database';

/**
 * Destroys every generation and every prompt, and the history of retries. Tables and indexes stay as
 * they are, for whoever else has the library open.
 *
 * @param options `confirm: true`, or `invalid-input`: nobody empties a library by accident
 */
export const resetLibrary = (database: Database, options: Readonly<{ confirm: boolean }>): void => {
  if (options?.confirm !== true) {
    throw new MonitorError('invalid-input', 'Resetting destroys every generation: confirm it.');
  }
  transaction(database, 'write', () => {
    const { connection } = database;
    connection.exec('DELETE FROM generations; DELETE FROM prompts');
    if (hasAttemptsTable(connection)) connection.exec('DELETE FROM generation_attempts');
    const counters = connection
      .prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'")
      .get();
    if (counters) connection.exec("DELETE FROM sqlite_sequence WHERE name = 'prompts'");
  });
  database.companion.existing()?.exec('DELETE FROM generation_attempts');
};
