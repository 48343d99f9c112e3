import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { getTableColumns, getTableName } from 'drizzle-orm';
import { MonitorError } from '../../../../shared/errors';
import { type Connection, connect } from '../core/connection';
import type { Companion } from '../core/database';
import { comparisonVotes, generationJudgements } from '../core/schema';
import { checkTables, findingsTable } from './audio-check-tables';
import { hasTable, ownTables } from './sidecar-tables';

/** @param libraryId see `libraryId` */
export const companionOf = (dataFolder: string, libraryId: string): Companion => {
  const path = join(dataFolder, 'libraries', `${libraryId}.db`);
  let connection: Connection | null = null;
  let isAttached = false;
  /** Tables that are in no file, of which empty ones are shown. */
  let empty: readonly EmptyTable[] = [];
  const required = (): Connection => {
    try {
      connection ??= openCompanion(path);
      return connection;
    } catch (cause) {
      throw new MonitorError(
        'internal',
        `What is ours about this library cannot be kept in ${path}: nothing was changed.`,
        { hint: 'Make the folder writable, or add our tables to the library (db migrate).', cause },
      );
    }
  };
  const attachFile = (library: Connection): boolean => {
    if (!existsSync(path)) return false;
    try {
      required();
      library.prepare('ATTACH ? AS companion').run(path);
      return true;
    } catch {
      // Reading the library must not depend on it; whoever writes to it is told.
      return false;
    }
  };
  return {
    path,
    existing: () => (connection !== null || existsSync(path) ? required() : null),
    required,
    attachTo: (library) => {
      if (isAttached) return;
      isAttached = attachFile(library);
      const inLibrary = !isAttached && hasTable(library, judgementTables[0].name);
      const missing = isAttached ? [] : inLibrary ? checkOnly : everyTable;
      if (missing !== empty) showEmpty(library, empty, missing);
      empty = missing;
    },
    isAttached: () => isAttached,
    version: () => Number(connection?.pragma('data_version', { simple: true }) ?? 0),
    close: () => {
      connection?.close();
      connection = null;
    },
  };
};

const openCompanion = (path: string): Connection => {
  mkdirSync(dirname(path), { recursive: true });
  if (!existsSync(path)) closeSync(openSync(path, 'a'));
  const connection = connect(path, { readOnly: false });
  try {
    // The library's connection reads it while this one writes.
    connection.pragma('journal_mode = WAL');
    connection
      .transaction(() => {
        for (const { step, table } of ownTables) {
          if (!hasTable(connection, table)) connection.exec(step.up);
        }
        connection.exec(checkTables);
      })
      .immediate();
    return connection;
  } catch (thrown) {
    connection.close();
    throw thrown;
  }
};

type EmptyTable = Readonly<{ name: string; columns: readonly string[] }>;

const judgementTables = [generationJudgements, comparisonVotes].map(
  (table): EmptyTable => ({
    name: getTableName(table),
    columns: Object.values(getTableColumns(table)).map(({ name }) => name),
  }),
) as [EmptyTable, EmptyTable];
const checkOnly: readonly EmptyTable[] = [
  { name: findingsTable, columns: ['id', 'kind', 'generation_id', 'title', 'message'] },
];
const everyTable: readonly EmptyTable[] = [...judgementTables, ...checkOnly];

/**
 * Empty tables in memory, in place of others of that kind. They hide those of the library's file, so
 * they go as soon as there are any.
 */
const showEmpty = (
  library: Connection,
  before: readonly EmptyTable[],
  now: readonly EmptyTable[],
): void => {
  for (const { name } of before) library.exec(`DROP TABLE temp.${name}`);
  for (const { name, columns } of now) {
    library.exec(`CREATE TEMP TABLE ${name} (${columns.join(', ')})`);
  }
};
