import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MonitorError } from '../../../../shared/errors';
import type { Connection } from '../core/connection';
import type { Companion } from '../core/database';
import { earlierTables, keptTables } from '../core/earlier-additions';
import { isBusy, sqliteCode, toMonitorError } from '../core/sqlite-errors';
import { findingsTable } from './audio-check-tables';
import { companionError, type Encoding, inMemory, openCompanion } from './sidecar-file';

/** Where the companions are, in the data folder. */
export const companionFolder = (dataFolder: string): string => join(dataFolder, 'libraries');

/** The file of a library in one encoding: SQLite attaches none of another. */
export const companionPath = (
  dataFolder: string,
  libraryId: string,
  encoding: Encoding,
): string => {
  const part = encoding === 'UTF-8' ? '' : `.${encoding.toLowerCase()}`;
  return join(companionFolder(dataFolder), `${libraryId}${part}.db`);
};

/**
 * @param libraryId see `libraryId`
 * @param identity see `openCompanion`
 */
export const companionOf = (
  dataFolder: string,
  libraryId: string,
  encoding: Encoding,
  identity: string,
): Companion => {
  const path = companionPath(dataFolder, libraryId, encoding);
  let connection: Connection | null = null;
  let isAttached = false;
  let shown: 'nothing' | 'memory' | 'file' = 'nothing';
  let unopened: MonitorError | null = null;
  let unattached: MonitorError | null = null;
  let complaint: MonitorError | null = null;

  const errorOf = (thrown: unknown): unknown => {
    if (thrown instanceof MonitorError) return thrown;
    if (isBusy(thrown)) return toMonitorError(thrown, path);
    const code = sqliteCode(thrown) ?? (thrown as NodeJS.ErrnoException).code ?? null;
    return code === null
      ? thrown
      : companionError(path, { code, reason: (thrown as Error).message }, thrown);
  };
  const required = (): Connection => {
    try {
      connection ??= openCompanion(path, encoding, identity);
      unopened = null;
      return connection;
    } catch (thrown) {
      const error = errorOf(thrown);
      if (error instanceof MonitorError) unopened = error;
      throw error;
    }
  };
  const existing = () => (connection !== null || existsSync(path) ? required() : null);
  const attach = (library: Connection): boolean => {
    try {
      if (existing() === null) return false;
      library.prepare('ATTACH ? AS companion').run(path);
      unattached = null;
      return true;
    } catch (thrown) {
      // The list must not depend on it. Whoever asks for what is in it is told, and so is the window.
      const error = errorOf(thrown);
      if (!(error instanceof MonitorError)) throw thrown;
      unattached = error;
      return false;
    }
  };
  return {
    path,
    existing,
    readable: () => {
      try {
        return existing();
      } catch {
        return null;
      }
    },
    required,
    errorOf,
    attachTo: (library) => {
      if (isAttached) return;
      isAttached = attach(library);
      const now = isAttached ? 'file' : 'memory';
      if (now !== shown) show(library, now);
      shown = now;
    },
    isAttached: () => isAttached,
    blamed: (thrown) => {
      if (connection === null || isSound(connection)) return thrown;
      const error = errorOf(thrown);
      if (error instanceof MonitorError) unattached = error;
      return error;
    },
    assertUsable: () => {
      const error = unopened ?? unattached;
      if (error) throw error;
    },
    problem: () => unopened ?? unattached ?? complaint,
    complain: (problem) => {
      complaint = problem;
    },
    version: () => Number(connection?.pragma('data_version', { simple: true }) ?? 0),
    close: () => {
      connection?.close();
      connection = null;
    },
  };
};

const isSound = (store: Connection): boolean => {
  try {
    return store.pragma('quick_check(1)', { simple: true }) === 'ok';
  } catch {
    return false;
  }
};

const readTables = [...keptTables, findingsTable];

/**
 * Temporary views of the file's tables, or tables in memory where there is no file, with what an
 * earlier version left in the library. A temporary name goes before any that the library has.
 */
const show = (library: Connection, now: 'memory' | 'file'): void => {
  library
    .transaction(() => {
      const before = library
        .prepare("SELECT name FROM temp.sqlite_schema WHERE type = 'table'")
        .pluck()
        .all() as string[];
      for (const name of before) library.exec(`DROP TABLE temp.\`${name}\``);
      if (now === 'file') {
        for (const table of readTables) {
          library.exec(`CREATE TEMP VIEW ${table} AS SELECT * FROM companion.${table}`);
        }
        return;
      }
      for (const sql of inMemory) library.exec(sql);
      for (const table of earlierTables(library)) {
        library.exec(`INSERT INTO temp.${table} SELECT * FROM main.${table}`);
      }
    })
    .deferred();
};
