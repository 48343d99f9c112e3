import { and, asc, count, desc, inArray, type SQL, sql } from 'drizzle-orm';
import { QueryBuilder, type SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { GenerationList } from '../../shared/contract';
import { MonitorError } from '../../shared/errors';
import {
  coreStatuses,
  type Generation,
  type GenerationDetails,
  type StatusCounts,
} from '../../shared/generation';
import type { GenerationFilter, GenerationSort } from '../../shared/query';
import { type Database, statement, transaction } from './database';
import {
  type GenerationRow,
  rawText,
  type StoredValue,
  toGeneration,
  toStoredRecord,
  toSummary,
} from './rows';
import { generations } from './schema';

const queries = new QueryBuilder();

/** Text longer than this many bytes is cut before it leaves SQLite. */
const longText = 16_384;

/** `whole` for text of ordinary length, `part` for the rest: a page stays small whatever it holds. */
const bounded = (whole: SQLiteColumn, part: SQL): SQL =>
  sql`CASE WHEN octet_length(${whole}) <= ${sql.raw(String(longText))} THEN ${whole} ELSE ${part} END`;

const start = (column: SQLiteColumn): SQL => bounded(column, sql`substr(${column}, 1, 1000)`);

/** What the summary needs of metadata too long to be read whole. */
const longMetadata = sql`CASE WHEN json_valid(${generations.metadata}) THEN json_object(
  'bpm', json_extract(${generations.metadata}, '$.bpm'),
  'key', json_extract(${generations.metadata}, '$.key'),
  'genre', json_extract(${generations.metadata}, '$.genre')) ELSE 'too long' END`;

/** The columns in table order, those of text bounded in size. */
const summaryColumns = {
  id: generations.id,
  prompt: start(generations.prompt),
  modelName: start(generations.modelName),
  modelVersion: start(generations.modelVersion),
  durationSeconds: generations.durationSeconds,
  sampleRate: generations.sampleRate,
  channels: generations.channels,
  filePath: start(generations.filePath),
  fileSizeBytes: generations.fileSizeBytes,
  status: start(generations.status),
  createdAt: generations.createdAt,
  completedAt: generations.completedAt,
  generationTimeSeconds: generations.generationTimeSeconds,
  errorMessage: bounded(generations.errorMessage, sql`substr(${generations.errorMessage}, -2000)`),
  metadata: bounded(generations.metadata, longMetadata),
};

const where = (filter: GenerationFilter): SQL | undefined =>
  and(filter.statuses === undefined ? undefined : inArray(generations.status, filter.statuses));

/** Newest first unless asked otherwise; of one moment, by id, so that the order is total. */
const orderBy = ({ direction }: GenerationSort): readonly SQL[] => {
  const way = direction === 'ascending' ? asc : desc;
  return [way(generations.createdAt), way(generations.id)];
};

/** Rows `position` … `position + limit - 1` of those that match, and how many match, as of one moment. */
export const listGenerations = (
  database: Database,
  query: Readonly<{
    filter: GenerationFilter;
    sort: GenerationSort;
    position: number;
    limit: number;
  }>,
): GenerationList =>
  transaction(database, 'read', () => {
    const rows = queries
      .select(summaryColumns)
      .from(generations)
      .where(where(query.filter))
      .orderBy(...orderBy(query.sort))
      .limit(query.limit)
      .offset(query.position)
      .toSQL();
    const found = statement(database, rows.sql).all(...rows.params) as GenerationRow[];
    return {
      position: query.position,
      total: countGenerations(database, query.filter).total,
      rows: found.map((row) => toSummary(toGeneration(row))),
    };
  });

/** Matches per status. The four core statuses always occur. */
export const countGenerations = (database: Database, filter: GenerationFilter): StatusCounts =>
  transaction(database, 'read', () => {
    const query = queries
      .select({ status: generations.status, count: count() })
      .from(generations)
      .where(where(filter))
      .groupBy(generations.status)
      .toSQL();
    const rows = statement(database, query.sql).all(...query.params) as [StoredValue, number][];
    const byStatus = new Map<string, number>(coreStatuses.map((status) => [status, 0]));
    let total = 0;
    for (const [value, number] of rows) {
      const status = rawText(value);
      byStatus.set(status, (byStatus.get(status) ?? 0) + number);
      total += number;
    }
    return { total, byStatus: Object.fromEntries(byStatus) };
  });

const selectOneSql = queries
  .select()
  .from(generations)
  .where(sql`${generations.id} = ?`)
  .toSQL().sql;

/** One generation, `null` when there is none. */
export const findGeneration = (database: Database, id: string): Generation | null =>
  transaction(database, 'read', () => {
    const row = statement(database, selectOneSql).get(id) as GenerationRow | undefined;
    return row ? toGeneration(row) : null;
  });

/** One generation whole, with its row as stored. Fails with `generation-not-found`. */
export const getGeneration = (database: Database, id: string): GenerationDetails =>
  transaction(database, 'read', () => {
    const row = statement(database, selectOneSql).get(id) as GenerationRow | undefined;
    if (!row) {
      throw new MonitorError('generation-not-found', `There is no generation ${id} any more.`);
    }
    return { generation: toGeneration(row), record: toStoredRecord(row) };
  });
