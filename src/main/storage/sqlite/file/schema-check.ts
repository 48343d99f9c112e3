import { getTableColumns, getTableName } from 'drizzle-orm';
import { MonitorError } from '../../../../shared/errors';
import type { LibraryOrigin } from '../../../../shared/library';
import type { Connection } from '../core/connection';
import { earlierJournal, earlierSteps } from '../core/earlier-additions';
import { isOurs } from '../core/migrations';
import { generations, prompts } from '../core/schema';

/** What a library's schema says about where it comes from. */
export type SchemaReport = Readonly<{
  origin: LibraryOrigin;
  /** As it is noted; several heads with commas between. What counts for us are the columns. */
  alembicRevision: string | null;
  /** Set when a newer program made the schema, as a sentence: reading is safe, writing may not be. */
  newerReason: string | null;
}>;

/**
 * Checks that the tables and columns of a library are there, and reads who made them. Writes nothing.
 *
 * @throws `library-other-schema` with the tables found when this is another program's database,
 *   `library-missing-table` when only a part of the library is there
 */
export const inspectSchema = (connection: Connection, path: string): SchemaReport => {
  const tables = tablesOf(connection);
  const names = tables.map(({ name }) => name);
  const has = (wanted: string) => tables.find(({ name }) => name.toLowerCase() === wanted);
  const required = [generations, prompts].map((table) => ({
    name: getTableName(table),
    columns: Object.values(getTableColumns(table)).map((column) => column.name),
  }));
  const missing = required.filter(({ name }) => !has(name));
  if (missing.length === required.length) throw otherSchema(path, names);
  for (const { name } of missing) {
    throw missingPart(`${path} has no table “${name}”. ${namesOf(names)}`);
  }
  const shapes = required.map(({ name, columns }) => {
    const found = columnsOf(connection, name);
    const lower = found.map((column) => column.toLowerCase());
    const absent = columns.filter((column) => !lower.includes(column));
    const further = found.filter((column) => !columns.includes(column.toLowerCase()));
    return { name, absent, further, none: absent.length === columns.length };
  });
  if (shapes.some(({ none }) => none)) throw otherSchema(path, names);
  for (const { name, absent, further } of shapes) {
    if (absent.length > 0) throw missingColumns(path, name, absent, further);
    const table = has(name);
    if (table && table.kind !== 'table') throw notATable(path, name, `is a ${table.kind}`);
    if (table?.withoutRowid) throw notATable(path, name, 'is declared WITHOUT ROWID');
  }
  assertComparable(connection);
  const noted = has('alembic_version') !== undefined;
  const alembicRevision = noted ? revisionOf(connection) : null;
  return {
    origin: isOurs(connection) ? 'monitor' : noted ? 'alembic' : 'create_all',
    alembicRevision,
    newerReason: newerReason(earlierJournal(connection)),
  };
};

const columnsOf = (connection: Connection, table: string): readonly string[] =>
  connection.prepare('SELECT name FROM pragma_table_xinfo(?)').pluck().all(table) as string[];

const revisionOf = (connection: Connection): string | null => {
  if (!columnsOf(connection, 'alembic_version').includes('version_num')) return null;
  const heads = connection
    .prepare('SELECT version_num FROM alembic_version WHERE version_num IS NOT NULL ORDER BY 1')
    .pluck()
    .all();
  return heads.length === 0 ? null : heads.map(String).join(', ');
};

const newerReason = (noted: ReturnType<typeof earlierJournal>): string | null => {
  const unknown = noted.find(({ name }) => !earlierSteps.includes(name));
  if (unknown) {
    return `A newer version of this application has changed the library (${unknown.name}).`;
  }
  return null;
};

const maxNamed = 12;

const otherSchema = (path: string, tables: readonly string[]): MonitorError =>
  new MonitorError(
    'library-other-schema',
    `${path} is a SQLite database, but no DGX Music library. ${namesOf(tables)}`,
  );

const namesOf = (tables: readonly string[]): string => {
  const named = tables.slice(0, maxNamed).join(', ') + (tables.length > maxNamed ? ', …' : '');
  return tables.length === 0 ? 'It has no tables.' : `Its tables: ${named}.`;
};

const missingPart = (message: string): MonitorError =>
  new MonitorError('library-missing-table', message, {
    hint: 'Was it renamed or removed by another program? Its earlier name brings it back.',
  });

/** Says which of the columns that are there instead may be the one that is missing. */
const missingColumns = (
  path: string,
  table: string,
  absent: readonly string[],
  further: readonly string[],
): MonitorError => {
  const said = absent.map((column) => {
    const like = further.filter((name) => isLike(name, column));
    return like.length === 1 ? `“${column}” (called “${like[0]}” here?)` : `“${column}”`;
  });
  const others = further.slice(0, maxNamed).map((name) => `“${name}”`);
  const instead = others.length > 0 ? ` Columns that are new to us: ${others.join(', ')}.` : '';
  const noun = absent.length === 1 ? 'column' : 'columns';
  return missingPart(`${path}: the table “${table}” has no ${noun} ${said.join(', ')}.${instead}`);
};

const isLike = (name: string, column: string): boolean => {
  const [one, other] = [name, column].map((text) => text.toLowerCase().replace(/[^a-z0-9]/g, ''));
  return one !== undefined && other !== undefined && (one.includes(other) || other.includes(one));
};

const notATable = (path: string, name: string, what: string): MonitorError =>
  new MonitorError(
    'library-unsupported',
    `${path}: “${name}” ${what}, which this application cannot read: it needs an ordinary table.`,
    { hint: 'Open the library that it was made from, or a copy with an ordinary table.' },
  );

type Table = Readonly<{ name: string; kind: string; withoutRowid: boolean }>;

const tablesOf = (connection: Connection): readonly Table[] => {
  const rows = connection
    .prepare(
      `SELECT name, type, wr FROM pragma_table_list
      WHERE schema = 'main' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`,
    )
    .raw(true)
    .all() as [string, string, number][];
  return rows.map(([name, kind, wr]) => ({ name, kind, withoutRowid: wr === 1 }));
};

/** Fails where a column that we filter and sort by has a collation that SQLite does not know. */
const assertComparable = (connection: Connection): void => {
  for (const table of [generations, prompts]) {
    const columns = Object.values(getTableColumns(table)).map(({ name }) => `${name} = ''`);
    connection.prepare(`SELECT 1 FROM ${getTableName(table)} WHERE ${columns.join(' OR ')}`);
  }
};
