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
      .prepare<[], { name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")
      .all();
    return Object.fromEntries([
      ['sqlite_master', schema.all() as Row[]],
      ...tables.map(({ name }) => [
        name,
        db.prepare(`SELECT rowid AS "rowid", * FROM "${name}" ORDER BY rowid`).all() as Row[],
      ]),
    ]);
  });
