import { MonitorError } from '../../../../shared/errors';
import type { Generation, GenerationDetails } from '../../../../shared/generation';
import { type Database, statement, transaction } from '../core/database';
import { exactColumn, moreColumns } from '../core/more-columns';
import { doubledIds, oddIdOf } from '../core/odd-ids';
import { cutLengths, detailColumns, fullColumns, longColumns } from '../core/row-columns';
import { type GenerationRow, toGeneration, toStoredRecord } from '../core/rows';
import { outlookOf } from '../history/estimates';
import { likelyStart } from '../history/likely-start';
import { judgementsById } from '../judgements/judgements';

const selectById = (columns: string, key: 'id' | 'rowid' = 'id'): string =>
  `SELECT ${columns} FROM generations WHERE ${key} = ?`;

const selectOne = selectById(fullColumns);

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
    const byId = statement(database, selectById(all)).get(id) as GenerationRow | undefined;
    const rowid = byId ? null : oddIdOf(database, id)?.rowid;
    const row =
      byId ??
      (statement(database, selectById(all, 'rowid')).get(rowid ?? null) as
        | GenerationRow
        | undefined);
    if (!row) {
      throw new MonitorError('generation-not-found', `There is no generation ${id} any more.`);
    }
    const record = toStoredRecord(row, more);
    const read = toGeneration(row);
    const isAlone = byId
      ? !doubledIds(database)(id)
      : read.malformed.some(({ field }) => field === 'id');
    const generation = isAlone
      ? read
      : { ...read, malformed: [{ field: 'id', raw: id }, ...read.malformed] };
    const outlook = outlookOf(database, generation);
    const { created_at: createdAt = null, completed_at: completedAt = null } = record;
    const likelyStartAt =
      outlook?.state === 'running'
        ? outlook.startedAt
        : likelyStart(database, createdAt, completedAt);
    const judgement = judgementsById(database, [id])(id);
    const cut = extent === 'whole' ? {} : cutOf(database, rowid ? 'rowid' : 'id', rowid ?? id);
    return { generation, record, likelyStartAt, outlook, judgement, cut };
  });

const cutOf = (
  database: Database,
  by: 'id' | 'rowid',
  key: string | number | bigint,
): Readonly<Record<string, number>> => {
  const lengths = statement(database, selectById(cutLengths, by)).get(key) as (number | null)[];
  return Object.fromEntries(
    longColumns.flatMap((column, index) => {
      const length = lengths[index];
      return length === null || length === undefined ? [] : [[column, length]];
    }),
  );
};
