import { type Generation, isPending, isProcessing } from '../../../../shared/generation';
import { rerunKey } from '../../../../shared/job';
import type { AskedJob } from '../../engine';
import { type Database, statement, transaction } from '../core/database';
import { formatStoredDate } from '../core/dates';
import { mergeMetadata, parseMetadata } from '../core/metadata';
import type { StoredValue } from '../core/rows';
import { noteRerun } from '../rows/family';
import { findGeneration } from '../rows/generations';

// What handing jobs over to the service needs of the library: the service makes the rows, see
// docs/decisions/0008-http-service.md.

/** Several generations; those that are not there are left out. */
export const findGenerations = (
  database: Database,
  ids: readonly string[],
): readonly Generation[] =>
  transaction(database, 'read', () =>
    ids.flatMap((id) => {
      const found = findGeneration(database, id);
      return found ? [found] : [];
    }),
  );

/**
 * Adds to the metadata of a job that the service made what the service was not told. Keys that are
 * there stay as they are.
 *
 * @param added JSON text of an object
 * @returns `waiting` while there is no such row, or one that the service may yet write over
 */
export const addMetadata = (
  database: Database,
  id: string,
  added: string,
): 'added' | 'waiting' | 'done' => {
  const before = transaction(database, 'read', () => lacking(database, id, added));
  if (before !== 'lacking') return before;
  return transaction(database, 'write', () => {
    const now = lacking(database, id, added);
    if (now !== 'lacking') return now;
    const { metadataText = null } = findGeneration(database, id) ?? {};
    const merged = mergeMetadata(metadataText, added, 'missing');
    statement(database, 'UPDATE generations SET metadata = ? WHERE id = ?').run(merged, id);
    const parent = parseMetadata(added).metadata[rerunKey];
    if (typeof parent === 'string') noteRerun(database, parent, id);
    return 'added';
  });
};

const lacking = (database: Database, id: string, added: string): 'lacking' | 'waiting' | 'done' => {
  const generation = findGeneration(database, id);
  if (!generation) return 'waiting';
  if (generation.malformed.some(({ field }) => field === 'metadata')) return 'done';
  const { metadata } = parseMetadata(added);
  if (Object.keys(metadata).some((key) => !(key in generation.metadata))) return 'lacking';
  return isPending(generation) || isProcessing(generation) ? 'waiting' : 'done';
};

/** Clocks of two machines differ by less than this, milliseconds. */
const clockDifference = 5_000;

/** The one job of the service that this can be; `null` where there is none, or more than one. */
export const findAskedJob = (database: Database, asked: AskedJob): string | null =>
  transaction(database, 'read', () => {
    const sql = `SELECT id FROM generations WHERE created_at >= ? AND id GLOB 'gen_*'
        AND prompt = ? AND model_name = ? AND duration_seconds = ?
        AND id NOT IN (SELECT value FROM json_each(?)) LIMIT 2`;
    const { prompt, modelName, durationSeconds, since, except } = asked;
    const from = formatStoredDate(new Date(since - clockDifference));
    const wanted = [from, prompt, modelName, durationSeconds, JSON.stringify(except)];
    const rows = statement(database, sql).all(...wanted) as [StoredValue][];
    return rows.length === 1 ? String(rows[0]?.[0]) : null;
  });
