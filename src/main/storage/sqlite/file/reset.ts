import { MonitorError } from '../../../../shared/errors';
import type { Connection } from '../core/connection';
import { type Database, transaction } from '../core/database';
import { findingsTable } from '../sidecar/audio-check-tables';
import { hasTable, keptTables } from '../sidecar/sidecar-tables';

/**
 * Destroys every generation and every prompt, the history of retries, judgements and votes. Tables and indexes stay as
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
    emptyOwn(connection);
    const counters = connection
      .prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'")
      .get();
    if (counters) connection.exec("DELETE FROM sqlite_sequence WHERE name = 'prompts'");
  });
  const companion = database.companion.existing();
  if (companion) emptyOwn(companion);
};

const ownTableNames = [...keptTables, 'audio_check', findingsTable];

const emptyOwn = (connection: Connection): void => {
  for (const table of ownTableNames) {
    if (hasTable(connection, table)) connection.exec(`DELETE FROM ${table}`);
  }
};
