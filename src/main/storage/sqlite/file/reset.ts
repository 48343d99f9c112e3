import { MonitorError } from '../../../../shared/errors';
import { type Database, transaction } from '../core/database';
import { earlierTables, keptTables } from '../core/earlier-additions';
import { findingsTable } from '../sidecar/audio-check-tables';
import { writeOwn } from '../sidecar/sidecar-tables';

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
    for (const table of earlierTables(connection)) connection.exec(`DELETE FROM main.${table}`);
    const counters = connection
      .prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'")
      .get();
    if (counters) connection.exec("DELETE FROM sqlite_sequence WHERE name = 'prompts'");
  });
  if (database.companion.existing() === null) return;
  writeOwn(database, (store) => {
    for (const table of ownTables) store.exec(`DELETE FROM ${table}`);
  });
};

const ownTables = [...keptTables, 'audio_check', findingsTable];
