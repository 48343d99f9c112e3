import { normalStatus } from '../../../../shared/generation';
import { type Database, statement } from './database';
import { perVersion } from './library-version';
import { rawText, type StoredValue } from './rows';

/** More different statuses than any program has: then only the exact spelling counts. */
const mostSpellings = 200;

/** Each status that occurs, from one to the next along the index, whatever rows there are of each. */
const distinct = `WITH RECURSIVE found(status) AS (
    SELECT min(status) FROM generations WHERE status < x''
    UNION ALL
    SELECT (SELECT min(status) FROM generations WHERE status > found.status AND status < x'')
    FROM found WHERE found.status IS NOT NULL LIMIT ${mostSpellings + 1})
  SELECT status FROM found WHERE status IS NOT NULL`;

/**
 * How statuses are spelled in this library, by the status that they count as: other programs write
 * `FAILED` and `failed `, too. To be called inside a transaction.
 *
 * @returns at least the status itself
 */
export const spellingsOf = (database: Database, status: string): readonly string[] => {
  const all = perVersion(database, 'statuses', () => {
    const rows = statement(database, distinct).all() as [string][];
    return rows.length > mostSpellings ? [] : rows.map(([spelling]) => spelling);
  });
  const others = all.filter((one) => one !== status && normalStatus(one) === status);
  return [status, ...others];
};

/** The condition that a row has one of these statuses, however it is spelled. As {@link spellingsOf}. */
export const hasStatus = (database: Database, ...statuses: readonly string[]): string => {
  const spellings = statuses.flatMap((status) => spellingsOf(database, status));
  const literals = spellings.map((spelling) => `'${spelling.replaceAll("'", "''")}'`);
  return literals.length === 1 ? `status = ${literals[0]}` : `status IN (${literals.join(', ')})`;
};

/** The same of rows that have been found by other means: no index is used for it. */
export const normalStatusSql = 'lower(trim(status))';

/** The status of a generation as it is stored; `null` when there is no such generation. */
export const statusOf = (database: Database, id: string): string | null => {
  const row = statement(database, 'SELECT status FROM generations WHERE id = ?').get(id) as
    | readonly [StoredValue]
    | undefined;
  return row ? rawText(row[0]) : null;
};
