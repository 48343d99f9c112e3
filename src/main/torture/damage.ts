import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import type { Random } from '../sample/random';
import { type Connection, connect } from '../storage/sqlite/core/connection';

// Ways in which a library comes to harm, each by a source of chance.

/** @returns what was done, in a few words */
export type Damage = (path: string, random: Random) => string;

const bytes = (random: Random, length: number): Buffer =>
  Buffer.from(Array.from({ length }, () => random.integer(0, 255)));

const overwrite = (path: string, position: number, content: Buffer): void => {
  const file = openSync(path, 'r+');
  try {
    writeSync(file, content, 0, content.length, position);
  } finally {
    closeSync(file);
  }
};

const sizeOf = (path: string): number => {
  const file = openSync(path, 'r');
  try {
    return fstatSync(file).size;
  } finally {
    closeSync(file);
  }
};

const pageSize = 4_096;

/** Of the file's bytes, whatever they mean. */
export const byteDamages: readonly Damage[] = [
  (path, random) => {
    const position = random.integer(0, 99);
    const length = random.integer(1, 4);
    overwrite(path, position, bytes(random, length));
    return `header ${position}+${length}`;
  },
  (path, random) => {
    const position = random.integer(0, Math.max(0, sizeOf(path) - 1));
    const length = random.integer(1, 64);
    overwrite(path, position, bytes(random, length));
    return `bytes ${position}+${length}`;
  },
  (path, random) => {
    // The first bytes of a page say how all others are to be read.
    const page = random.integer(0, Math.floor(sizeOf(path) / pageSize));
    overwrite(path, page * pageSize + random.integer(0, 40), bytes(random, random.integer(1, 8)));
    return `head of page ${page + 1}`;
  },
  (path, random) => {
    const page = random.integer(0, Math.floor(sizeOf(path) / pageSize));
    overwrite(path, page * pageSize, Buffer.alloc(pageSize, random.pick([0, 0xff, 0x41])));
    return `page ${page + 1} blank`;
  },
  (path, random) => {
    const size = random.integer(0, sizeOf(path));
    truncateSync(path, size);
    return `cut to ${size}`;
  },
  (path, random) => {
    const pages = Math.floor(sizeOf(path) / pageSize);
    const [from, to] = [random.integer(0, pages - 1), random.integer(0, pages - 1)];
    const page = Buffer.alloc(pageSize);
    const file = openSync(path, 'r');
    readSync(file, page, 0, pageSize, from * pageSize);
    closeSync(file);
    overwrite(path, to * pageSize, page);
    return `page ${from + 1} over page ${to + 1}`;
  },
  (path, random) => {
    const suffix = random.pick(['-wal', '-journal', '-shm']);
    writeFileSync(path + suffix, bytes(random, random.integer(1, 2_000)));
    return `garbage in ${suffix}`;
  },
];

/** Another program's own connection, which may do anything. */
const withRaw = (path: string, work: (raw: Connection) => void): void => {
  const raw = connect(path, { readOnly: false });
  try {
    raw.unsafeMode(true);
    raw.pragma('trusted_schema = ON');
    raw.pragma('writable_schema = ON');
    work(raw);
  } finally {
    raw.close();
  }
};

const oddValues: readonly string[] = [
  'NULL',
  "''",
  "x'00ff'",
  "CAST(x'ff' AS TEXT)",
  "CAST(x'00' AS TEXT)",
  '9223372036854775807',
  '-9223372036854775808',
  '9e999',
  '-0.0',
  '1.5',
  "'not a date'",
  "'2025-13-45 99:99:99'",
  "'2025-11-21T10:00:00Z'",
  "'0000-00-00 00:00:00'",
  "'FAILED'",
  "'failed '",
  "'not json'",
  "'[1,2]'",
  '\'{"bpm": 1e400, "a": 9007199254740993}\'',
  "'{' || replace(hex(zeroblob(3000)), '00', '\"a\":{') || '}'",
  "'\u202e\u001b[2J'",
  "replace(hex(zeroblob(30000)), '00', 'long')",
];
const generationColumns: readonly string[] = [
  ...['id', 'prompt', 'model_name', 'model_version', 'duration_seconds', 'sample_rate'],
  ...['channels', 'file_path', 'file_size_bytes', 'status', 'created_at', 'completed_at'],
  ...['generation_time_seconds', 'error_message', 'metadata'],
];
const promptColumns: readonly string[] = ['text', 'used_count', 'first_used_at', 'last_used_at'];

/** Lets any value stand in any column. */
const lax = "UPDATE sqlite_schema SET sql = replace(sql, ' NOT NULL', '') WHERE type = 'table'";

const spoilRows: Damage = (path, random) => {
  const isPrompt = random.chance(0.2);
  const [table, columns] = isPrompt
    ? (['prompts', promptColumns] as const)
    : (['generations', generationColumns] as const);
  const changes = Array.from({ length: random.integer(1, 4) }, () => {
    const column = random.pick(columns);
    const value = random.pick(oddValues);
    const share = random.pick(['1', 'rowid % 3 = 0', 'rowid = 1']);
    return `UPDATE OR IGNORE ${table} SET ${column} = ${value} WHERE ${share}`;
  });
  withRaw(path, (raw) => {
    raw.exec(lax);
    // A schema that was changed in place is read anew by the next connection.
  });
  withRaw(path, (raw) => {
    for (const sql of changes) raw.exec(sql);
  });
  return changes.join('; ').slice(0, 300);
};

/** Statements, any of which another program may run. */
const schemaChanges: readonly string[] = [
  ...generationColumns.map((column) => `ALTER TABLE generations RENAME COLUMN ${column} TO other`),
  ...['metadata', 'error_message', 'completed_at', 'generation_time_seconds'].map(
    (column) => `ALTER TABLE generations DROP COLUMN ${column}`,
  ),
  'DROP TABLE prompts',
  'DROP TABLE generations',
  'DROP INDEX idx_generations_status',
  'ALTER TABLE generations RENAME TO jobs',
  'ALTER TABLE generations ADD COLUMN more TEXT',
  "ALTER TABLE generations ADD COLUMN must TEXT NOT NULL DEFAULT ''",
  'ALTER TABLE generations ADD COLUMN sum INTEGER AS (channels + 1) VIRTUAL',
  'CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)',
  "CREATE TABLE IF NOT EXISTS alembic_version (version_num TEXT); INSERT INTO alembic_version VALUES ('x'), ('y')",
  'CREATE TABLE monitor_migrations (something TEXT)',
  'CREATE TABLE generation_attempts (something TEXT)',
  'CREATE VIEW generation_judgements AS SELECT 1 AS one',
  'CREATE INDEX idx_monitor_generations_status_created_at ON generations (prompt)',
  "CREATE TRIGGER refuses BEFORE UPDATE ON generations BEGIN SELECT RAISE(ABORT, 'no'); END",
  'CREATE TRIGGER ignores BEFORE UPDATE ON generations BEGIN SELECT RAISE(IGNORE); END',
  "CREATE TRIGGER rolls_back BEFORE INSERT ON generations BEGIN SELECT RAISE(ROLLBACK, 'no'); END",
  'CREATE TRIGGER breaks AFTER UPDATE ON generations BEGIN INSERT INTO nowhere VALUES (1); END',
  'CREATE TRIGGER again AFTER UPDATE ON generations BEGIN UPDATE generations SET channels = 1 WHERE id = NEW.id; END',
  'CREATE UNIQUE INDEX alone ON generations (status, model_name)',
  'CREATE INDEX by_length ON generations (length(prompt))',
  'DELETE FROM generations; DELETE FROM prompts',
  "UPDATE sqlite_schema SET sql = replace(sql, 'VARCHAR', 'BLOB') WHERE name = 'generations'",
  "UPDATE sqlite_schema SET sql = replace(sql, 'id VARCHAR', 'id VARCHAR COLLATE unheard_of') WHERE name = 'generations'",
  "UPDATE sqlite_schema SET sql = 'nonsense' WHERE name = 'generations'",
  "UPDATE sqlite_schema SET sql = NULL WHERE name = 'prompts'",
  "UPDATE sqlite_schema SET rootpage = rootpage + 1 WHERE name = 'generations'",
  "UPDATE sqlite_schema SET rootpage = 0 WHERE type = 'index'",
  "UPDATE sqlite_schema SET type = 'view' WHERE name = 'prompts'",
  "UPDATE sqlite_schema SET name = 'idx_other' WHERE name = 'idx_generations_status'",
  "UPDATE sqlite_schema SET sql = replace(sql, 'prompt TEXT', 'prompt TEXT CHECK (length(prompt) < 9)') WHERE name = 'generations'",
  "DELETE FROM sqlite_schema WHERE name = 'generations'",
  'PRAGMA user_version = 99; PRAGMA application_id = 99',
  'PRAGMA schema_version = 1',
  'PRAGMA journal_mode = wal',
  'PRAGMA auto_vacuum = 1; VACUUM',
];

const spoilSchema: Damage = (path, random) => {
  const sql = random.pick(schemaChanges);
  try {
    withRaw(path, (raw) => {
      raw.exec(sql);
    });
    return sql;
  } catch {
    return `${sql} (refused)`;
  }
};

/** Of what is in the file. */
export const contentDamages: readonly Damage[] = [spoilRows, spoilRows, spoilSchema, spoilSchema];

/** Of the companion, if it is there. */
export const companionDamages: readonly Damage[] = [
  ...byteDamages,
  (path) => {
    rmSync(path);
    mkdirSync(path);
    return 'a folder';
  },
  (path) => {
    writeFileSync(path, 'no database. '.repeat(1_000));
    return 'another file';
  },
  (path) => {
    writeFileSync(path, '');
    return 'empty';
  },
  (path, random) => {
    const [table, column] = random.pick([
      ['generation_judgements', 'rating'],
      ['generation_judgements', 'tags'],
      ['generation_judgements', 'heard_at'],
      ['generation_attempts', 'completed_at'],
      ['generation_attempts', 'error_message'],
      ['comparison_votes', 'winner_id'],
    ] as const);
    const sql = `UPDATE OR IGNORE ${table} SET ${column} = ${random.pick(oddValues)}`;
    withRaw(path, (raw) => {
      raw.exec(sql);
    });
    return sql.slice(0, 200);
  },
  (path, random) => {
    const table = random.pick(['generation_judgements', 'generation_attempts', 'comparison_votes']);
    const sql = random.pick([
      `DROP TABLE ${table}`,
      `ALTER TABLE ${table} ADD COLUMN more TEXT`,
      'PRAGMA user_version = 99',
    ]);
    withRaw(path, (raw) => {
      raw.exec(sql);
    });
    return sql;
  },
];

/** Harms one of a library's files; what cannot be done to it, as it is harmed already, is left out. */
export const harm = (path: string, damages: readonly Damage[], random: Random): string => {
  if (!existsSync(path)) return 'nothing';
  try {
    return random.pick(damages)(path, random);
  } catch (thrown) {
    return `nothing more (${thrown instanceof Error ? thrown.message : thrown})`;
  }
};
