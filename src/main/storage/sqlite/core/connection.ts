import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { errorSignature } from '../../../../shared/error-signature';
import { MonitorError } from '../../../../shared/errors';
import { fold } from '../../../../shared/fold';
import { isInstalled } from '../../db-command';
import { momentText } from './dates';
import { errorSummary } from './rows';

/** The Node-API version that better-sqlite3's prebuilt binaries need. */
const prebuiltNodeApi = 10;

/** How long SQLite itself waits for another program's lock, per attempt, in milliseconds. */
export const busyTimeoutMs = 1_000;

export type Connection = Database.Database;
export type Statement = Database.Statement<unknown[], unknown>;

/** What a connection may do, and who hears its SQL. */
export type ConnectionOptions = Readonly<{
  readOnly: boolean;
  /** {@link busyTimeoutMs} unless given. */
  busyTimeoutMs?: number;
  /** Called with each statement's SQL, values filled in. */
  log?: (sql: string) => void;
}>;

/**
 * Opens the file at an absolute path; it must exist. Reads nothing but the header, writes nothing.
 * Throws SQLite's own errors, see sqlite-errors.ts, and `internal` where the native module would
 * end the process instead of throwing.
 */
export const connect = (path: string, options: ConnectionOptions): Connection => {
  assertLoadable();
  const log = options.log;
  const connection = new Database(path, {
    readonly: options.readOnly,
    fileMustExist: true,
    timeout: options.busyTimeoutMs ?? busyTimeoutMs,
    ...(log ? { verbose: (message) => log(String(message)) } : {}),
  });
  try {
    // As https://www.sqlite.org/security.html advises for files from elsewhere; "defensive" is
    // already better-sqlite3's default.
    connection.pragma('trusted_schema = OFF');
    connection.pragma('cell_size_check = ON');
    connection.pragma('mmap_size = 0');
    connection.pragma('foreign_keys = ON');
    connection.pragma('temp_store = MEMORY');
    connection.pragma('cache_size = -65536');
    addFunctions(connection);
    return connection;
  } catch (thrown) {
    connection.close();
    throw thrown;
  }
};

/** The functions of ours that filters and orders use, for our own statements only. */
const addFunctions = (connection: Connection): void => {
  const options = { deterministic: true, directOnly: true };
  connection.function('error_signature', options, (text: unknown) =>
    typeof text === 'string' ? errorSignature(text) : null,
  );
  connection.function('moment_of', options, (value: unknown) =>
    typeof value === 'string' ? momentText(value) : value,
  );
  connection.function('error_summary', options, (text: unknown) =>
    typeof text === 'string' ? errorSummary(text) : null,
  );
  connection.function('compare_integer', options, (type: unknown, text: unknown, digits: string) =>
    (type === 'integer' || type === 'real') && typeof text === 'string'
      ? compareNumbers(text, digits)
      : null,
  );
  connection.function(
    'matches_text',
    { ...options, varargs: true },
    (needle: string, ...texts: readonly unknown[]) =>
      texts.some((text) => typeof text === 'string' && fold(text).includes(needle)) ? 1 : 0,
  );
};

/** -1, 0 or 1 as a number, by its JSON text, is less than an integer, that one, or more. */
const compareNumbers = (text: string, digits: string): number | null => {
  const integer = BigInt(digits);
  const number = Number(text);
  if (Number.isNaN(number)) return null;
  // Where there is a fraction or an exponent, JavaScript compares the two exactly.
  const value = /^-?\d+$/.test(text) ? BigInt(text) : number;
  return value < integer ? -1 : Number(value > integer);
};

/** On an older Node-API the prebuilt binary kills the process: only one built for it may load. */
const assertLoadable = (): void => {
  if (Number(process.versions.napi) >= prebuiltNodeApi) return;
  const root = dirname(createRequire(import.meta.url).resolve('better-sqlite3/package.json'));
  if (existsSync(join(root, 'build', 'Release', 'better_sqlite3.node'))) return;
  throw new MonitorError(
    'internal',
    `better-sqlite3 is not built for this runtime: it needs Node-API ${prebuiltNodeApi} (Node.js 22.14 or newer), and this is ${process.versions.napi} (Node.js ${process.versions.node}).`,
    { hint: isInstalled() ? buildHint : preparedHint },
  );
};

const preparedHint =
  'Run `npm start` or `npm test`: both build it first. By hand: `node scripts/prepare.mjs --native`.';

/** The recipe of scripts/lib/native-plan.mjs: one binary that both Node-APIs take. */
const buildHint = `Use Node.js 22.14 or newer, or build it for this one, with a C++ compiler and Python there: CXXFLAGS='-UNAPI_VERSION -DNAPI_EXPERIMENTAL -DNODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT' npm explore better-sqlite3 -- npm run build-release`;
