import type { GenerationList } from '../../../../shared/contract';
import { MonitorError } from '../../../../shared/errors';
import type { Generation, GenerationSummary, StoredRecord } from '../../../../shared/generation';
import { type GenerationFilter, type GenerationSort, newestFirst } from '../../../../shared/query';
import { type Database, statement, transaction } from '../core/database';
import { perVersion } from '../core/library-version';
import { exactColumn } from '../core/more-columns';
import { fullColumns, summaryColumns } from '../core/row-columns';
import {
  type GenerationRow,
  generationColumns,
  type StoredValue,
  toGeneration,
  toStoredRecord,
  toSummary,
} from '../core/rows';
import { outlookOf, withoutStalled } from '../history/estimates';
import { judgementsById } from '../judgements/judgements';
import { longRead } from './batched-read';
import { isCounted, totalOf } from './counts';
import { nearby, rowsAlong } from './index-scan';
import { type Order, orderOf, reversed } from './order';
import { indexedPlan, planOf } from './plan';
import { rowidsAfter, rowidsAt, sortedRowids } from './positions';

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
  longRead(database, () => {
    const { sort, position, limit } = query;
    const filter = withoutStalled(database, query.filter);
    const total = totalOf(database, filter);
    const rowids = rowidsAt(database, { filter, sort, position, limit, total });
    return { position, total, rows: summariesOf(database, rowids) };
  });

const summariesOf = (database: Database, rowids: readonly number[]): readonly GenerationSummary[] =>
  transaction(database, 'read', () => {
    const found = rowsOf(database, summaryColumns, rowids).map(toGeneration);
    const judgementOf = judgementsById(
      database,
      found.map(({ id }) => id),
    );
    return found.map((generation) =>
      toSummary(generation, judgementOf(generation.id), outlookOf(database, generation)),
    );
  });

/** Rows one by one; those deleted since somebody looked for them are left out. */
const rowsOf = (
  database: Database,
  columns: string,
  rowids: readonly number[],
): readonly GenerationRow[] =>
  transaction(database, 'read', () => {
    const select = statement(database, `SELECT ${columns} FROM generations WHERE rowid = ?`);
    return rowids.flatMap((rowid) => {
      const row = select.get(rowid) as GenerationRow | undefined;
      return row ? [row] : [];
    });
  });

/**
 * As Python's `get_all_generations` and `get_pending_generations`: newest first, by offset. To read
 * everything, pages are the better way.
 */
export const recentGenerations = (
  database: Database,
  options: Readonly<{ status?: string; limit?: number; offset?: number }> = {},
): readonly Generation[] =>
  longRead(database, () => {
    const { status, limit = 100, offset = 0 } = options;
    const filter = status === undefined ? {} : { statuses: [status] };
    const total = totalOf(database, filter);
    const wanted = { filter, sort: newestFirst, position: offset, limit, total };
    return rowsOf(database, fullColumns, rowidsAt(database, wanted)).map(toGeneration);
  });

/** What a page is a page of. */
export type PageQuery = Readonly<{
  filter?: GenerationFilter;
  sort?: GenerationSort;
  /** 100 unless given. */
  limit?: number;
}>;

/** A page of rows; the cursors lead to its neighbours, `null` where there is none. */
export type PageOf<Row> = Readonly<{
  rows: readonly Row[];
  next: string | null;
  previous: string | null;
}>;
export type Page = PageOf<Generation>;

/**
 * Matches by key: each page costs the same however deep it is, and rows that come or go elsewhere
 * shift nothing.
 *
 * @param cursor `next` or `previous` of another page of this query; the first page without
 * @throws `invalid-input` for a cursor of another order
 */
export const pageOfGenerations = (
  database: Database,
  query: PageQuery,
  cursor: string | null = null,
): Page => pageOf(database, query, cursor, toGeneration);

/**
 * All matches as they are stored, page after page, each a transaction of its own. Where an order has
 * no index the matches of the beginning are sorted once, and those deleted since are left out.
 *
 * @param more names of columns to read beside those that we know
 */
export function* pagesOfRecords(
  database: Database,
  query: Readonly<{ filter: GenerationFilter; sort: GenerationSort; limit: number }>,
  more: readonly string[],
): Generator<readonly StoredRecord[]> {
  const { sort, limit } = query;
  const filter = withoutStalled(database, query.filter);
  const further = more.map(exactColumn);
  const toStored = (row: GenerationRow) => toStoredRecord(row, more);
  const rowids = longRead(database, () => sortedRowids(database, filter, sort));
  if (rowids === null) {
    for (let cursor: string | null = null; ; ) {
      const page: PageOf<StoredRecord> = pageOf(database, query, cursor, toStored, further);
      yield page.rows;
      if (page.next === null) return;
      cursor = page.next;
    }
  }
  for (let at = 0; at < rowids.length; at += limit) {
    const some = Array.from(rowids.subarray(at, at + limit));
    yield rowsOf(database, [fullColumns, ...further].join(', '), some).map(toStored);
  }
}

const pageOf = <Row>(
  database: Database,
  query: PageQuery,
  cursor: string | null,
  toRow: (row: GenerationRow) => Row,
  further: readonly string[] = [],
): PageOf<Row> => {
  const { filter = {}, sort = newestFirst, limit = 100 } = query;
  const from = cursor === null ? null : decodeCursor(database, cursor, sort);
  const order = from?.backwards ? reversed(orderOf(database, sort)) : orderOf(database, sort);
  const place = from?.values ?? null;
  const columns = { sql: [...columnsRead(order), ...further], params: [] };
  const quickly = transaction(database, 'read', () => {
    const wanted = withoutStalled(database, filter);
    const indexed = indexedPlan(database, wanted, sort);
    if (indexed) return rowsAlong(database, columns, { ...indexed, order }, place, limit);
    // The matches of a search are remembered for a while only: a plan with them is not kept.
    if (wanted.text || !isCounted(database, wanted)) return null;
    const key = `plan ${JSON.stringify([wanted, sort, limit])}`;
    const plan = perVersion(database, key, () => planOf(database, wanted, sort, limit));
    return nearby(database, columns, { ...plan, order }, place, limit);
  });
  const { rows, isMore } =
    quickly ??
    longRead(database, () => {
      const plan = planOf(database, withoutStalled(database, filter), sort, limit);
      const rowids = rowidsAfter(database, { ...plan, order }, place, limit + 1);
      const found = rowsOf(database, columns.sql.join(', '), rowids);
      return { rows: found.slice(0, limit), isMore: found.length > limit };
    });
  if (from?.backwards) rows.reverse();
  const before = from?.backwards ? isMore : from !== null;
  const after = from?.backwards ? true : isMore;
  return {
    rows: rows.map(toRow),
    previous: before ? encodeCursor(database, sort, rows[0], true) : null,
    next: after ? encodeCursor(database, sort, rows.at(-1), false) : null,
  };
};

type Cursor = Readonly<{ backwards: boolean; values: readonly StoredValue[] }>;

const columns: readonly string[] = generationColumns.map(([column]) => column);

/** The columns of a row in table order, then the expressions among an order's keys: cursors hold them. */
const columnsRead = ({ keys }: Order): readonly string[] => [
  ...columns,
  ...keys.filter((key) => !columns.includes(key)),
];

const encodeCursor = (
  database: Database,
  sort: GenerationSort,
  row: GenerationRow | undefined,
  backwards: boolean,
): string | null => {
  if (row === undefined) return null;
  const order = orderOf(database, sort);
  const read = columnsRead(order);
  const values = order.keys.map((key) => encodeValue(row[read.indexOf(key)] ?? null));
  const cursor = [sort.column, sort.direction[0], backwards ? 1 : 0, values];
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
};

const decodeCursor = (database: Database, text: string, sort: GenerationSort): Cursor => {
  let cursor: unknown;
  try {
    cursor = JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    cursor = null;
  }
  if (!Array.isArray(cursor) || cursor.length !== 4) throw invalid('That is no cursor.');
  const [column, direction, backwards, values] = cursor as unknown[];
  if (column !== sort.column || direction !== sort.direction[0]) {
    throw invalid('The cursor belongs to another order.');
  }
  if (!Array.isArray(values) || values.length !== orderOf(database, sort).keys.length) {
    throw invalid('That is no cursor.');
  }
  return { backwards: backwards === 1, values: values.map(decodeValue) };
};

/** JSON knows neither blobs nor numbers without end. */
const encodeValue = (value: StoredValue): unknown => {
  if (Buffer.isBuffer(value)) return { blob: value.toString('base64') };
  return typeof value === 'number' && !Number.isFinite(value) ? { real: String(value) } : value;
};

const decodeValue = (value: unknown): StoredValue => {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'object' && 'blob' in value && typeof value.blob === 'string') {
    return Buffer.from(value.blob, 'base64');
  }
  if (typeof value === 'object' && 'real' in value) return Number(value.real);
  throw invalid('That is no cursor.');
};

const invalid = (message: string): MonitorError => new MonitorError('invalid-input', message);
