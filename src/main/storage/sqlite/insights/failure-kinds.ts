import type { FailureKind } from '../../../../shared/insights';
import { type Database, transaction } from '../core/database';
import { parseStoredDate } from '../core/dates';
import { perVersionInTurns } from '../core/library-version';
import { rawText, type StoredValue } from '../core/rows';
import { hasStatus } from '../core/statuses';
import { atOnce, rowSlices, unhurried } from '../core/table-scan';

/** Kinds that are told apart, and models that are named of each. */
const mostKinds = 500;
const mostModels = 10;
/** Failed rows read in one go. */
const slice = 5_000;

/** What jobs fail of, most frequent first. Others of this thread have their turn meanwhile. */
export const failureKinds = (database: Database): Promise<readonly FailureKind[]> =>
  unhurried(perVersionInTurns(database, 'failure kinds', () => count(database)));

/** The same at once. */
export const failureKindsNow = (database: Database): readonly FailureKind[] =>
  atOnce(perVersionInTurns(database, 'failure kinds', () => count(database)));

type Row = readonly [
  rowid: number,
  signature: string | null,
  model: StoredValue,
  ended: StoredValue,
];
type Kind = { count: number; models: Set<string>; first: Date | null; last: Date | null };

function* count(database: Database): Generator<void, readonly FailureKind[]> {
  const kinds = new Map<string | null, Kind>();
  const columns = 'error_signature(error_message), model_name, coalesce(completed_at, created_at)';
  const failed = transaction(database, 'read', () => hasStatus(database, 'failed'));
  for (const rows of rowSlices<Row>(database, 'generations', columns, slice, failed)) {
    for (const row of rows) note(kinds, row);
    yield;
  }
  return [...kinds]
    .sort(([a, { count: x }], [b, { count: y }]) => y - x || ((a ?? '') < (b ?? '') ? -1 : 1))
    .slice(0, mostKinds)
    .map(([signature, { count: number, models, first, last }]) => ({
      signature,
      count: number,
      models: [...models].sort().slice(0, mostModels),
      firstAt: first,
      lastAt: last,
    }));
}

const note = (kinds: Map<string | null, Kind>, [, signature, model, ended]: Row): void => {
  const kind = kinds.get(signature) ?? { count: 0, models: new Set(), first: null, last: null };
  kinds.set(signature, kind);
  kind.count += 1;
  kind.models.add(rawText(model));
  const date = typeof ended === 'string' ? parseStoredDate(ended) : null;
  if (date === null) return;
  if (kind.first === null || date < kind.first) kind.first = date;
  if (kind.last === null || date > kind.last) kind.last = date;
};
