import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  addEarlier,
  createAllSchema,
  digests,
  documentsSchema,
  failureOf,
  libraryOf,
  open,
  sampleLibrary,
  temporaryFolder,
  withRaw,
} from '../testing/libraries';
import { openLibrary } from './library';

const insert = `INSERT INTO generations (id, prompt, model_name, duration_seconds, sample_rate,
  channels, file_path, status, created_at) VALUES ('gen_1', 'lo-fi', 'm', 8, 32000, 2, 'x.wav',
  'failed', '2025-11-20 01:12:17.893917')`;

describe('adopting a library', () => {
  it('reads one made by Alembic', () => {
    const path = sampleLibrary();
    expect(open(path, { create: false }).info()).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{16}$/),
      name: 'generations',
      path,
      origin: 'alembic',
      alembicRevision: '001',
      journalMode: 'delete',
      readOnlyReason: null,
      warning: null,
      sizeBytes: 319_488,
    });
  });

  it.each([
    ['create_all', createAllSchema],
    ['the documents', documentsSchema],
  ])('reads one made by %s', (_, schema) => {
    const path = libraryOf(schema, insert);
    expect(open(path).info()).toMatchObject({ origin: 'create_all', alembicRevision: null });
  });

  it.each([
    ['Alembic', sampleLibrary],
    ['create_all', () => libraryOf(createAllSchema, insert)],
    ['the documents', () => libraryOf(documentsSchema, insert)],
  ])('changes nothing in one made by %s', (_, make) => {
    const path = make();
    const before = digests(dirname(path));
    const library = openLibrary(path);
    library.info();
    library.close();
    expect(digests(dirname(path))).toEqual(before);
  });

  it('follows a symbolic link to the one library', () => {
    const path = sampleLibrary();
    const link = join(temporaryFolder(), 'link.db');
    symlinkSync(path, link);
    expect(open(link).info()).toEqual(open(path).info());
  });

  it('logs its SQL when asked', () => {
    const log: string[] = [];
    open(sampleLibrary(), { echo: (sql) => log.push(sql) });
    expect(log).toContainEqual(expect.stringContaining('pragma_table_list'));
  });
});

describe('creating a library', () => {
  it('makes folder, file and tables, in WAL mode', () => {
    const path = join(temporaryFolder(), 'music', 'data', 'generations.db');
    const library = open(`sqlite:///${path}`);
    expect(library.info()).toMatchObject({ origin: 'monitor', journalMode: 'wal' });
    expect(withRaw(path, (raw) => raw.pragma('integrity_check', { simple: true }))).toBe('ok');
  });

  it('declares the columns as Alembic does', () => {
    const columns = (path: string) =>
      withRaw(path, (raw) =>
        ['generations', 'prompts', 'alembic_version'].map((table) =>
          raw
            .prepare('SELECT name, upper(type) AS type, "notnull", pk FROM pragma_table_info(?)')
            .all(table),
        ),
      );
    const path = join(temporaryFolder(), 'new.db');
    open(path);
    expect(columns(path)).toEqual(columns(sampleLibrary()));
  });

  it('leaves no draft behind', () => {
    const folder = temporaryFolder();
    openLibrary(join(folder, 'new.db'), { create: true }).close();
    expect(Object.keys(digests(folder))).toEqual(['new.db']);
  });

  it('never replaces a file', () => {
    const path = sampleLibrary();
    const before = digests(dirname(path));
    expect(failureOf(() => openLibrary(path, { create: true })).code).toBe('library-exists');
    expect(digests(dirname(path))).toEqual(before);
  });

  it('does not happen when it must not', () => {
    const path = join(temporaryFolder(), 'no', 'such.db');
    const failure = failureOf(() => openLibrary(path, { create: false }));
    expect(failure).toMatchObject({ code: 'library-not-found' });
    expect(failure.message).toContain(path);
    expect(existsSync(dirname(path))).toBe(false);
  });

  it('says where it cannot', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, 'x');
    expect(failureOf(() => openLibrary(join(file, 'new.db'), { create: true })).code).toBe(
      'library-read-only',
    );
  });
});

describe('refusing a file, untouched', () => {
  const refusal = (path: string) => {
    const before = digests(dirname(path));
    const failure = failureOf(() => openLibrary(path));
    expect(digests(dirname(path))).toEqual(before);
    return failure;
  };
  const fileOf = (content: string | Buffer): string => {
    const path = join(temporaryFolder(), 'generations.db');
    writeFileSync(path, content);
    return path;
  };

  it('of no bytes', () => {
    expect(refusal(fileOf('')).code).toBe('library-empty-file');
  });

  it.each([
    'x',
    'these are my notes on music, and some more words to fill the first hundred bytes '.repeat(99),
    'SQLite format 3\0',
  ])('that is no database (case %#)', (content) => {
    expect(refusal(fileOf(content)).code).toBe('library-not-a-database');
  });

  it('that is cut off', () => {
    const path = sampleLibrary();
    truncateSync(path, 100_000);
    expect(refusal(path).code).toBe('library-corrupt');
  });

  it('whose schema is damaged', () => {
    const bytes = readFileSync(sampleLibrary());
    bytes.fill(0xff, 100, 4096);
    expect(refusal(fileOf(bytes)).code).toBe('library-corrupt');
  });

  it('of another program, naming what is in it', () => {
    const failure = refusal(
      libraryOf('CREATE TABLE moz_places (id)', 'CREATE TABLE moz_hosts (id)'),
    );
    expect(failure.code).toBe('library-other-schema');
    expect(failure.message).toContain('moz_hosts, moz_places');
  });

  it('of another program with a table of the same name', () => {
    const failure = refusal(
      libraryOf('CREATE TABLE generations (year INTEGER)', 'CREATE TABLE prompts (year INTEGER)'),
    );
    expect(failure.code).toBe('library-other-schema');
  });

  it('with no table at all', () => {
    const failure = refusal(libraryOf('CREATE TABLE x (id)', 'DROP TABLE x'));
    expect(failure).toMatchObject({
      code: 'library-other-schema',
      message: expect.stringContaining('no tables'),
    });
  });

  it('with only a part of the tables or columns', () => {
    expect(refusal(libraryOf(createAllSchema, 'DROP TABLE prompts'))).toMatchObject({
      code: 'library-missing-table',
      message: expect.stringContaining('prompts'),
    });
    const withoutColumn = 'ALTER TABLE generations DROP COLUMN error_message';
    expect(refusal(libraryOf(createAllSchema, withoutColumn))).toMatchObject({
      code: 'library-missing-table',
      message: expect.stringContaining('error_message'),
    });
  });

  it('that is a folder', () => {
    const folder = join(temporaryFolder(), 'generations.db');
    mkdirSync(folder);
    expect(failureOf(() => openLibrary(folder))).toMatchObject({
      code: 'library-unreadable',
      message: expect.stringContaining('folder'),
    });
  });

  it('that nobody may read', () => {
    const path = sampleLibrary();
    chmodSync(path, 0o000);
    expect(failureOf(() => openLibrary(path)).code).toBe('library-unreadable');
  });
});

describe('opening read-only', () => {
  it.each([
    ['a read-only file', (path: string) => chmodSync(path, 0o444), 'file'],
    ['a read-only folder', (path: string) => chmodSync(dirname(path), 0o555), 'folder'],
  ])('%s', (_, mark, word) => {
    const path = sampleLibrary();
    mark(path);
    expect(open(path).info().readOnlyReason).toContain(word);
    chmodSync(dirname(path), 0o755);
  });

  it('a library that a newer version of this application has changed', () => {
    const ours = addEarlier(sampleLibrary());
    withRaw(ours, (raw) =>
      raw.exec("INSERT INTO monitor_migrations VALUES ('9999_future', 'applied', '')"),
    );
    expect(open(ours).info().readOnlyReason).toContain('9999_future');
  });

  it('when asked', () => {
    const library = open(sampleLibrary(), { readOnly: true });
    expect(library.info().readOnlyReason).toContain('reading only');
    expect(() => library.database.connection.exec('DELETE FROM prompts')).toThrow();
  });
});

it('notices that the file is gone', () => {
  const path = sampleLibrary();
  const library = open(path);
  rmSync(path);
  expect(failureOf(() => library.info()).code).toBe('library-gone');
});
