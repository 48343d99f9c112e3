import {
  customType,
  index,
  integer,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';

// The tables as DGX Music's Alembic revision 001 declares them: same names, same declared types, so
// that SQLAlchemy, and anyone who looks at the schema, finds in our libraries what they know.

const varchar = (length?: number) =>
  customType<{ data: string }>({ dataType: () => (length ? `VARCHAR(${length})` : 'VARCHAR') });
const float = customType<{ data: number }>({ dataType: () => 'FLOAT' });
/** Keeps each value as it comes, whatever its kind. */
const asStored = customType<{ data: string | number | Buffer | null }>({ dataType: () => 'BLOB' });
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
    // Ours, beyond Alembic's. Each ends in the moment of creation, the second key of every order.
    index('idx_monitor_status').on(table.status, table.createdAt),
    index('idx_monitor_model_name').on(table.modelName, table.createdAt),
    index('idx_monitor_duration').on(table.durationSeconds, table.createdAt),
    index('idx_monitor_time_taken').on(table.generationTimeSeconds, table.createdAt),
    index('idx_monitor_file_size').on(table.fileSizeBytes, table.createdAt),
    index('idx_monitor_prompt').on(table.prompt, table.createdAt),
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

/**
 * Ours: each outcome that a retry cleared, so that nothing is lost and Undo is exact. The columns of
 * the outcome hold what `generations` held, malformed values included.
 */
export const generationAttempts = sqliteTable(
  'generation_attempts',
  {
    id: integer('id').primaryKey().notNull(),
    generationId: varchar()('generation_id').notNull(),
    /** 1 for the first outcome of the generation, 2 for the next. */
    attempt: integer('attempt').notNull(),
    status: varchar()('status').notNull(),
    completedAt: asStored('completed_at'),
    generationTimeSeconds: asStored('generation_time_seconds'),
    fileSizeBytes: asStored('file_size_bytes'),
    errorMessage: asStored('error_message'),
    retriedAt: datetime('retried_at').notNull(),
  },
  (table) => [
    uniqueIndex('idx_generation_attempts_generation').on(table.generationId, table.attempt),
  ],
);

/**
 * Ours: what a person thinks of a take. By the generation's id, which outlives `VACUUM`, changes by
 * other programs, and the deletion of the generation itself (Undo brings back a judged one). No row,
 * or nothing in it: not judged. The table is `WITHOUT ROWID`, which drizzle cannot say: in the order
 * of the ids, the index of generations is gone through from one end to the other.
 */
export const generationJudgements = sqliteTable('generation_judgements', {
  generationId: varchar()('generation_id').primaryKey().notNull(),
  /** When somebody listened to it. */
  heardAt: datetime('heard_at'),
  /** 1 to 5. */
  rating: integer('rating'),
  starred: integer('starred', { mode: 'boolean' }).notNull(),
  rejected: integer('rejected', { mode: 'boolean' }).notNull(),
  /** A JSON list of text, `NULL` rather than an empty one. */
  tags: text('tags'),
  note: text('note'),
  updatedAt: datetime('updated_at').notNull(),
});

/** Ours: votes of comparisons, one row for each take that lost to the one voted for. */
export const comparisonVotes = sqliteTable(
  'comparison_votes',
  {
    id: integer('id').primaryKey().notNull(),
    /** The same for the rows of one vote. */
    comparisonId: varchar()('comparison_id').notNull(),
    votedAt: datetime('voted_at').notNull(),
    winnerId: varchar()('winner_id').notNull(),
    loserId: varchar()('loser_id').notNull(),
    /** Whether it was hidden which take is which. */
    blind: integer('blind', { mode: 'boolean' }).notNull(),
  },
  (table) => [
    uniqueIndex('idx_comparison_votes_comparison').on(table.comparisonId, table.loserId),
    index('idx_comparison_votes_winner').on(table.winnerId),
    index('idx_comparison_votes_loser').on(table.loserId),
  ],
);
