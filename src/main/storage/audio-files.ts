import { MonitorError } from '../../shared/errors';
import { type Database, statement, transaction } from './database';
import { rawText, type StoredValue } from './rows';

/** Where a generation says that its audio is, and the library that says so. */
export type NamedFile = Readonly<{ filePath: string; libraryPath: string }>;

/** The file that a generation names. Fails with `generation-not-found`. */
export const namedFile = (database: Database, id: string): NamedFile =>
  transaction(database, 'read', () => {
    const row = statement(database, 'SELECT file_path FROM generations WHERE id = ?').get(id) as
      | readonly [StoredValue]
      | undefined;
    if (!row) {
      throw new MonitorError('generation-not-found', `There is no generation ${id} any more.`);
    }
    return { filePath: rawText(row[0]), libraryPath: database.path };
  });
