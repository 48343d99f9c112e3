import { accessSync, constants, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { MonitorError } from '../../../../shared/errors';

/** A file that can be read as a library, and why it cannot be written, if so. */
export type CheckedFile = Readonly<{ path: string; readOnlyReason: string | null }>;

/** Bytes of the smallest page that SQLite knows. */
const smallestDatabase = 512;

/**
 * Looks at a file before SQLite does, which would not say as plainly what is wrong.
 *
 * A file or folder whose mode grants writing (reading) to nobody counts as read-only (unreadable)
 * for everyone, the superuser included: someone has marked it so.
 *
 * @param path absolute; symbolic links are followed
 * @throws `library-not-found`, `library-unreadable`, `library-empty-file`, `library-not-a-database`
 */
export const checkFile = (path: string): CheckedFile => {
  const stats = statOf(path);
  if (stats.isDirectory()) throw unreadable(`${path} is a folder, not a library file.`);
  if (!stats.isFile()) throw unreadable(`${path} is not a regular file.`);
  if (!permits(path, stats, constants.R_OK)) {
    throw unreadable(`${path} cannot be read: its permissions do not allow it.`);
  }
  if (stats.size === 0) {
    throw new MonitorError('library-empty-file', `${path} is empty: it holds no library.`, {
      hint: 'Restore it from a backup, or delete it and create a new library there.',
    });
  }
  // SQLite takes such a file for an empty database. It cannot be looked into from here: closing it
  // would end the locks that other connections of this process hold on it.
  if (stats.size < smallestDatabase) {
    throw new MonitorError('library-not-a-database', `${path} is not a SQLite database.`);
  }
  const real = realpathSync(path);
  return { path: real, readOnlyReason: readOnlyReason(real, stats) };
};

const statOf = (path: string): Stats => {
  try {
    return statSync(path);
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new MonitorError('library-not-found', `There is no file ${path}.`, { cause: thrown });
    }
    throw unreadable(`${path} cannot be read (${code}).`, thrown);
  }
};

const readOnlyReason = (path: string, stats: Stats): string | null => {
  if (!permits(path, stats, constants.W_OK)) return 'The library file is read-only.';
  const folder = dirname(path);
  // SQLite writes a journal beside the file: without it no change is safe.
  if (!permits(folder, statSync(folder), constants.W_OK)) {
    return `The library's folder ${folder} is read-only.`;
  }
  return null;
};

/** @param access `constants.R_OK` (4) or `constants.W_OK` (2), which are also the mode's bits */
const permits = (path: string, stats: Stats, access: number): boolean => {
  if ((stats.mode & (access * 0o111)) === 0) return false;
  try {
    accessSync(path, access);
    return true;
  } catch {
    return false;
  }
};

const unreadable = (message: string, cause?: unknown): MonitorError =>
  new MonitorError('library-unreadable', message, { cause });
