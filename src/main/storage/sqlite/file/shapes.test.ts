import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  createAllSchema,
  failureOf,
  libraryOf,
  open,
  sampleLibrary,
  withRaw,
} from '../../testing/libraries';
import { openLibrary } from '../library';
import { pageOfGenerations } from '../rows/pages';

// Libraries whose tables are of another shape: they work, or it is said what is different.

const changed = (sql: string): string => {
  const path = sampleLibrary();
  withRaw(path, (raw) => raw.unsafeMode().exec(sql));
  return path;
};
const refusal = (path: string) => failureOf(() => openLibrary(path));

it('names in another case make no difference', () => {
  const path = changed(`ALTER TABLE generations RENAME TO g; ALTER TABLE g RENAME TO "Generations";
    ALTER TABLE "Generations" RENAME COLUMN prompt TO "PROMPT_"; ALTER TABLE "Generations" RENAME COLUMN "PROMPT_" TO "Prompt"`);
  const library = open(path);
  expect(library.info().readOnlyReason).toBeNull();
  const { rows } = pageOfGenerations(library.database, { filter: { statuses: ['failed'] } });
  const ids = rows.map(({ id }) => id);
  expect(ids.length).toBeGreaterThan(0);
  expect(library.generations.retry(ids).retried).toEqual(ids);
});

describe('what is different is named', () => {
  it.each([
    [
      'a renamed column',
      'ALTER TABLE generations RENAME COLUMN prompt TO text_prompt',
      'library-missing-table',
      ['“prompt”', 'called “text_prompt” here'],
    ],
    [
      'a column without a likeness',
      'ALTER TABLE generations RENAME COLUMN prompt TO words',
      'library-missing-table',
      ['“prompt”', '“words”'],
    ],
    [
      'no prompts',
      'ALTER TABLE prompts RENAME TO texts',
      'library-missing-table',
      ['“prompts”', 'texts'],
    ],
    [
      'a view',
      'ALTER TABLE generations RENAME TO jobs; CREATE VIEW generations AS SELECT * FROM jobs',
      'library-unsupported',
      ['is a view'],
    ],
    [
      'no rowid',
      `ALTER TABLE generations RENAME TO old; ${createAllSchema
        .slice(0, createAllSchema.indexOf(';'))
        .trimEnd()} WITHOUT ROWID; DROP TABLE old`,
      'library-unsupported',
      ['WITHOUT ROWID'],
    ],
    [
      'an unknown collation',
      `PRAGMA writable_schema = ON; UPDATE sqlite_schema
      SET sql = replace(sql, 'status VARCHAR', 'status VARCHAR COLLATE german') WHERE name = 'generations'`,
      'library-unsupported',
      ['german'],
    ],
  ] as const)('%s', (_, sql, code, words) => {
    const failure = refusal(changed(sql));
    expect(failure.code).toBe(code);
    for (const word of words) expect(failure.message).toContain(word);
    expect(`${failure.message} ${failure.hint}`).not.toMatch(/SQLITE_|backup/);
  });

  it('a file format of the future', () => {
    const path = sampleLibrary();
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.from([9]), 0, 1, 47);
    closeSync(file);
    expect(refusal(path)).toMatchObject({
      code: 'library-unsupported',
      message: expect.stringContaining('cannot read'),
    });
  });
});

describe('rules of other programs', () => {
  it.each([
    [
      'a trigger',
      "CREATE TRIGGER no BEFORE UPDATE ON generations BEGIN SELECT RAISE(ABORT, 'locked by label'); END",
      'locked by label',
    ],
    ['a CHECK', "ALTER TABLE generations ADD COLUMN c CHECK (status <> 'pending')", 'CHECK'],
  ])('%s is told of', (_, sql, word) => {
    const path = libraryOf(
      createAllSchema,
      `INSERT INTO generations (id, prompt, model_name,
      duration_seconds, sample_rate, channels, file_path, status, created_at) VALUES
      ('a', 'p', 'm', 8, 32000, 2, 'x.wav', 'failed', '2025-11-20 01:12:17.893917')`,
    );
    withRaw(path, (raw) => raw.exec(sql));
    const { retried, skipped } = open(path).generations.retry(['a']);
    expect({ retried, skipped }).toEqual({
      retried: [],
      skipped: [
        { id: 'a', reason: 'refused', status: 'failed', refusal: expect.stringContaining(word) },
      ],
    });
    const failure = failureOf(() => open(path).generations.updateStatus('a', 'pending'));
    expect(failure).toMatchObject({
      code: 'library-refused',
      message: expect.stringContaining(word),
    });
    expect(failure.message).not.toContain('SQLITE_');
  });
});

it('a trigger that calls a function of its own program is told of', () => {
  const path = changed(`CREATE TRIGGER named BEFORE UPDATE ON generations
    BEGIN SELECT label_of(OLD.id); END`);
  const failure = failureOf(() => open(path).generations.retry(['a']));
  expect(failure.code).toBe('library-refused');
  expect(failure.message).toContain('label_of');
});

it('attempts of a library that was deleted say that it is gone', () => {
  const path = sampleLibrary();
  const library = open(path);
  rmSync(path);
  expect(failureOf(() => library.generations.attempts('a')).code).toBe('library-gone');
});

it('a metadata key with NUL is refused as input', () => {
  const { database } = open(sampleLibrary());
  const metadata = [{ path: ['a\0b'], operator: '=' as const, value: 1 }];
  expect(failureOf(() => pageOfGenerations(database, { filter: { metadata } })).code).toBe(
    'invalid-input',
  );
});
