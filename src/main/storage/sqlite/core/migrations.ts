/// <reference path="./sql-files.d.ts" />
import libraryDown from '../../../../../migrations/0000_library.down.sql?raw';
import libraryUp from '../../../../../migrations/0000_library.sql?raw';
import attemptsDown from '../../../../../migrations/0001_attempts.down.sql?raw';
import attemptsUp from '../../../../../migrations/0001_attempts.sql?raw';
import filterIndexesDown from '../../../../../migrations/0002_filter_indexes.down.sql?raw';
import filterIndexesUp from '../../../../../migrations/0002_filter_indexes.sql?raw';
import sortIndexesDown from '../../../../../migrations/0003_sort_indexes.down.sql?raw';
import sortIndexesUp from '../../../../../migrations/0003_sort_indexes.sql?raw';
import promptIndexDown from '../../../../../migrations/0004_prompt_index.down.sql?raw';
import promptIndexUp from '../../../../../migrations/0004_prompt_index.sql?raw';
import judgementsDown from '../../../../../migrations/0005_judgements.down.sql?raw';
import judgementsUp from '../../../../../migrations/0005_judgements.sql?raw';
import narrowPromptIndexDown from '../../../../../migrations/0006_narrow_prompt_index.down.sql?raw';
import narrowPromptIndexUp from '../../../../../migrations/0006_narrow_prompt_index.sql?raw';
import type { Connection } from './connection';

/** One step of the schema, with its way back. `up` is drizzle-kit's file, `down` written by hand. */
export type Migration = Readonly<{ name: string; up: string; down: string }>;

/** The tables that DGX Music shares with us: what Alembic's revision 001 makes. */
export const baseMigration: Migration = { name: '0000_library', up: libraryUp, down: libraryDown };

/** The table that keeps earlier outcomes. */
export const attemptsMigration: Migration = {
  name: '0001_attempts',
  up: attemptsUp,
  down: attemptsDown,
};

/** The tables that keep what people think of takes. */
export const judgementsMigration: Migration = {
  name: '0005_judgements',
  up: judgementsUp,
  down: judgementsDown,
};

/** All steps, oldest first. A released one never changes. */
export const migrations: readonly Migration[] = [
  baseMigration,
  attemptsMigration,
  { name: '0002_filter_indexes', up: filterIndexesUp, down: filterIndexesDown },
  { name: '0003_sort_indexes', up: sortIndexesUp, down: sortIndexesDown },
  { name: '0004_prompt_index', up: promptIndexUp, down: promptIndexDown },
  judgementsMigration,
  {
    name: '0006_narrow_prompt_index',
    up: narrowPromptIndexUp,
    down: narrowPromptIndexDown,
  },
];

/**
 * How a step came into a library: run by us, or found done because Alembic or `create_all` had made
 * the tables before (only the first step can be that).
 */
export type MigrationKind = 'applied' | 'adopted';
export type AppliedMigration = Readonly<{ name: string; kind: MigrationKind; appliedAt: string }>;

const createJournal = `CREATE TABLE IF NOT EXISTS monitor_migrations (
  name TEXT PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL,
  applied_at DATETIME NOT NULL
)`;

/** The steps that a library has, in order of application; none where we never added anything. */
export const appliedMigrations = (connection: Connection): readonly AppliedMigration[] => {
  const known = connection
    .prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'monitor_migrations'")
    .get();
  if (!known) return [];
  return connection
    .prepare('SELECT name, kind, applied_at AS appliedAt FROM monitor_migrations ORDER BY name')
    .all() as AppliedMigration[];
};

/** Runs one step's SQL and takes note of it. To be called inside a write transaction. */
export const applyMigration = (connection: Connection, migration: Migration, now: string): void => {
  connection.exec(createJournal);
  connection.exec(migration.up);
  note(connection, migration, 'applied', now);
};

/** Takes note that a step was found done. To be called inside a write transaction. */
export const adoptMigration = (connection: Connection, migration: Migration, now: string): void => {
  connection.exec(createJournal);
  note(connection, migration, 'adopted', now);
};

const note = (connection: Connection, { name }: Migration, kind: MigrationKind, now: string) =>
  connection
    .prepare('INSERT INTO monitor_migrations (name, kind, applied_at) VALUES (?, ?, ?)')
    .run(name, kind, now);

/**
 * Takes one step back, and our journal with it when nothing else of ours is left. To be called
 * inside a write transaction.
 */
export const revertMigration = (connection: Connection, migration: Migration): void => {
  connection.exec(migration.down);
  connection.prepare('DELETE FROM monitor_migrations WHERE name = ?').run(migration.name);
  const ours = connection
    .prepare("SELECT count(*) FROM monitor_migrations WHERE kind = 'applied'")
    .pluck()
    .get();
  if (ours === 0) connection.exec('DROP TABLE monitor_migrations');
};
