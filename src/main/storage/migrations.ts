import baseDown from '../../../migrations/0000_library.down.sql?raw';
import base from '../../../migrations/0000_library.sql?raw';
import type { Connection } from './native';

/** One step of the schema, with its way back. `up` is drizzle-kit's file, `down` written by hand. */
export type Migration = Readonly<{ name: string; up: string; down: string }>;

/** All steps, oldest first. A released one never changes. */
export const migrations: readonly Migration[] = [
  { name: '0000_library', up: base, down: baseDown },
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
  connection
    .prepare("INSERT INTO monitor_migrations (name, kind, applied_at) VALUES (?, 'applied', ?)")
    .run(migration.name, now);
};
