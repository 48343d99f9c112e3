import { resolve } from 'node:path';
import { MonitorError } from '../../shared/errors';

/** Where the Python service keeps its library when nobody says otherwise. */
export const defaultLibraryUrl = 'sqlite:///data/generations.db';

const forms = 'Use sqlite:///relative/path.db, sqlite:////absolute/path.db, or the path of a file.';

/** A letter and a colon are a Windows drive, two letters or more a scheme. */
const scheme = /^([a-z][a-z0-9.-]+)(\+[a-z0-9_]+)?:/i;

/** The database that a URL names, in small letters, as in `sqlite`; `null` for a plain path. */
export const schemeOf = (url: string): string | null =>
  scheme.exec(url)?.[1]?.toLowerCase() ?? null;

/**
 * The absolute path of the file that a `DATABASE_URL` (as SQLAlchemy writes it) or a plain path
 * names. As there, nothing is percent-decoded and `?…` is for the driver.
 *
 * @param folder what relative paths are relative to; the working folder unless given
 * @throws `library-url-invalid` for other databases, in-memory ones and malformed forms
 */
export const libraryPath = (url: string, folder = process.cwd()): string => {
  const path = pathIn(url);
  if (path === '' || path.includes('\0')) throw invalid(`${quote(url)} names no file.`);
  if (path === ':memory:')
    throw invalid('A library in memory only cannot be opened: it has no file.');
  const absolute = resolve(folder, path);
  // better-sqlite3 trims what it is given and would open another file.
  if (absolute !== absolute.trim()) throw invalid(`${quote(url)} ends in white space.`);
  return absolute;
};

const pathIn = (url: string): string => {
  const match = scheme.exec(url);
  if (!match) return url;
  const database = (match[1] ?? '').toLowerCase();
  if (database !== 'sqlite') {
    throw invalid(
      `${quote(url)} names a ${database} database; only SQLite libraries can be opened.`,
    );
  }
  const rest = url.slice(match[0].length);
  if (!rest.startsWith('///')) throw invalid(`${quote(url)} is not a valid SQLite URL.`);
  const path = rest.slice(3).replace(/\?.*$/s, '');
  if (path.startsWith('file:')) throw invalid(`${quote(url)} uses SQLite's own file: form.`);
  return path;
};

/** A URL can carry a password: only its beginning is repeated to people. */
const quote = (url: string): string => {
  const harmless = url.replace(/\/\/[^/@]*@/, '//…@').replaceAll('\0', '\\0');
  return `“${harmless.length > 200 ? `${harmless.slice(0, 200)}…` : harmless}”`;
};

const invalid = (message: string): MonitorError =>
  new MonitorError('library-url-invalid', message, { hint: forms });
