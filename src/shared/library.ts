import type { Failure } from './errors';

/** Who made the library's tables: Alembic, SQLAlchemy's `create_all`, or this application. */
export type LibraryOrigin = 'alembic' | 'create_all' | 'monitor';

/** An open library, as the window shows it. */
export type LibraryInfo = Readonly<{
  /** Opaque, stable for the same file. */
  id: string;
  /** File name without extension. */
  name: string;
  /** Absolute path, for display only: the window never sends a path back. */
  path: string;
  origin: LibraryOrigin;
  /** Alembic's `version_num`, where the library has one. */
  alembicRevision: string | null;
  /** As SQLite reports it: `delete`, `wal`, … */
  journalMode: string;
  /** Set when changes are impossible, with the reason as a sentence. */
  readOnlyReason: string | null;
  /** Set when judgements and earlier outcomes cannot be kept or read: what happened and what to do. */
  warning: string | null;
  sizeBytes: number;
}>;

/** What the window should show: exactly one of these at any time. */
export type LibraryState = Readonly<
  | { phase: 'none' }
  /** With progress when something has to be made first: the sample's audio files. */
  | { phase: 'opening'; path: string; progress: Readonly<{ done: number; total: number }> | null }
  | { phase: 'open'; library: LibraryInfo }
  | { phase: 'failed'; path: string; error: Failure }
>;

/** A library opened before; `id` is what the window sends to open it again. */
export type RecentLibrary = Readonly<{ id: string; name: string; path: string; openedAt: Date }>;

/** What a backup consists of, checked after it was made. */
export type BackupReport = Readonly<{
  /** Absolute path of the backup, for display only. */
  path: string;
  sizeBytes: number;
  /** Rows in it. */
  generations: number;
  prompts: number;
  /**
   * Absolute path of a second file with judgements and earlier outcomes, for display only; `null`
   * where there are none.
   */
  companion: string | null;
  /** Set when these could not be read, so are not in the backup. */
  warning: string | null;
}>;

/** Which steps of our schema a library has. */
export type MigrationStatus = Readonly<{
  /** Steps that it has, oldest first. */
  applied: readonly Readonly<{ name: string; kind: 'applied' | 'adopted' }>[];
  /** Steps that it lacks, oldest first. */
  pending: readonly string[];
}>;

export type MigrationReport = Readonly<{
  /** Names of the steps taken, in order; none when there was nothing to do. */
  steps: readonly string[];
  /** The copy made before; `null` when there was nothing to do. */
  backup: BackupReport | null;
}>;
