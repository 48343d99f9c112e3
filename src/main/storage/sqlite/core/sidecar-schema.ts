import {
  customType,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import { datetime, varchar } from './schema';

// The tables of the companion: what is ours about a library. Never in the library itself, see
// docs/decisions/0002-retry-history.md.

/** Keeps each value as it comes, whatever its kind. */
const asStored = customType<{ data: string | number | Buffer | null }>({ dataType: () => 'BLOB' });

/**
 * Each outcome that a retry cleared, so that nothing is lost and Undo is exact. The columns of
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
 * What a person thinks of a take. By the generation's id, which outlives `VACUUM`, changes by
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

/** Votes of comparisons, one row for each take that lost to the one voted for. */
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

/** How far the last check of the audio came: one row, or none. See check-results.ts. */
export const audioCheck = sqliteTable('audio_check', {
  one: integer('one').primaryKey().notNull(),
  phase: text('phase').notNull(),
  after: text('after').notNull(),
  checked: integer('checked').notNull(),
  total: integer('total').notNull(),
  endedAt: datetime('ended_at').notNull(),
});

/** What that check found. */
export const audioFindings = sqliteTable(
  'audio_findings',
  {
    id: integer('id').primaryKey().notNull(),
    kind: text('kind').notNull(),
    generationId: varchar()('generation_id'),
    title: text('title').notNull(),
    message: text('message').notNull(),
  },
  (table) => [index('idx_audio_findings_kind').on(table.kind, table.generationId)],
);

/** Which file the library is, one row: it may be found under another path one day. */
export const libraryFile = sqliteTable('library_file', {
  one: integer('one').primaryKey().notNull(),
  identity: text('identity').notNull(),
});

/**
 * Rows of elsewhere that were taken over, by what they are known by, so that none comes back that
 * was taken away here since. `WITHOUT ROWID`.
 */
export const takenOver = sqliteTable(
  'taken_over',
  { tableName: text('table_name').notNull(), key: text('key').notNull() },
  (table) => [primaryKey({ columns: [table.tableName, table.key] })],
);
