import type { Take } from '../../../../shared/audio-check';
import { MonitorError } from '../../../../shared/errors';
import type { NamedFile, TakePage } from '../../engine';
import { type Database, limited, statement, transaction } from '../core/database';
import { shownRow } from '../core/odd-ids';
import { rawText, type StoredValue } from '../core/rows';

/** The file that a generation names. Fails with `generation-not-found`. */
export const namedFile = (database: Database, id: string): NamedFile =>
  transaction(database, 'read', () => {
    const found = shownRow<readonly [StoredValue]>(database, 'file_path', id);
    if (!found) {
      throw new MonitorError('generation-not-found', `There is no generation ${id} any more.`);
    }
    return {
      filePath: rawText(found.row[0]),
      libraryPath: database.path,
      linkFolder: database.linkFolder,
    };
  });

/** The files that these generations name, for those that there are. */
export const filesNamed = (
  database: Database,
  ids: readonly string[],
): readonly Readonly<{ id: string; filePath: string }>[] =>
  transaction(database, 'read', () => {
    const sql = `SELECT id, file_path FROM generations
      WHERE id IN (SELECT value FROM json_each(?))`;
    const rows = statement(database, sql).all(JSON.stringify(ids)) as [StoredValue, StoredValue][];
    return rows.map(([id, filePath]) => ({ id: rawText(id), filePath: rawText(filePath) }));
  });

/** Those of the files that any generation names. Reads the whole table. */
export const filesInUse = (database: Database, filePaths: readonly string[]): readonly string[] =>
  transaction(database, 'read', () => {
    const sql = `SELECT DISTINCT file_path FROM generations
      WHERE file_path IN (SELECT value FROM json_each(?))`;
    const rows = statement(database, sql).all(JSON.stringify(filePaths)) as [StoredValue][];
    return rows.map(([filePath]) => rawText(filePath));
  });

const takesSql = `SELECT id, substr(prompt, 1, 200), file_path, status, duration_seconds, sample_rate,
  channels, file_size_bytes FROM generations WHERE id > ? ORDER BY id ${limited}`;

/**
 * What the check of the audio needs of the generations after an id, which is left out.
 *
 * @param after the empty text for the first page
 */
export const takesAfter = (database: Database, after: string, limit: number): TakePage =>
  transaction(database, 'read', () => {
    const rows = statement(database, takesSql).all(after, limit) as (readonly StoredValue[])[];
    const { path: libraryPath, linkFolder } = database;
    return { libraryPath, linkFolder, takes: rows.map(toTake) };
  });

const toTake = (row: readonly StoredValue[]): Take => {
  const number = (index: number): number | null => {
    const value = row[index];
    return typeof value === 'number' ? value : null;
  };
  return {
    id: rawText(row[0]),
    prompt: rawText(row[1]),
    filePath: rawText(row[2]),
    status: rawText(row[3]),
    durationSeconds: number(4),
    sampleRate: number(5),
    channels: number(6),
    fileSizeBytes: number(7),
  };
};
