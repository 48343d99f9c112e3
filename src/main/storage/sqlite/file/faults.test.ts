import { openSync, readFileSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { digests, failureOf, open, rowsOf, sampleLibrary, withRaw } from '../../testing/libraries';
import { openLibrary } from '../library';

const job = {
  prompt: 'p'.repeat(3_000),
  modelName: 'm',
  durationSeconds: 8,
  sampleRate: 32000,
  channels: 2,
  filePath: 'x.wav',
};

/** Spoils the pages of the table's rows, leaving the schema alone. */
const damage = (path: string): void => {
  const pageSize = 4096;
  const pages = readFileSync(path).length / pageSize;
  const file = openSync(path, 'r+');
  for (let page = 20; page < pages; page++) {
    writeSync(file, Buffer.alloc(200, 0xee), 0, 200, page * pageSize);
  }
};

describe('a library with a fault', () => {
  it('inside the file is reported as such, and not written to', () => {
    const path = sampleLibrary();
    damage(path);
    const before = digests(dirname(path));
    const library = open(path);
    expect(failureOf(() => library.generations.list({ limit: 400 })).code).toBe('library-corrupt');
    expect(failureOf(() => library.generations.retry({})).code).toBe('library-corrupt');
    const report = library.check();
    expect(report.ok).toBe(false);
    expect(report.problems.length).toBeGreaterThan(0);
    expect(digests(dirname(path))).toEqual(before);
  });

  it('cut off while it is open', () => {
    const path = sampleLibrary();
    const library = open(path);
    truncateSync(path, 40_960);
    const before = digests(dirname(path));
    expect(failureOf(() => library.generations.list({ limit: 400 })).code).toBe('library-corrupt');
    expect(digests(dirname(path))).toEqual(before);
  });

  it('overwritten by something else while it is open', () => {
    const path = sampleLibrary();
    const library = open(path);
    writeFileSync(path, 'no longer a database. '.repeat(1_000));
    expect(failureOf(() => library.generations.count()).code).toBe('library-not-a-database');
  });

  it('whose table is dropped while it is open', () => {
    const path = sampleLibrary();
    const library = open(path);
    withRaw(path, (raw) => raw.exec('DROP TABLE generations'));
    expect(failureOf(() => library.generations.count()).code).toBe('library-missing-table');
    withRaw(path, (raw) => raw.exec('DROP TABLE prompts'));
    expect(failureOf(() => library.prompts.list()).code).toBe('library-other-schema');
  });

  it('locked by another program, to read and to open', () => {
    const path = sampleLibrary();
    const library = open(path);
    withRaw(path, (raw) => {
      raw.exec('BEGIN EXCLUSIVE');
      expect(failureOf(() => library.generations.count())).toMatchObject({
        code: 'library-busy',
        hint: expect.stringContaining('moment'),
      });
      expect(failureOf(() => openLibrary(path, { create: false })).code).toBe('library-busy');
    });
    expect(library.generations.count()).toBe(400);
  });

  it('on a full disk keeps what it has', () => {
    const path = sampleLibrary();
    const library = open(path);
    const before = rowsOf(path);
    const pages = library.database.connection.pragma('page_count', { simple: true });
    library.database.connection.pragma(`max_page_count = ${pages}`);
    const fill = () =>
      library.transaction(() => {
        for (let count = 0; count < 200; count++) library.generations.create(job);
      });
    expect(failureOf(fill).code).toBe('disk-full');
    expect(rowsOf(path)).toEqual(before);
    expect(library.check().ok).toBe(true);
  });

  it('goes on once another writer is done', () => {
    const path = sampleLibrary();
    const library = open(path);
    withRaw(path, (raw) => {
      raw.exec('BEGIN IMMEDIATE');
      expect(library.generations.count()).toBe(400);
      raw.exec('COMMIT');
      expect(library.generations.retry({}).retried).toHaveLength(35);
    });
  });
});
