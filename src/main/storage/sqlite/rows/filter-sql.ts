import { MonitorError } from '../../../../shared/errors';
import { fold } from '../../../../shared/fold';
import { normalStatus } from '../../../../shared/generation';
import { keySpellings, readKey } from '../../../../shared/musical-words';
import type { GenerationFilter, MetadataCondition } from '../../../../shared/query';
import { findingCondition } from '../audio/audio-findings';
import { type Database, transaction } from '../core/database';
import { momentKey } from '../core/date-forms';
import { formatStoredDate } from '../core/dates';
import type { StoredValue } from '../core/rows';
import { type Fragment, fragment } from '../core/sql-fragment';
import { spellingsOf } from '../core/statuses';
import { judgementConditions } from '../judgements/judgement-sql';

export type EqualColumn = 'status' | 'model_name' | 'prompt';

/** All conditions of a filter. */
export const everyCondition = (conditions: Conditions): readonly Fragment[] => {
  const { equal, created, text, named, rest } = conditions;
  return [...equalities(equal), ...created, ...(text ? [text.condition] : []), ...named, ...rest];
};

export const equalities = (equal: Conditions['equal']): readonly Fragment[] =>
  [...equal].map(([column, value]) => fragment(`${column} = ?`, value));

/** A filter taken apart: what an index can answer, and the rest. */
export type Conditions = Readonly<{
  /** Equality on one value, by column. */
  equal: ReadonlyMap<EqualColumn, string>;
  /** Bounds of `created_at`. */
  created: readonly Fragment[];
  /** The text searched for. */
  text: TextCondition | null;
  /** Rows that are named, by id or by what is kept about them: each statement looks all of these up. */
  named: readonly Fragment[];
  /** Everything else. */
  rest: readonly Fragment[];
}>;

/** What is asked of each row. */
export type TextCondition = Readonly<{
  condition: Fragment;
  /** Whether the row has to be read for it. */
  readsRow: boolean;
  /** The same, naming the rows where there are few: which takes longer than to ask some of them. */
  listed: Readonly<{ count: number; condition: () => Fragment }> | null;
}>;

/** What a filter asks. Columns are those of `generations`. */
export const conditionsOf = (database: Database, filter: GenerationFilter): Conditions => {
  const equal = new Map<EqualColumn, string>();
  const created: Fragment[] = [];
  const named: Fragment[] = [];
  const rest: Fragment[] = [];
  const anyOf = (column: 'status' | 'model_name', values: readonly string[] | undefined) => {
    if (values === undefined) return;
    const distinct = [...new Set(values)];
    const [only] = distinct;
    if (distinct.length === 1 && only !== undefined) equal.set(column, only);
    else rest.push(fragment(`+${column} IN (${distinct.map(() => '?').join(', ')})`, ...distinct));
  };
  const compare = (sql: string, value: StoredValue | undefined) => {
    if (value !== undefined) rest.push(fragment(sql, value));
  };
  anyOf('status', spelledOut(database, filter.statuses));
  anyOf('model_name', filter.models);
  if (filter.prompt !== undefined) equal.set('prompt', filter.prompt);
  const [from, before] = [lowest(filter.createdFrom), lowest(filter.createdBefore)];
  if (from !== undefined || before !== undefined) {
    // Whatever is no text, SQLite orders before '' or from the empty blob on.
    const key = momentKey(database, 'created_at');
    // What no index is in the order of is asked of each row.
    const bounds = key === 'created_at' ? created : rest;
    bounds.push(fragment(`${key} >= ?`, from ?? ''));
    bounds.push(fragment(`${key} < ?`, before ?? Buffer.alloc(0)));
  }
  compare(`${number('duration_seconds')} >= ?`, filter.minDurationSeconds);
  compare(`${number('duration_seconds')} <= ?`, filter.maxDurationSeconds);
  compare(`${number('duration_seconds')} > ?`, filter.overDurationSeconds);
  compare(`${number('duration_seconds')} < ?`, filter.underDurationSeconds);
  compare(`${number('generation_time_seconds')} >= ?`, filter.minTimeTakenSeconds);
  compare(`${number('generation_time_seconds')} <= ?`, filter.maxTimeTakenSeconds);
  compare(`${number('generation_time_seconds')} > ?`, filter.overTimeTakenSeconds);
  compare(`${number('generation_time_seconds')} < ?`, filter.underTimeTakenSeconds);
  compare('error_signature(error_message) IS ?', filter.errorSignature);
  if (filter.hasFileSize !== undefined) {
    rest.push(fragment(`file_size_bytes IS ${filter.hasFileSize ? 'NOT NULL' : 'NULL'}`));
  }
  if (filter.ids !== undefined) {
    named.push(fragment('id IN (SELECT value FROM json_each(?))', JSON.stringify(filter.ids)));
  }
  for (const condition of filter.metadata ?? []) rest.push(metadataSql(condition));
  const kept = [
    ...judgementConditions(filter),
    ...(filter.audio ? [findingCondition(filter.audio)] : []),
  ];
  if (kept.length > 0) transaction(database, 'read', database.companion.assertUsable);
  named.push(...kept);

  const text = filter.text ? textSql(database, filter.text) : null;
  return { equal, created, text, named, rest };
};

/** With every spelling that counts as one of these. */
const spelledOut = (
  database: Database,
  statuses: readonly string[] | undefined,
): readonly string[] | undefined =>
  statuses &&
  transaction(database, 'read', () =>
    statuses.flatMap((status) => spellingsOf(database, normalStatus(status))),
  );

/** Matches that may be handed to SQLite as a list; of more each row is asked. */
const maxListed = 20_000;
const maxHits = 8;

const textSql = (database: Database, text: string): TextCondition => {
  const hits = transaction(database, 'read', () => database.search.find(database, text));
  if (hits === null) {
    const sql = 'matches_text(?, prompt, model_name, id, error_message)';
    return { condition: fragment(sql, fold(text)), readsRow: true, listed: null };
  }
  // Half a surrogate pair would not come back from SQLite as it was.
  const key = JSON.stringify(fold(text));
  if (database.hits.size >= maxHits) database.hits.clear();
  database.hits.set(key, hits.has);
  const condition = fragment('search_hit(?, generations.rowid)', key);
  const { count } = hits;
  const list = () =>
    fragment(
      'generations.rowid IN (SELECT value FROM json_each(?))',
      JSON.stringify(hits.rowids()),
    );
  const listed = count <= maxListed ? { count, condition: list } : null;
  return { condition, readsRow: false, listed };
};

/** The value where it is a number: text would compare as greater than any. */
export const number = (column: string): string =>
  `CASE WHEN typeof(${column}) IN ('real', 'integer') THEN ${column} END`;

/**
 * The least text that a stored date of this moment can have: rows are written with six digits of
 * fraction or with none, and the shorter text is the lesser.
 */
const lowest = (iso: string | undefined): string | undefined => {
  if (iso === undefined) return undefined;
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) throw invalid(`${iso} is no moment.`);
  return formatStoredDate(date).replace(/\.?0+$/, '');
};

const comparisons: Readonly<Record<string, string>> = { '<': '<', '≤': '<=', '≥': '>=', '>': '>' };

/** What there is to say of metadata. Python's may hold NaN, which only JSON5 knows; what is no JSON holds nothing. */
export const ofMetadata = (sql: string): string =>
  `CASE WHEN typeof(metadata) = 'text' AND json_valid(metadata, 6) THEN ${sql} END`;

/** Values of another kind than the one compared with never match, except for `≠`. A musical key matches however it is spelled. */
const metadataSql = ({ path, operator, value }: MetadataCondition): Fragment => {
  if (path.some((key) => key.includes('"'))) throw invalid('A metadata key has a double quote.');
  if (path.some((key) => key.includes('\0'))) throw invalid('A metadata key has a NUL character.');
  const place = `$${path.map((key) => `."${key}"`).join('')}`;
  const type = ofMetadata('json_type(metadata, ?)');
  const found = ofMetadata('json_extract(metadata, ?)');
  if (operator === 'present') return fragment(`${type} IS NOT NULL`, place);
  if (operator === 'absent') return fragment(`${type} IS NULL`, place);
  if (value === undefined) throw invalid(`A metadata condition with ${operator} needs a value.`);
  if (typeof value === 'object' && value !== null)
    return integerSql(place, operator, value.integer);
  const kind = kindOf(value);
  const plain = typeof value === 'boolean' ? Number(value) : value;
  const key = path.length === 1 && path[0] === 'key' && typeof value === 'string' && readKey(value);
  const same = key
    ? fragment(
        `${type} = 'text' AND ${found} IN (SELECT value FROM json_each(?))`,
        place,
        place,
        JSON.stringify([value, ...keySpellings(key)]),
      )
    : fragment(`${type} IN (${kind}) AND ${found} IS ?`, place, place, plain);
  if (operator === '=') return same;
  if (operator === '≠') return fragment(`(${same.sql}) IS NOT 1`, ...same.params);
  return fragment(
    `${type} IN (${kind}) AND ${found} ${comparisons[operator]} ?`,
    place,
    place,
    plain,
  );
};

/** Digit for digit: as a number it would equal its neighbours. */
const integerSql = (place: string, operator: string, digits: string): Fragment => {
  const sign = operator === '≠' ? '=' : (comparisons[operator] ?? '=');
  const order = ofMetadata('compare_integer(json_type(metadata, ?), metadata -> ?, ?)');
  const found = fragment(`${order} ${sign} 0`, place, place, digits);
  return operator === '≠' ? fragment(`(${found.sql}) IS NOT 1`, ...found.params) : found;
};

const kindOf = (value: string | number | boolean | null): string => {
  if (value === null) return "'null'";
  if (typeof value === 'boolean') return value ? "'true'" : "'false'";
  return typeof value === 'number' ? "'integer', 'real'" : "'text'";
};

const invalid = (message: string): MonitorError => new MonitorError('invalid-input', message);
