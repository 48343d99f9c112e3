import Database from 'better-sqlite3';

// The library as another program sees it: a connection of the test's own.

export type Row = Readonly<Record<string, unknown>>;

/** Runs `work` on a connection of its own and closes it. */
export const withDatabase = <T>(file: string, work: (db: Database.Database) => T): T => {
  const db = new Database(file);
  try {
    return work(db);
  } finally {
    db.close();
  }
};

/** Every row of every table with every column, and the schema: equal dumps are equal libraries. */
export const dump = (file: string): Readonly<Record<string, readonly Row[]>> =>
  withDatabase(file, (db) => {
    const schema = db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name');
    const tables = db
      .prepare<[], { name: string; wr: number }>(
        "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table'",
      )
      .all();
    const rowsOf = ({ name, wr }: { name: string; wr: number }): Row[] => {
      const isWithoutRowid = wr === 1;
      const sql = isWithoutRowid
        ? `SELECT * FROM "${name}"`
        : `SELECT rowid AS "rowid", * FROM "${name}" ORDER BY rowid`;
      return db.prepare(sql).all() as Row[];
    };
    return Object.fromEntries([
      ['sqlite_master', schema.all() as Row[]],
      ...tables
        .filter(({ name }) => name !== 'sqlite_schema')
        .map((table) => [table.name, rowsOf(table)]),
    ]);
  });
