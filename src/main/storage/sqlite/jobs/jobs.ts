import { randomUUID } from 'node:crypto';
import { MonitorError } from '../../../../shared/errors';
import type { Generation, JsonObject } from '../../../../shared/generation';
import { normalStatus } from '../../../../shared/generation';
import { type Database, statement, transaction } from '../core/database';
import { storedNow } from '../core/dates';
import { mergeMetadata } from '../core/metadata';
import { demandedColumns, quotedName, storedColumns } from '../core/more-columns';
import { doubled, oddities } from '../core/odd-ids';
import { partByPart, refusalOf } from '../core/refusal';
import {
  type GenerationRow,
  generationColumns,
  type StoredValue,
  toGeneration,
} from '../core/rows';
import { normalStatusSql } from '../core/statuses';
import { findGeneration } from '../rows/generations';
import { countPromptUse } from './prompts';

// The life of a job, one function per step. Each is one transaction.

/** What a new job needs. */
export type NewGeneration = Readonly<{
  prompt: string;
  modelName: string;
  /** Seconds, target length of the audio. */
  durationSeconds: number;
  /** Hz. */
  sampleRate: number;
  /** 1 or 2. */
  channels: number;
  filePath: string;
  modelVersion?: string | null;
  metadata?: JsonObject | null;
  /** A new UUID v4 unless given. */
  id?: string;
}>;

/** What a completed job has to tell. */
export type Completion = Readonly<{
  generationTimeSeconds: number;
  /** Bytes. */
  fileSizeBytes: number;
  /** Merged over what the job has, key by key. */
  metadata?: JsonObject | null;
}>;

const knownColumns = generationColumns.map(([column]) => column);
const columns = knownColumns.join(', ');
const returning = `RETURNING ${columns}`;

const insertSql = `INSERT INTO generations (${columns})
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, 'pending', ?, NULL, NULL, NULL, ?)`;

/** Puts a job in the queue and counts the use of its prompt. */
export const createGeneration = (database: Database, job: NewGeneration): Generation =>
  insertGeneration(database, job, job.metadata ? JSON.stringify(job.metadata) : null);

/** The same with metadata as JSON text of an object, whose numbers stay as they are spelled. */
export const insertGeneration = (
  database: Database,
  job: Omit<NewGeneration, 'metadata'>,
  metadata: string | null,
): Generation =>
  transaction(database, 'write', () => {
    const now = storedNow();
    const id = job.id ?? randomUUID();
    const version = job.modelVersion ?? null;
    const { prompt, modelName, durationSeconds, sampleRate, channels, filePath } = job;
    assertNothingMoreDemanded(database);
    if (job.id !== undefined) assertFree(database, job.id);
    const head = [id, prompt, modelName, version, durationSeconds, sampleRate, channels, filePath];
    statement(database, insertSql).run(...head, now, metadata);
    countPromptUse(database, prompt, now);
    return toGeneration([...head, null, 'pending', now, null, null, null, metadata]);
  });

/** Also where the table has no primary key that would tell. */
const assertFree = (database: Database, id: string): void => {
  if (statement(database, 'SELECT 1 FROM generations WHERE id = ?').get(id) === undefined) return;
  throw new MonitorError('generation-exists', `There is a generation ${id} already.`, {
    hint: 'Leave the id out to get a new one.',
  });
};

/** Said before anything is tried: what to put into such a column only the service can know. */
const assertNothingMoreDemanded = (database: Database): void => {
  const demanded = demandedColumns(database);
  if (demanded.length === 0) return;
  const names = demanded.map((name) => `“${name}”`).join(', ');
  const column = demanded.length === 1 ? `the column ${names}` : `the columns ${names}`;
  throw new MonitorError(
    'library-demands-more',
    `This library wants a value in ${column} of every new generation, and this application does not know which.`,
    { hint: 'Create it with DGX Music itself. Retry, cancel, delete and all else work here.' },
  );
};

const change = (database: Database, sql: string, ...values: StoredValue[]): Generation | null =>
  transaction(database, 'write', () => {
    const [row, second] = statement(database, `${sql} ${returning}`).all(...values);
    if (second) throw new MonitorError('library-refused', `Nothing was changed: ${doubled}.`);
    return row ? toGeneration(row as GenerationRow) : null;
  });

/**
 * Sets a status, with a message if given; `failed` with a message also sets `completed_at`. `null`
 * when there is no such generation.
 */
export const updateStatus = (
  database: Database,
  id: string,
  status: string,
  errorMessage?: string | null,
): Generation | null => {
  if (!errorMessage) return change(database, updateStatusSql, status, id);
  if (status === 'failed') return failGeneration(database, id, errorMessage);
  return change(database, updateStatusAndErrorSql, status, errorMessage, id);
};

const updateStatusSql = 'UPDATE generations SET status = ? WHERE id = ?';
const updateStatusAndErrorSql = 'UPDATE generations SET status = ?, error_message = ? WHERE id = ?';

/** `processing`. `null` when there is no such generation. */
export const markProcessing = (database: Database, id: string): Generation | null =>
  change(database, updateStatusSql, 'processing', id);

/** `failed`, with the message, now. `null` when there is no such generation. */
export const failGeneration = (database: Database, id: string, message: string) =>
  change(
    database,
    "UPDATE generations SET status = 'failed', error_message = ?, completed_at = ? WHERE id = ?",
    message,
    storedNow(),
    id,
  );

const completeSql = `UPDATE generations SET status = 'completed', completed_at = ?,
  generation_time_seconds = ?, file_size_bytes = ?, metadata = ?, error_message = NULL WHERE id = ?`;

/** Another metadata for a job, whatever its status; `null` when there is no such generation. */
export const setMetadata = (
  database: Database,
  id: string,
  metadata: JsonObject | null,
): Generation | null =>
  change(
    database,
    'UPDATE generations SET metadata = ? WHERE id = ?',
    metadata === null ? null : JSON.stringify(metadata),
    id,
  );

/** `completed`, now, an error of before forgotten, metadata merged over the old. `null` when there is no such generation. */
export const completeGeneration = (
  database: Database,
  id: string,
  completion: Completion,
): Generation | null =>
  transaction(database, 'write', () => {
    const row = statement(database, 'SELECT metadata FROM generations WHERE id = ?').get(id) as
      | [StoredValue]
      | undefined;
    if (!row) return null;
    const { generationTimeSeconds, fileSizeBytes } = completion;
    const metadata = merged(row[0], completion.metadata ?? null);
    return change(
      database,
      completeSql,
      storedNow(),
      generationTimeSeconds,
      fileSizeBytes,
      metadata,
      id,
    );
  });

/** Without anything new the old value stays as it is, malformed or not. */
const merged = (old: StoredValue, added: JsonObject | null): StoredValue => {
  if (!added || Object.keys(added).length === 0) return old;
  return mergeMetadata(typeof old === 'string' ? old : null, JSON.stringify(added));
};

/** What became of a request to cancel: every id asked for is in exactly one of the two. */
export type CancelOutcome = Readonly<{
  cancelled: readonly string[];
  skipped: readonly Readonly<{
    id: string;
    /** `refused`: a rule that another program put into the library forbids it. */
    reason: 'not-found' | 'not-pending' | 'refused';
    status: string | null;
    /** Why it was refused, in the words of that rule. */
    refusal?: string;
  }>[];
}>;

/** `cancelled`, now, with the service's message, for those still pending: a job under way is its worker's. */
export const cancelGenerations = (database: Database, ids: readonly string[]): CancelOutcome =>
  partByPart(database, () => cancelEach(database, ids));

const cancelEach = (database: Database, ids: readonly string[]): CancelOutcome =>
  transaction(database, 'write', () => {
    const cancelled: string[] = [];
    const skipped: CancelOutcome['skipped'][number][] = [];
    const sql = `UPDATE generations SET status = 'cancelled', completed_at = ?,
        error_message = 'Cancelled by user'
      WHERE id = ? AND ${normalStatusSql} = 'pending'`;
    const oddityOf = oddities(database);
    for (const id of new Set(ids)) {
      const status = findGeneration(database, id)?.status ?? null;
      const oddity = oddityOf(id, status !== null);
      if (oddity !== null) {
        skipped.push({ id, reason: 'refused', status, refusal: oddity });
        continue;
      }
      if (status !== null && normalStatus(status) === 'pending') {
        const refusal = refusalOf(
          database,
          id,
          () => statement(database, sql).run(storedNow(), id).changes > 0,
        );
        if (refusal === null) cancelled.push(id);
        else skipped.push({ id, reason: 'refused', status, refusal });
        continue;
      }
      skipped.push({ id, reason: status === null ? 'not-found' : 'not-pending', status });
    }
    return { cancelled, skipped };
  });

/** Deleted rows exactly as they were stored: hand them to {@link restoreGenerations}. */
export type DeletedGenerations = readonly Readonly<{
  id: string;
  row: GenerationRow;
  /** Which column each value of the row is of, those that we know unless given. */
  columns?: readonly string[];
}>[];

/** Deletes rows, not their audio. Answers those that were there. */
export const deleteGenerations = (database: Database, ids: readonly string[]): DeletedGenerations =>
  transaction(database, 'write', () => {
    const names = storedColumns(database);
    const sql = `DELETE FROM generations WHERE id = ? RETURNING ${names.map(quotedName).join(', ')}`;
    const remove = statement(database, sql).safeIntegers(true);
    // Without a key a table may have one id twice.
    return [...new Set(ids)].flatMap((id) =>
      (remove.all(id) as GenerationRow[]).map((row) => ({ id, row, columns: names })),
    );
  });

/** Puts deleted rows back, value by value. One whose id is in use again stays away. */
export const restoreGenerations = (
  database: Database,
  deleted: DeletedGenerations,
): readonly string[] =>
  transaction(database, 'write', () => {
    return deleted.flatMap(({ id, row, columns: names = knownColumns }) => {
      const sql = `INSERT INTO generations (${names.map(quotedName).join(', ')})
        VALUES (${names.map(() => '?').join(', ')}) ON CONFLICT DO NOTHING`;
      return statement(database, sql).run(...row).changes > 0 ? [id] : [];
    });
  });
