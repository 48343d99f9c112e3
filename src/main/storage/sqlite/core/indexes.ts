import { type Database, statement, transaction } from './database';
import { schemaVersionOf } from './table-scan';

/**
 * The name of an index that begins with exactly these columns, quoted. Which there are differs: a
 * library that we may not add to has Alembic's only.
 */
export const indexOn = (database: Database, columns: readonly string[]): string | undefined => {
  const wanted = columns.join(',');
  const found = indexes(database).find(
    (index) => index.columns === wanted || index.columns.startsWith(`${wanted},`),
  );
  return found?.name;
};

type Index = Readonly<{ name: string; columns: string }>;

const known = new WeakMap<Database, { schemaVersion: number; indexes: readonly Index[] }>();

const indexes = (database: Database): readonly Index[] =>
  transaction(database, 'read', () => {
    const schemaVersion = schemaVersionOf(database);
    const before = known.get(database);
    if (before?.schemaVersion === schemaVersion) return before.indexes;
    const rows = statement(database, usableIndexes).all() as [string, string][];
    const found = rows.map(([name, columns]) => ({
      name: `"${name.replaceAll('"', '""')}"`,
      columns,
    }));
    known.set(database, { schemaVersion, indexes: found });
    return found;
  });

/**
 * Whole-table indexes in binary order, all columns in one direction, the narrowest first. Of one that
 * ends in expressions, as ours do, the columns before them.
 */
const usableIndexes = `
  SELECT list.name, group_concat(info.name ORDER BY info.seqno) AS columns
  FROM pragma_index_list('generations') AS list, pragma_index_xinfo(list.name) AS info
  WHERE list.partial = 0 AND info.key = 1
  GROUP BY list.name
  HAVING count(DISTINCT iif(info.name IS NULL, NULL, info."desc")) = 1
    AND min(info.name IS NULL OR info.coll = 'BINARY') = 1
    AND max(iif(info.name IS NULL, NULL, info.seqno)) = count(info.name) - 1
  ORDER BY count(*)`;
