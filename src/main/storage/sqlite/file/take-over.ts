import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { MonitorError } from '../../../../shared/errors';
import { type Connection, connect } from '../core/connection';
import type { Database } from '../core/database';
import { earlierTables } from '../core/earlier-additions';
import { isBusy } from '../core/sqlite-errors';
import { copyAttempts } from '../history/attempts';
import { copyJudgements } from '../judgements/judgements';
import { copyVotes } from '../judgements/votes';
import { companionFolder, companionPath } from '../sidecar/sidecar';
import { writeOwn } from '../sidecar/sidecar-tables';
import { companionBeside, keepsAnything } from './sidecar-backup';

// How the companion of a library comes to what is kept elsewhere about it: by earlier versions in the
// library, beside a backup, or under the path that a moved library had.

/** Other companions are looked into, the latest first, at most so many. */
const mostCompanions = 20;

/**
 * Takes over what is kept elsewhere, once. Sources are only read. What cannot be read is no reason not
 * to open the library: the companion then tells.
 *
 * @param dataFolder where the companions are
 * @param identity see `openCompanion`
 */
export const takeOver = (
  database: Database,
  dataFolder: string,
  { libraryId, identity }: Readonly<{ libraryId: string; identity: string }>,
): void => {
  const { companion, path } = database;
  try {
    const isNew = !existsSync(companion.path);
    takeOverFile(database, companionBeside(path));
    if (isNew) {
      for (const encoding of encodings) {
        takeOverFile(database, companionPath(dataFolder, libraryId, encoding));
      }
    }
    takeOverMoved(database, companionFolder(dataFolder), identity);
    takeOverEarlier(database);
  } catch (thrown) {
    const error = companion.errorOf(thrown);
    if (!(error instanceof MonitorError)) throw thrown;
    companion.complain(error);
  }
};

const encodings = ['UTF-8', 'UTF-16le', 'UTF-16be'] as const;

/**
 * What an earlier version keeps in the library.
 *
 * @param options `always`: also where that has been done and no row came since
 */
export const takeOverEarlier = (database: Database, { always = false } = {}): void => {
  const { connection } = database;
  const tables = earlierTables(connection);
  if (tables.every((table) => isEmpty(connection, table))) return;
  if (always) {
    writeOwn(database, (store) => copyAll(connection, store));
    return;
  }
  const state = tables.map((table) => {
    const latest = table === 'generation_judgements' ? 'updated_at' : 'id';
    const sql = `SELECT count(*), max(${latest}) FROM main.${table}`;
    return connection.prepare(sql).raw(true).get();
  });
  once(database, JSON.stringify(['library', tables, state]), (store) => copyAll(connection, store));
};

const isEmpty = (connection: Connection, table: string): boolean =>
  connection.prepare(`SELECT 1 FROM main.${table} LIMIT 1`).get() === undefined;

const copyAll = (from: Connection, to: Connection): void => {
  for (const copy of [copyAttempts, copyJudgements, copyVotes]) copy(from, to);
};

/** Does `work` in a transaction of the companion, unless it has been done. */
const once = (database: Database, source: string, work: (store: Connection) => void): void => {
  const isDone = "SELECT 1 FROM taken_over WHERE table_name = 'source' AND key = ?";
  if (database.companion.existing()?.prepare(isDone).get(source) !== undefined) return;
  writeOwn(database, (store) => {
    work(store);
    store.prepare("INSERT OR IGNORE INTO taken_over VALUES ('source', ?)").run(source);
  });
};

/** The rows of another companion or a copy of one: where nothing is kept yet, or in any case. */
const takeOverFile = (database: Database, file: string, { always = false } = {}): void => {
  if (file === database.companion.path || !existsSync(file)) return;
  const { mtimeMs, size } = statSync(file);
  const source = JSON.stringify([file, mtimeMs, size]);
  withCopy(database, file, (copy) => {
    once(database, source, (store) => {
      if (always || !keepsAnything(store)) copyAll(copy, store);
    });
  });
};

/** What was kept of this very file while it lay elsewhere, since it was here last. */
const takeOverMoved = (database: Database, folder: string, identity: string): void => {
  if (!existsSync(folder)) return;
  const { path } = database.companion;
  const since = existsSync(path) ? statSync(path).mtimeMs : 0;
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.db'))
    .map((name) => join(folder, name))
    .map((file) => ({ file, at: statSync(file).mtimeMs }))
    .filter(({ file, at }) => file !== path && at > since)
    .sort((one, other) => other.at - one.at)
    .slice(0, mostCompanions);
  for (const { file } of files) {
    if (identityIn(file) === identity) takeOverFile(database, file, { always: true });
  }
};

/** Which file a companion was of; `null` where it does not tell. */
const identityIn = (file: string): unknown => {
  let copy: Connection | undefined;
  try {
    copy = connect(file, { readOnly: true });
    return copy.prepare('SELECT identity FROM library_file').pluck().get() ?? null;
  } catch {
    // That of another library, or none: who opens that one is told.
    return null;
  } finally {
    copy?.close();
  }
};

const withCopy = <T>(
  { companion }: Database,
  file: string,
  work: (copy: Connection) => T,
): T | undefined => {
  let copy: Connection | undefined;
  try {
    copy = connect(file, { readOnly: true });
    // The first look at it tells whether it is a database at all.
    copy.pragma('schema_version');
  } catch (cause) {
    copy?.close();
    if (isBusy(cause)) throw cause;
    companion.complain(
      new MonitorError(
        'companion-unusable',
        `Judgements and earlier outcomes in ${file} cannot be read (${(cause as Error).message}).`,
        { hint: 'Put a whole copy in its place, or take it away.', cause },
      ),
    );
    return undefined;
  }
  try {
    return work(copy);
  } finally {
    copy.close();
  }
};
