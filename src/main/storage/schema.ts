import { customType, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

// The tables as DGX Music's Alembic revision 001 declares them: same names, same declared types, so
// that SQLAlchemy, and anyone who looks at the schema, finds in our libraries what they know.

const varchar = (length?: number) =>
  customType<{ data: string }>({ dataType: () => (length ? `VARCHAR(${length})` : 'VARCHAR') });
const float = customType<{ data: number }>({ dataType: () => 'FLOAT' });
/** UTC text `YYYY-MM-DD HH:MM:SS.ffffff`, see dates.ts. */
const datetime = customType<{ data: string }>({ dataType: () => 'DATETIME' });

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
  ],
);

export const prompts = sqliteTable(
  'prompts',
  {
    id: integer('id').primaryKey().notNull(),
    text: text('text').notNull().unique(),
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
