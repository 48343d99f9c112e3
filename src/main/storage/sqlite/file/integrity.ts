import { assertSameFile, type Database } from '../core/database';
import { isCorruption, toMonitorError } from '../core/sqlite-errors';

/** What a check of the whole file found; no problems means that it is sound. */
export type CheckReport = Readonly<{ ok: boolean; problems: readonly string[] }>;

const maxProblems = 100;

/**
 * Reads every page of the library and compares the indexes with the tables. Takes about a second per
 * gigabyte: never on a path that someone waits on.
 */
export const checkLibrary = (database: Database): CheckReport => {
  assertSameFile(database);
  try {
    const found = database.connection.pragma(`main.integrity_check(${maxProblems})`) as {
      integrity_check: string;
    }[];
    const problems = found.map((row) => row.integrity_check).filter((line) => line !== 'ok');
    return { ok: problems.length === 0, problems };
  } catch (thrown) {
    if (!isCorruption(thrown)) throw toMonitorError(thrown, database.path);
    return { ok: false, problems: [String((thrown as Error).message)] };
  }
};
