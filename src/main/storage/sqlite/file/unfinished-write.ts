import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { MonitorError } from '../../../../shared/errors';
import { sqliteCode } from '../core/sqlite-errors';

// A program that ended in the middle of a write leaves a file beside the library by which the next one
// that opens it takes the write back, or in: where nothing can be written, nobody can.

/** What SQLite ends with where it would have to write before it can read. */
const codes: ReadonlySet<string> = new Set([
  'SQLITE_READONLY_ROLLBACK',
  'SQLITE_READONLY_RECOVERY',
  'SQLITE_READONLY_CANTINIT',
  'SQLITE_READONLY_CANTLOCK',
  'SQLITE_READONLY_DIRECTORY',
  'SQLITE_CANTOPEN',
]);

/**
 * Names the files that belong together and what to do with them; anything else thrown comes back as it
 * is.
 *
 * @param readOnlyReason why the library was opened for reading only; `null` when it was not
 */
export const unfinishedWriteOr = (
  thrown: unknown,
  path: string,
  readOnlyReason: string | null,
): unknown => {
  const code = sqliteCode(thrown);
  if (readOnlyReason === null || code === null || !codes.has(code)) return thrown;
  const name = basename(path);
  const beside = ['-journal', '-wal']
    .filter((end) => existsSync(path + end))
    .map((end) => name + end);
  const [first] = beside;
  const why =
    first === undefined
      ? 'it keeps files beside itself while it is read'
      : `a program ended, or is still busy, in the middle of a write, which has to be finished from ${first} first`;
  const files = [name, ...beside];
  const all =
    files.length === 1 ? name : `${files.slice(0, -1).join(', ')} and ${files.at(-1)} together`;
  return new MonitorError(
    'library-unreadable',
    `${path} cannot be read where nothing can be written: ${why}. ${readOnlyReason}`,
    { hint: `Copy ${all} to a folder that you can write to, and open the copy.`, cause: thrown },
  );
};
