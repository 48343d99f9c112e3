import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { MonitorError } from '../../../shared/errors';
import type { FailureKind, ModelStanding, PromptStanding } from '../../../shared/insights';
import type {
  BackupReport,
  LibraryInfo,
  MigrationReport,
  MigrationStatus,
} from '../../../shared/library';
import { defaultDataFolder } from '../data-folder';
import { checked } from '../inputs';
import { defaultLibraryUrl, libraryPath } from '../library-url';
import { connect } from './core/connection';
import { type Database, fileIdentity, transaction, withAttempts } from './core/database';
import { libraryVersion } from './core/library-version';
import { sqliteCode, toMonitorError } from './core/sqlite-errors';
import { emptyCache } from './core/version-cache';
import { backupLibrary } from './file/backup';
import { checkFile } from './file/check-file';
import { createLibrary } from './file/create-library';
import { type CheckReport, checkLibrary } from './file/integrity';
import { migrateLibrary, migrationStatus, rollbackLibrary } from './file/migrate';
import { resetLibrary } from './file/reset';
import { inspectSchema, type SchemaReport } from './file/schema-check';
import { takeOver } from './file/take-over';
import { unfinishedWriteOr } from './file/unfinished-write';
import { failureKindsNow } from './insights/failure-kinds';
import { promptLeaderboard } from './insights/leaderboard';
import { allModels } from './insights/model-leaderboard';
import { type LibraryStats, libraryStats } from './insights/statistics';
import {
  type GenerationsApi,
  generationsApi,
  type JudgementsApi,
  judgementsApi,
  type PromptsApi,
  promptsApi,
  type VotesApi,
  votesApi,
} from './library-api';
import { createSearchIndex, noSearchIndex } from './search/search-index';
import { companionOf } from './sidecar/sidecar';
import type { Encoding } from './sidecar/sidecar-file';

export type OpenOptions = Readonly<{
  /** Never write, whatever the file permits. */
  readOnly?: boolean;
  /** Log each SQL statement: to standard error, or to a function. */
  echo?: boolean | ((sql: string) => void);
  /**
   * `true`: create a new library, the file must not exist. `false`: it must exist. Left out: as
   * Python's `init_db`, create it when there is no file.
   */
  create?: boolean;
  /** Where files of ours live, `DGX_MUSIC_MONITOR_DATA` or the platform's folder unless given. */
  dataFolder?: string;
  /**
   * `true`: build the index for searching at once, beside other work. `false`: search without one.
   * Left out, it is built with the first search.
   */
  search?: boolean;
}>;

/** An open library, as programs outside the storage use it. */
export type Library = Readonly<{
  info: () => LibraryInfo;
  generations: GenerationsApi;
  prompts: PromptsApi;
  judgements: JudgementsApi;
  votes: VotesApi;
  /** Commits what `work` did with this library, or rolls all of it back when it throws. */
  transaction: <T>(work: () => T) => T;
  stats: () => LibraryStats;
  leaderboard: Readonly<{
    /** The most used ones, 100 unless given. In a large library the first call reads every row. */
    prompts: (limit?: number) => readonly PromptStanding[];
    models: () => readonly ModelStanding[];
    failures: () => readonly FailureKind[];
  }>;
  /** Copies the library while it is in use, see `backupLibrary`. */
  backup: (path: string) => Promise<BackupReport>;
  /** Reads every page: slow. */
  check: () => CheckReport;
  migrations: Readonly<{
    status: () => MigrationStatus;
    /** Adds our indexes, after a checked backup. */
    migrate: () => Promise<MigrationReport>;
    /** Takes the latest step back, after a checked backup. */
    rollback: () => Promise<MigrationReport>;
  }>;
  /** Destroys every generation and prompt. */
  reset: (options: Readonly<{ confirm: boolean }>) => void;
  /** Builds the index for searching beside other work; settles when it is there, or was given up. */
  buildSearchIndex: () => Promise<void>;
  /** Changes whenever anybody has committed anything to the library. */
  version: () => string;
  close: () => void;
}>;

/** The same with its connection, for the storage's own functions. */
export type ConnectedLibrary = Library & Readonly<{ database: Database }>;

/**
 * Opens a library, made by this application, by Alembic or by SQLAlchemy's `create_all`. Opening
 * changes no byte of an existing one. Where it cannot be written it opens read-only, and
 * `info().readOnlyReason` says why.
 *
 * @param url `sqlite:///relative.db`, `sqlite:////absolute.db` or a plain path; `DATABASE_URL` and
 *   then `sqlite:///data/generations.db` unless given
 * @throws MonitorError with a `library-…` code
 */
export const openLibrary = (url?: string, options: OpenOptions = {}): ConnectedLibrary => {
  const { DATABASE_URL } = process.env;
  const path = libraryPath(url ?? (DATABASE_URL || defaultLibraryUrl));
  if (options.create === true || (options.create === undefined && !existsSync(path))) {
    createLibrary(path);
  }
  return adopt(path, options);
};

const adopt = (path: string, options: OpenOptions): ConnectedLibrary => {
  const library = attached(path, options);
  if (options.search) library.database.search.start(library.database);
  return library;
};

const attached = (path: string, options: OpenOptions): ConnectedLibrary => {
  const file = checkFile(path);
  const asked = options.readOnly ? 'The library was opened for reading only.' : null;
  const place = { path: file.path, linkFolder: linkFolderOf(path, file.path) };
  const first = attach(place, asked ?? file.readOnlyReason, options);
  if (first.schema.newerReason === null || first.database.readOnlyReason !== null) {
    return toLibrary(first.database, first.schema);
  }
  // A newer program's library: the same again, this time without the means to write.
  first.database.connection.close();
  const second = attach(place, first.schema.newerReason, options);
  return toLibrary(second.database, second.schema);
};

/** A format of a later SQLite, or a schema that this one cannot make sense of. */
const unreadableSchema = (path: string, cause: unknown): MonitorError =>
  new MonitorError(
    'library-unsupported',
    `${path} is a SQLite database that this version of SQLite cannot read (${(cause as Error).message}).`,
    {
      hint: 'A newer program may have made it; if not, it is damaged: restore it from a backup.',
      cause,
    },
  );

/** Connects and checks the schema; a connection that fails the check is closed again. */
/** Where a library is, and the folder of the link that leads there. */
type Place = Pick<Database, 'path' | 'linkFolder'>;

const linkFolderOf = (asked: string, real: string): string | null =>
  dirname(asked) === dirname(real) ? null : dirname(asked);

const attach = (
  place: Place,
  readOnlyReason: string | null,
  options: OpenOptions,
): { database: Database; schema: SchemaReport } => {
  try {
    return withAttempts(() => attachOnce(place, readOnlyReason, options));
  } catch (thrown) {
    if (sqliteCode(thrown) === 'SQLITE_ERROR') throw unreadableSchema(place.path, thrown);
    throw toMonitorError(unfinishedWriteOr(thrown, place.path, readOnlyReason), place.path);
  }
};

const attachOnce = (
  { path, linkFolder }: Place,
  readOnlyReason: string | null,
  options: OpenOptions,
): { database: Database; schema: SchemaReport } => {
  const log = logOf(options.echo);
  const file = fileIdentity(path);
  const connection = connect(path, {
    readOnly: readOnlyReason !== null,
    ...(log ? { log } : {}),
  });
  try {
    const schema = inspectSchema(connection, path);
    const dataFolder = options.dataFolder ?? defaultDataFolder();
    const id = libraryId(path);
    const identity = identityOf(path);
    const database: Database = {
      connection,
      path,
      linkFolder,
      readOnlyReason,
      file,
      statements: new Map(),
      inTransaction: connection.transaction((work: () => unknown) => work()).deferred,
      companion: companionOf(
        dataFolder,
        id,
        connection.pragma('encoding', { simple: true }) as Encoding,
        identity,
      ),
      cache: emptyCache(),
      search:
        options.search === false
          ? noSearchIndex
          : createSearchIndex(join(dataFolder, 'search', `${id}.db`)),
      hits: new Map(),
      checkSchema: () => {
        inspectSchema(connection, path);
      },
    };
    connection.function('search_hit', { directOnly: true }, (key: string, rowid: number) =>
      database.hits.get(key)?.[rowid] === 1 ? 1 : 0,
    );
    takeOver(database, dataFolder, { libraryId: id, identity });
    return { database, schema };
  } catch (thrown) {
    connection.close();
    throw thrown;
  }
};

const logOf = (echo: OpenOptions['echo']): ((sql: string) => void) | undefined => {
  if (typeof echo === 'function') return echo;
  return echo ? (sql) => process.stderr.write(`${sql}\n`) : undefined;
};

const toLibrary = (database: Database, schema: SchemaReport): ConnectedLibrary => ({
  database,
  info: () =>
    transaction(database, 'read', () => ({
      id: libraryId(database.path),
      name: basename(database.path, extname(database.path)),
      path: database.path,
      origin: schema.origin,
      alembicRevision: schema.alembicRevision,
      journalMode: String(database.connection.pragma('main.journal_mode', { simple: true })),
      readOnlyReason: database.readOnlyReason,
      warning: warningOf(database),
      sizeBytes: statSync(database.path).size,
    })),
  generations: generationsApi(database),
  prompts: promptsApi(database),
  judgements: judgementsApi(database),
  votes: votesApi(database),
  transaction: (work) => {
    if (typeof work !== 'function') throw noFunction();
    if (work.constructor.name === 'AsyncFunction') throw asynchronous();
    return transaction(database, 'write', () => {
      const value = work();
      if (isPromise(value)) throw asynchronous();
      return value;
    });
  },
  stats: () => libraryStats(database),
  leaderboard: {
    prompts: (limit = 100) => promptLeaderboard(database, checked('limit', limit, 'prompts')),
    models: () => allModels(database),
    failures: () => failureKindsNow(database),
  },
  backup: (path) => backupLibrary(database, checked('text', path, 'backup')),
  check: () => checkLibrary(database),
  migrations: {
    status: () => migrationStatus(database),
    migrate: () => migrateLibrary(database),
    rollback: () => rollbackLibrary(database),
  },
  reset: (options) => resetLibrary(database, options),
  buildSearchIndex: () => {
    database.search.start(database);
    return database.search.ready();
  },
  version: () => transaction(database, 'read', () => libraryVersion(database)),
  close: () => {
    database.search.close();
    database.statements.clear();
    database.connection.close();
    database.companion.close();
  },
});

/** Which file it is, the same when it is moved on its disk; another one for each copy. */
const identityOf = (path: string): string => {
  const { dev, ino, birthtimeNs } = statSync(path, { bigint: true });
  return [dev, ino, birthtimeNs].join('.');
};

/** What the companion complains of, as sentences. */
const warningOf = ({ companion }: Database): string | null => {
  const problem = companion.problem();
  return problem && [problem.message, problem.hint ?? ''].join(' ').trim();
};

const isPromise = (value: unknown): boolean =>
  typeof (value as { then?: unknown } | null)?.then === 'function';

const noFunction = (): MonitorError =>
  new MonitorError('invalid-input', 'A transaction takes a function that does the work.');

/** What it does after its first `await` would be outside of the transaction, which is long over then. */
const asynchronous = (): MonitorError =>
  new MonitorError('invalid-input', 'A transaction takes no asynchronous function.', {
    hint: 'Await what is needed before, and hand over a function that does the rest at once.',
  });

/** Names a library without showing where it is; the same for as long as the file stays in place. */
export const libraryId = (path: string): string =>
  createHash('sha256').update(path).digest('hex').slice(0, 16);
