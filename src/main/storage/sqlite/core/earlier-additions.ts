import { getTableColumns, getTableName } from 'drizzle-orm';
import type { Connection } from './connection';
import { comparisonVotes, generationAttempts, generationJudgements } from './sidecar-schema';

// What earlier versions of this application put into libraries and this one does not: tables of ours
// and a journal of steps, which `alembic revision --autogenerate` drops, and a unique index that
// Alembic does not know. They are read until a migration takes them out, see migrate.ts.

/** The name by which a migration tells that it took them out. */
export const earlierAdditions = 'earlier-additions' as const;

/** The tables that keep what people did, in the order in which they are taken over. */
export const keptTables = [
  'generation_attempts',
  'generation_judgements',
  'comparison_votes',
] as const;
export type KeptTable = (typeof keptTables)[number];

const columnsOfKept: ReadonlyMap<string, readonly string[]> = new Map(
  [generationAttempts, generationJudgements, comparisonVotes].map((table) => [
    getTableName(table),
    Object.values(getTableColumns(table)).map(({ name }) => name),
  ]),
);

/** Whether the file has this table, made by us: one of another program may have the same name. */
export const hasKept = (connection: Connection, table: KeptTable): boolean =>
  isTable(connection, table, columnsOfKept.get(table) ?? []);

/** Tables of ours in a library. */
export const earlierTables = (connection: Connection): readonly KeptTable[] =>
  keptTables.filter((table) => hasKept(connection, table));

const isTable = (connection: Connection, table: string, columns: readonly string[]): boolean => {
  const found = connection
    .prepare("SELECT name FROM pragma_table_info(?, 'main')")
    .pluck()
    .all(table) as string[];
  return found.length === columns.length && columns.every((name) => found.includes(name));
};

const journal = 'monitor_migrations';
const hasJournal = (connection: Connection): boolean =>
  isTable(connection, journal, ['name', 'kind', 'applied_at']);

/** The steps that an earlier version noted; none where there is no such table of ours. */
export const earlierJournal = (
  connection: Connection,
): readonly Readonly<{ name: string; kind: string }>[] =>
  hasJournal(connection)
    ? (connection.prepare(`SELECT name, kind FROM main.${journal} ORDER BY name`).all() as {
        name: string;
        kind: string;
      }[])
    : [];

/** The steps that earlier versions knew. */
export const earlierSteps: readonly string[] = [
  '0000_library',
  '0001_attempts',
  '0002_filter_indexes',
  '0003_sort_indexes',
  '0004_prompt_index',
  '0005_judgements',
  '0006_narrow_prompt_index',
];

export const hasEarlierAdditions = (connection: Connection): boolean =>
  hasJournal(connection) || earlierTables(connection).length > 0 || hasUniqueIndex(connection);

/** Ours alone had it, and no other column or index on that table. */
const hasUniqueIndex = (connection: Connection): boolean => {
  const indexes = connection
    .prepare("SELECT name FROM pragma_index_list('prompts', 'main') ORDER BY name")
    .pluck()
    .all();
  return (
    indexes.join() === 'idx_prompts_text,prompts_text_unique' &&
    isTable(connection, 'prompts', ['id', 'text', 'used_count', 'first_used_at', 'last_used_at'])
  );
};

/** Takes them out. To be called inside a write transaction, once what they hold is elsewhere. */
export const removeEarlierAdditions = (connection: Connection): void => {
  for (const table of earlierTables(connection)) connection.exec(`DROP TABLE main.${table}`);
  if (hasJournal(connection)) connection.exec(`DROP TABLE main.${journal}`);
  if (hasUniqueIndex(connection)) connection.exec(rebuiltPrompts);
};

/** As the first step makes them. */
const rebuiltPrompts = `
CREATE TABLE main.monitor_prompts (
  id integer PRIMARY KEY NOT NULL, text text NOT NULL, used_count integer NOT NULL,
  first_used_at DATETIME NOT NULL, last_used_at DATETIME NOT NULL, UNIQUE (text));
INSERT INTO main.monitor_prompts (id, text, used_count, first_used_at, last_used_at)
  SELECT id, text, used_count, first_used_at, last_used_at FROM main.prompts;
DROP TABLE main.prompts;
ALTER TABLE main.monitor_prompts RENAME TO prompts;
CREATE INDEX main.idx_prompts_text ON prompts (text);`;
