import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failureOf, open, sampleLibrary, temporaryFolder, withRaw } from '../../testing/libraries';
import { exportGenerations } from '../rows/export';
import { getGeneration } from '../rows/generations';

// What becomes of a library whose tables a later revision of the service has changed.

const later = (sql: string): string => {
  const path = sampleLibrary();
  withRaw(path, (raw) => raw.exec(sql));
  return path;
};
const rows = (path: string) =>
  withRaw(path, (raw) =>
    raw.prepare('SELECT * FROM generations ORDER BY id').safeIntegers(true).all(),
  );
const oneFailed = (path: string): string =>
  withRaw(path, (raw) =>
    String(raw.prepare("SELECT id FROM generations WHERE status = 'failed' LIMIT 1").pluck().get()),
  );

const withOwner = `ALTER TABLE generations ADD COLUMN "Owner ""x""" TEXT;
  ALTER TABLE generations ADD COLUMN rating INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE generations ADD COLUMN doubled GENERATED ALWAYS AS (sample_rate * 2) VIRTUAL;
  ALTER TABLE prompts ADD COLUMN lang TEXT;
  UPDATE generations SET "Owner ""x""" = 'zoë', rating = 9007199254740993;
  UPDATE prompts SET lang = 'de'`;

describe('any revision', () => {
  it.each([
    ['the next', "UPDATE alembic_version SET version_num = '002'", '002'],
    ['two heads', "INSERT INTO alembic_version VALUES ('00a')", '001, 00a'],
    ['an unknown head before ours', "INSERT INTO alembic_version VALUES ('000')", '000, 001'],
    ['none', 'DELETE FROM alembic_version', null],
  ])('%s: is written', (_, sql, revision) => {
    const library = open(later(`${sql}; ${withOwner}`));
    expect(library.info()).toMatchObject({ readOnlyReason: null, alembicRevision: revision });
    const made = library.generations.create({
      prompt: 'p',
      modelName: 'm',
      durationSeconds: 8,
      sampleRate: 32000,
      channels: 2,
      filePath: 'x.wav',
    });
    expect(library.generations.get(made.id)?.status).toBe('pending');
  });
});

describe('columns that we do not know', () => {
  it('are in the record', () => {
    const path = later(withOwner);
    expect(getGeneration(open(path).database, oneFailed(path)).record).toMatchObject({
      'Owner "x"': 'zoë',
      rating: '9007199254740993',
      doubled: 64000,
    });
  });

  it.each(['createdAt', 'prompt'] as const)('are exported, ordered by %s', async (column) => {
    const { database } = open(later(withOwner));
    const exported = async (format: 'csv' | 'json') => {
      const path = join(temporaryFolder(), `out.${format}`);
      const sort = { column, direction: 'ascending' } as const;
      const control = { progress: () => {}, isCancelled: () => false };
      await exportGenerations(database, { filter: {}, sort, format, path }, control);
      return readFileSync(path, 'utf8');
    };
    const records = JSON.parse(await exported('json')) as Record<string, unknown>[];
    expect(records).toHaveLength(400);
    expect(records.every((record) => record['Owner "x"'] === 'zoë')).toBe(true);
    expect(records[0]).toMatchObject({
      'generations.rating': '9007199254740993',
      rating: null,
    });
    const [head, first] = (await exported('csv')).split('\r\n');
    expect(head).toContain('metadata,"Owner ""x""",generations.rating,doubled,heard_at,rating');
    expect(first).toContain('zoë,9007199254740993,');
  });

  it('are as they were after retry, cancel, deletion, and the undoing of each', () => {
    const path = later(withOwner);
    const library = open(path);
    const before = rows(path);
    const ids = before.map((row) => String((row as { id: unknown }).id));
    const { retried } = library.generations.retry(ids);
    expect(rows(path)).toEqual(
      before.map(() => expect.objectContaining({ 'Owner "x"': 'zoë', rating: 9007199254740993n })),
    );
    expect(library.generations.undoRetry(ids).undone).toEqual(retried);
    expect(rows(path)).toEqual(before);
    const deleted = library.generations.delete(ids);
    expect(rows(path)).toEqual([]);
    expect(library.generations.restore(deleted)).toHaveLength(400);
    expect(rows(path)).toEqual(before);
  });
});

it('a value that every new row must have stops new ones only', () => {
  const path = sampleLibrary();
  withRaw(path, (raw) => {
    const { sql } = raw
      .prepare("SELECT sql FROM sqlite_schema WHERE name = 'generations'")
      .get() as { sql: string };
    raw.exec(`ALTER TABLE generations RENAME TO old;
      ${sql.replace('prompt TEXT', 'tenant TEXT NOT NULL, prompt TEXT')};
      INSERT INTO generations SELECT id, 'us', prompt, model_name, model_version, duration_seconds,
        sample_rate, channels, file_path, file_size_bytes, status, created_at, completed_at,
        generation_time_seconds, error_message, metadata FROM old; DROP TABLE old`);
  });
  const library = open(path);
  const before = rows(path);
  const failure = failureOf(() =>
    library.generations.create({
      prompt: 'never seen before',
      modelName: 'm',
      durationSeconds: 8,
      sampleRate: 32000,
      channels: 2,
      filePath: 'x.wav',
    }),
  );
  expect(failure).toMatchObject({
    code: 'library-demands-more',
    message: expect.stringContaining('“tenant”'),
  });
  expect(rows(path)).toEqual(before);
  const id = oneFailed(path);
  expect(library.generations.retry([id]).retried).toEqual([id]);
  const deleted = library.generations.delete([id]);
  expect(library.generations.restore(deleted)).toEqual([id]);
});
