import Database from 'better-sqlite3';
import { type ErrorCode, MonitorError } from '../../../../shared/errors';

type Meaning = Readonly<{ code: ErrorCode; message: string; hint?: string }>;

const busy: Meaning = {
  code: 'library-busy',
  message: 'Another program is writing to the library.',
  hint: 'Try again in a moment.',
};
const readOnly: Meaning = { code: 'library-read-only', message: 'The library cannot be written.' };
const gone: Meaning = {
  code: 'library-gone',
  message: 'The library file was moved, deleted or replaced while it was open.',
  hint: 'Open it again.',
};
const corrupt: Meaning = {
  code: 'library-corrupt',
  message: 'The library file is damaged.',
  hint: 'Restore it from a backup. `sqlite3 <file> .recover` can save what is left.',
};
const unreadable: Meaning = {
  code: 'library-unreadable',
  message: 'The library file cannot be read.',
};

const unfinished: Meaning = {
  code: 'library-unreadable',
  message:
    'A program ended in the middle of a write to the library, which cannot be finished where nothing can be written.',
  hint: 'Copy the library, with its “-journal” or “-wal” file, to a folder that you can write to, and open the copy.',
};

const refused: Meaning = {
  code: 'library-refused',
  message:
    'The library does not accept this: a rule in it forbids the change. Nothing was changed.',
  hint: 'Another program put that rule there: make the change with that program.',
};

/** By SQLite's result code, extended codes before the primary one that they belong to. */
const meanings: ReadonlyMap<string, Meaning> = new Map([
  ['SQLITE_BUSY', busy],
  ['SQLITE_LOCKED', busy],
  ['SQLITE_PROTOCOL', busy],
  ['SQLITE_READONLY_DBMOVED', gone],
  ['SQLITE_READONLY_ROLLBACK', unfinished],
  ['SQLITE_READONLY_RECOVERY', unfinished],
  ['SQLITE_READONLY_CANTINIT', unfinished],
  ['SQLITE_READONLY', readOnly],
  ['SQLITE_CORRUPT', corrupt],
  [
    'SQLITE_NOTADB',
    { code: 'library-not-a-database', message: 'The file is not a SQLite database.' },
  ],
  ['SQLITE_FULL', { code: 'disk-full', message: 'The disk is full: nothing was changed.' }],
  ['SQLITE_IOERR_SHORT_READ', corrupt],
  ['SQLITE_IOERR_CORRUPTFS', corrupt],
  ['SQLITE_IOERR_VNODE', gone],
  ['SQLITE_IOERR', unreadable],
  ['SQLITE_CANTOPEN', unreadable],
  ['SQLITE_PERM', unreadable],
  ['SQLITE_AUTH', unreadable],
  [
    'SQLITE_NOMEM',
    {
      code: 'library-unreadable',
      message: 'SQLite did not get the memory that it needs to read the library.',
      hint: 'A damaged file can ask for any amount: restore it from a backup. If it is sound, close other programs.',
    },
  ],
  ['SQLITE_CONSTRAINT', refused],
  ['SQLITE_MISMATCH', refused],
  ['SQLITE_TOOBIG', { code: 'invalid-input', message: 'A value is too large for a library.' }],
  [
    'SQLITE_ERROR_MISSING_COLLSEQ',
    {
      code: 'library-unsupported',
      message: 'The library sorts text by a rule that only the program which made it has.',
      hint: 'Open a copy whose tables and indexes have no COLLATE of that name.',
    },
  ],
]);

/** The meaning of `SQLITE_IOERR_SHORT_READ` is looked up as such, then as `SQLITE_IOERR`. */
const meaningOf = (code: string): Meaning | undefined => {
  const parts = code.split('_');
  for (let length = parts.length; length >= 2; length--) {
    const meaning = meanings.get(parts.slice(0, length).join('_'));
    if (meaning) return meaning;
  }
  return undefined;
};

/** SQLite's result code of anything thrown, `null` when it did not come from SQLite. */
export const sqliteCode = (thrown: unknown): string | null =>
  thrown instanceof Database.SqliteError ? thrown.code : null;

/** Another connection holds the lock: the same call may succeed later. */
export const isBusy = (thrown: unknown): boolean => {
  const code = sqliteCode(thrown);
  return code !== null && meaningOf(code)?.code === 'library-busy';
};

/** The file's content, not the way to it, is at fault. */
export const isCorruption = (thrown: unknown): boolean => {
  const code = sqliteCode(thrown);
  return code !== null && meaningOf(code)?.code === 'library-corrupt';
};

/**
 * What was thrown, as an error of ours: SQLite's failures by their code (never by their text),
 * anything else as it is. `path` names the library in the message.
 */
export const toMonitorError = (thrown: unknown, path: string): unknown => {
  const code = sqliteCode(thrown);
  if (code === null) return thrown;
  const meaning = meaningOf(code);
  const detail = (thrown as Error).message;
  if (!meaning) return new MonitorError('internal', `${path}: ${detail}`, { cause: thrown });
  return new MonitorError(meaning.code, `${meaning.message} (${path}, ${detail})`, {
    ...(meaning.hint ? { hint: meaning.hint } : {}),
    cause: thrown,
  });
};
