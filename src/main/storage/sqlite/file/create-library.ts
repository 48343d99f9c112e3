import { closeSync, existsSync, linkSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { MonitorError } from '../../../../shared/errors';
import { connect } from '../core/connection';
import { applyMigration, markAsOurs, migrations } from '../core/migrations';
import { toMonitorError } from '../core/sqlite-errors';

/**
 * Creates an empty library in WAL mode, its folder included. It is made under another name and put
 * in place when complete: whoever is killed half-way leaves no half library.
 *
 * @param path absolute
 * @throws `library-exists` when there is a file already, `library-read-only` when the folder
 *   cannot be written
 */
export const createLibrary = (path: string): void => {
  if (existsSync(path)) throw exists(path);
  const folder = dirname(path);
  const draft = join(folder, `.${basename(path)}.${process.pid}.new`);
  try {
    mkdirSync(folder, { recursive: true });
    closeSync(openSync(draft, 'wx'));
  } catch (cause) {
    throw new MonitorError('library-read-only', `No library can be created in ${folder}.`, {
      cause,
    });
  }
  try {
    fill(draft);
    putInPlace(draft, path);
  } catch (thrown) {
    throw toMonitorError(thrown, path);
  } finally {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(draft + suffix, { force: true });
  }
};

const fill = (draft: string): void => {
  const connection = connect(draft, { readOnly: false });
  try {
    connection.pragma('journal_mode = WAL');
    connection
      .transaction(() => {
        for (const migration of migrations) applyMigration(connection, migration);
        markAsOurs(connection);
      })
      .immediate();
  } finally {
    connection.close();
  }
};

/** A hard link never replaces a file that came up meanwhile; some file systems have none. */
const putInPlace = (draft: string, path: string): void => {
  try {
    linkSync(draft, path);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST' || existsSync(path)) throw exists(path);
    renameSync(draft, path);
  }
};

const exists = (path: string): MonitorError =>
  new MonitorError('library-exists', `${path} exists already.`, {
    hint: 'Choose another name, or open it.',
  });
