import type { GenerationSort, SortColumn } from '../../../../shared/query';
import type { Database } from '../core/database';
import { momentKey } from '../core/date-forms';
import type { StoredValue } from '../core/rows';
import { any, type Fragment, fragment } from '../core/sql-fragment';
import { judgementKey } from '../judgements/judgement-sql';
import { number, ofMetadata } from './filter-sql';

/**
 * An order of generations: keys from the most significant to the id, all in one direction. A key is
 * a column or an expression; orders by an expression have no index and sort all matches.
 */
export type Order = Readonly<{ keys: readonly string[]; descending: boolean }>;

/** A value of the metadata where it is of the kind that the list shows. */
const metadataOf = (key: string, ...types: readonly string[]): string => {
  const kinds = types.map((type) => `'${type}'`).join(', ');
  const [type, value] = ['json_type', 'json_extract'].map(
    (name) => `${name}(metadata, '$.${key}')`,
  );
  return ofMetadata(`iif(${type} IN (${kinds}), ${value}, NULL)`);
};

/**
 * The keys of each order; all but those by a moment, which tie seldom, end in the moment of creation. A
 * value that the list does not show, as it is of another kind, is as none.
 */
const keysOf = (
  created: string,
  completed: string,
): Readonly<Record<SortColumn, readonly string[]>> => {
  const creation = [created, 'id'];
  return {
    createdAt: creation,
    completedAt: [completed, 'id'],
    status: ['status', ...creation],
    prompt: ['prompt', ...creation],
    modelName: ['model_name', ...creation],
    durationSeconds: ['duration_seconds', ...creation],
    generationTimeSeconds: ['generation_time_seconds', ...creation],
    realTimeFactor: [
      `CASE WHEN ${number('duration_seconds')} > 0
      THEN 1.0 * ${number('generation_time_seconds')} / duration_seconds END`,
      ...creation,
    ],
    fileSizeBytes: ['file_size_bytes', ...creation],
    format: ['sample_rate', 'channels', ...creation],
    bpm: [metadataOf('bpm', 'integer', 'real'), ...creation],
    key: [metadataOf('key', 'text'), ...creation],
    genre: [metadataOf('genre', 'text'), ...creation],
    error: ['error_summary(error_message)', ...creation],
    rating: [judgementKey('rating'), ...creation],
    starred: [judgementKey('starred'), ...creation],
    heardAt: [judgementKey('heard_at'), ...creation],
  };
};

const plainKeys = keysOf('created_at', 'completed_at');
const momentKeys = keysOf('moment_of(created_at)', 'moment_of(completed_at)');

/** An order of this library's rows, by moments however they are written. */
export const orderOf = (database: Database, { column, direction }: GenerationSort): Order => {
  const isPlain = momentKey(database, 'created_at') === 'created_at';
  return {
    keys: (isPlain ? plainKeys : momentKeys)[column],
    descending: direction === 'descending',
  };
};

export const reversed = (order: Order): Order => ({ ...order, descending: !order.descending });

/** The order without its id: what an index can hold whole. */
export const coarse = (order: Order): Order => ({ ...order, keys: order.keys.slice(0, -1) });

export const orderBy = ({ keys, descending }: Order): string =>
  `ORDER BY ${keys.map((key) => (descending ? `${key} DESC` : key)).join(', ')}`;

/** Where in an order reading begins: after a row with these keys, `null` for the first row. */
export type Place = readonly StoredValue[] | null;

/**
 * The rows after a place in an order (with `inclusive`, from it on), as conditions that are to be
 * asked one after the other: their rows, one condition's after the other's, are in that order. Each
 * is a range of an index on the keys, whatever the values are, `null` included, which a single
 * comparison of rows would not be.
 */
export const rowsAfter = (
  { keys, descending }: Order,
  place: Place,
  inclusive = false,
): readonly Fragment[] => {
  if (place === null) return [fragment('1')];
  const conditions: Fragment[] = [];
  for (let length = keys.length - 1; length >= 0; length--) {
    const same = keys.slice(0, length).map((key, at) => equal(key, place[at] ?? null));
    const key = keys[length] ?? '';
    const from = inclusive && length === keys.length - 1;
    const ranges = beyondOf(key, place[length] ?? null, descending, from);
    // No index holds the id: of it one condition is as good as several, and one statement less.
    for (const beyond of key === 'id' ? [any(ranges)] : ranges) {
      conditions.push(
        fragment(
          [...same, beyond].map(({ sql }) => `(${sql})`).join(' AND '),
          ...[...same, beyond].flatMap(({ params }) => params),
        ),
      );
    }
  }
  return conditions;
};

const equal = (key: string, value: StoredValue): Fragment =>
  value === null ? fragment(`${key} IS NULL`) : fragment(`${key} = ?`, value);

/** SQLite orders `NULL` before everything else. */
const beyondOf = (
  key: string,
  value: StoredValue,
  descending: boolean,
  inclusive: boolean,
): readonly Fragment[] => {
  if (!descending) {
    if (value !== null) return [fragment(`${key} ${inclusive ? '>=' : '>'} ?`, value)];
    return inclusive
      ? [fragment(`${key} IS NULL`), fragment(`${key} IS NOT NULL`)]
      : [fragment(`${key} IS NOT NULL`)];
  }
  if (value === null) return inclusive ? [fragment(`${key} IS NULL`)] : [];
  return [fragment(`${key} ${inclusive ? '<=' : '<'} ?`, value), fragment(`${key} IS NULL`)];
};
