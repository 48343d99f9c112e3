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
  const tables = connection
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
    )
    .pluck()
    .all() as string[];
  const required = [generations, prompts].map((table) => ({
    name: getTableName(table),
    columns: Object.values(getTableColumns(table)).map((column) => column.name),
  }));
  const missing = required.filter(({ name }) => !tables.includes(name));
  if (missing.length === required.length) throw otherSchema(path, tables);
  for (const { name } of missing) {
    throw missingPart(`${path} has no table “${name}”: a part of the library is missing.`);
  }
  for (const { name, columns } of required) {
    const found = columnsOf(connection, name);
    const absent = columns.filter((column) => !found.includes(column));
    if (absent.length === columns.length) throw otherSchema(path, tables);
    if (absent.length > 0) {
      throw missingPart(`${path}: the table “${name}” has no ${absent.join(', ')}.`);
    }
  }
  const alembicRevision = tables.includes('alembic_version') ? revisionOf(connection) : null;
  return {
    origin: isOurs(connection)
      ? 'monitor'
      : tables.includes('alembic_version')
        ? 'alembic'
        : 'create_all',
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

const otherSchema = (path: string, tables: readonly string[]): MonitorError => {
  const named = tables.slice(0, maxNamed).join(', ') + (tables.length > maxNamed ? ', …' : '');
  const found = tables.length === 0 ? 'It has no tables.' : `Its tables: ${named}.`;
  return new MonitorError(
    'library-other-schema',
    `${path} is a SQLite database, but no DGX Music library. ${found}`,
  );
};

const missingPart = (message: string): MonitorError =>
  new MonitorError('library-missing-table', message, { hint: 'Restore it from a backup.' });
