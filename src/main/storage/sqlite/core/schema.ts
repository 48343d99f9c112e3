import { sql } from 'drizzle-orm';
import {
  customType,
  index,
  integer,
  type SQLiteColumn,
  sqliteTable,
  text,
} from 'drizzle-orm/sqlite-core';

// The tables as DGX Music's Alembic revision 001 declares them: same names, same declared types, so
// that SQLAlchemy, and anyone who looks at the schema, finds in our libraries what they know.

export const varchar = (length?: number) =>
  customType<{ data: string }>({ dataType: () => (length ? `VARCHAR(${length})` : 'VARCHAR') });
const float = customType<{ data: number }>({ dataType: () => 'FLOAT' });
/** UTC text `YYYY-MM-DD HH:MM:SS.ffffff`, see dates.ts. */
export const datetime = customType<{ data: string }>({ dataType: () => 'DATETIME' });

/**
 * An index of ours on a library. It ends in a constant, which makes it one by an expression: such
 * indexes SQLAlchemy leaves out of what it reads of a schema, so `alembic revision --autogenerate`
 * does not drop what its models do not have. To SQLite it is as good as one without (a byte longer
 * for each row), but for orders by the rowid after the columns.
 */
const ours = (name: string, ...columns: [SQLiteColumn, ...SQLiteColumn[]]) =>
  index(name).on(...columns, sql`0`);

export const generations = sqliteTable(
  'generations',
  {
    id: varchar()('id').primaryKey().notNull(),
    prompt: text('prompt').notNull(),
    modelName: varchar()('model_name').notNull(),
    modelVersion: varchar()('model_version'),
    durationSeconds: float('duration_seconds').notNull(),
    sampleRate: integer('sample_rate').notNull(),
    channels: integer('channels').notNull(),
    filePath: varchar()('file_path').notNull(),
    fileSizeBytes: integer('file_size_bytes'),
    status: varchar()('status').notNull(),
    createdAt: datetime('created_at').notNull(),
    completedAt: datetime('completed_at'),
    generationTimeSeconds: float('generation_time_seconds'),
    errorMessage: text('error_message'),
    metadata: text('metadata'),
  },
  (table) => [
    index('idx_generations_status').on(table.status),
    index('idx_generations_created_at').on(table.createdAt),
    index('idx_generations_model_name').on(table.modelName),
    index('idx_generations_completed_at').on(table.completedAt),
    // Ours, beyond Alembic's. Each ends in the moment of creation, the second key of every order.
    ours('idx_monitor_status', table.status, table.createdAt),
    ours('idx_monitor_model_name', table.modelName, table.createdAt),
    ours('idx_monitor_duration', table.durationSeconds, table.createdAt),
    ours('idx_monitor_time_taken', table.generationTimeSeconds, table.createdAt),
    ours('idx_monitor_file_size', table.fileSizeBytes, table.createdAt),
    ours('idx_monitor_prompt', table.prompt, table.createdAt),
  ],
);

export const prompts = sqliteTable(
  'prompts',
  {
    id: integer('id').primaryKey().notNull(),
    /** `UNIQUE`, by hand in the migration: drizzle would make an index, for which Alembic's models have no name. */
    text: text('text').notNull(),
    usedCount: integer('used_count').notNull(),
    firstUsedAt: datetime('first_used_at').notNull(),
    lastUsedAt: datetime('last_used_at').notNull(),
  },
  (table) => [index('idx_prompts_text').on(table.text)],
);

/** Alembic's own table: our libraries carry revision 001, so that `alembic upgrade` finds it done. */
export const alembicVersion = sqliteTable('alembic_version', {
  versionNum: varchar(32)('version_num').primaryKey().notNull(),
});
