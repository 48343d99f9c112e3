import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MonitorError } from '../../shared/errors';
import { attemptsMigration } from './migrations';
import { type Connection, connect } from './native';

/**
 * A file of ours beside the settings that keeps, for a library which we may not add to, what would
 * otherwise be in the library: earlier outcomes of retried jobs. See
 * docs/decisions/0002-retry-history.md.
 */
export type Companion = Readonly<{
  /** The companion when it has been made before, `null` when nothing was ever kept in it. */
  existing: () => Connection | null;
  /** The companion, made now if need be. Fails with `internal` when it cannot be. */
  required: () => Connection;
  close: () => void;
}>;

/** @param libraryId see `libraryId` */
export const companionOf = (dataFolder: string, libraryId: string): Companion => {
  const path = join(dataFolder, 'libraries', `${libraryId}.db`);
  let connection: Connection | null = null;
  const required = (): Connection => {
    try {
      connection ??= openCompanion(path);
      return connection;
    } catch (cause) {
      throw new MonitorError(
        'internal',
        `The history of earlier attempts cannot be kept in ${path}: nothing was changed.`,
        { hint: 'Make the folder writable, or add our tables to the library (db migrate).', cause },
      );
    }
  };
  return {
    existing: () => (connection !== null || existsSync(path) ? required() : null),
    required,
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
    connection
      .transaction(() => {
        if (!hasAttemptsTable(connection)) connection.exec(attemptsMigration.up);
      })
      .immediate();
    return connection;
  } catch (thrown) {
    connection.close();
    throw thrown;
  }
};

/** Whether this file keeps attempts. Asked each time: another process may add the table. */
export const hasAttemptsTable = (connection: Connection): boolean =>
  connection
    .prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'generation_attempts'")
    .get() !== undefined;
