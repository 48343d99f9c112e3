import { MonitorError } from '../../../../shared/errors';
import type { Generation, GenerationDetails } from '../../../../shared/generation';
import { type Database, statement, transaction } from '../core/database';
import { exactColumn, moreColumns } from '../core/more-columns';
import { oddities, type ShownRow, shownRow } from '../core/odd-ids';
import { cutLengths, detailColumns, fullColumns, longColumns } from '../core/row-columns';
import { type GenerationRow, toGeneration, toStoredRecord } from '../core/rows';
import { outlookOf } from '../history/estimates';
import { likelyStart } from '../history/likely-start';
import { judgementsById } from '../judgements/judgements';

const selectOne = `SELECT ${fullColumns} FROM generations WHERE id = ?`;

/** One generation, `null` when there is none. */
export const findGeneration = (database: Database, id: string): Generation | null =>
  transaction(database, 'read', () => {
    const row = statement(database, selectOne).get(id) as GenerationRow | undefined;
    return row ? toGeneration(row) : null;
  });

/**
 * One generation with its row as stored; of texts of megabytes the beginning only, unless asked for
 * `whole`. Fails with `generation-not-found`.
 */
export const getGeneration = (
  database: Database,
  id: string,
  extent: 'readable' | 'whole' = 'readable',
): GenerationDetails =>
  transaction(database, 'read', () => {
    const more = moreColumns(database);
    const columns = extent === 'whole' ? fullColumns : detailColumns;
    const all = [columns, ...more.map(exactColumn)].join(', ');
    const found = shownRow<GenerationRow>(database, all, id);
    if (!found) {
      throw new MonitorError('generation-not-found', `There is no generation ${id} any more.`);
    }
    const record = toStoredRecord(found.row, more);
    const read = toGeneration(found.row);
    const isOdd = oddities(database)(id, found.by === 'id') !== null;
    const isTold = !isOdd || read.malformed.some(({ field }) => field === 'id');
    const generation = isTold
      ? read
      : { ...read, malformed: [{ field: 'id', raw: id }, ...read.malformed] };
    const outlook = outlookOf(database, generation);
    const { created_at: createdAt = null, completed_at: completedAt = null } = record;
    const likelyStartAt =
      outlook?.state === 'running'
        ? outlook.startedAt
        : likelyStart(database, createdAt, completedAt);
    const judgement = judgementsById(database, [id])(id);
    const cut = extent === 'whole' ? {} : cutOf(database, found);
    return { generation, record, likelyStartAt, outlook, judgement, cut };
  });

const cutOf = (
  database: Database,
  { by, key }: Pick<ShownRow<GenerationRow>, 'by' | 'key'>,
): Readonly<Record<string, number>> => {
  const sql = `SELECT ${cutLengths} FROM generations WHERE ${by} = ?`;
  const lengths = statement(database, sql).get(key) as (number | null)[];
  return Object.fromEntries(
    longColumns.flatMap((column, index) => {
      const length = lengths[index];
      return length === null || length === undefined ? [] : [[column, length]];
    }),
  );
};
