import { describe, expect, it } from 'vitest';
import { newestFirst } from '../../../../shared/query';
import { createAllSchema, failureOf, libraryOf, open, rowsOf } from '../../testing/libraries';
import { namedFile } from '../audio/audio-files';
import { cancelJobs, deleteJobs } from '../jobs/clean-up';
import { retryGenerations } from '../jobs/retry';
import { retryMatching } from '../jobs/retry-matching';
import { judge, judgementsOf } from '../judgements/judgements';
import { getGeneration } from '../rows/generations';
import { listGenerations } from '../rows/pages';

// Rows whose id is no text, or not theirs alone, in a table that another program made without a key.

const keyless = createAllSchema
  .replace('id VARCHAR NOT NULL,', 'id,')
  .replace(', PRIMARY KEY (id)', '');
const insert = (id: string, status: string): string =>
  `INSERT INTO generations (id, prompt, model_name, duration_seconds, sample_rate, channels, file_path,
    status, created_at, error_message) VALUES (${id}, 'p', 'm', 10.0, 32000, 2, 'x.wav', '${status}',
    '2026-11-01 10:00:00.000000', 'E: x')`;
const library = (ids: readonly string[], status = 'failed') =>
  open(libraryOf(keyless, ...[...ids, "'good'"].map((id) => insert(id, status))));
const shownIds = (database: ReturnType<typeof library>['database']) =>
  listGenerations(database, { filter: {}, sort: newestFirst, position: 0, limit: 10 })
    .rows.map(({ id }) => id)
    .filter((id) => id !== 'good');

describe.each([
  ['a BLOB', "x'0102'", "x'0102'", 'its id is a BLOB, not text'],
  ['an empty BLOB', "x''", "x''", 'its id is a BLOB, not text'],
  ['nothing', 'NULL', '', 'it has no id'],
  ['a whole number', '7', '7', 'its id is a number, not text'],
  ['a number of 64 bits', '9007199254740993', '9007199254740992', 'its id is a number, not text'],
  ['a fraction', '7.5', '7.5', 'its id is a number, not text'],
  ['no valid UTF-8', "CAST(x'61ff62' AS TEXT)", 'a\ufffdb', 'its id is no valid text'],
  ['no valid UTF-8 at all', "CAST(x'fffe' AS TEXT)", '\ufffd\ufffd', 'its id is no valid text'],
])('a row whose id is %s', (_, stored, shown, why) => {
  const refused = [{ id: shown, reason: 'refused', status: null, refusal: why }];

  it('is in the list, with its details and its file', () => {
    const { database } = library([stored]);
    expect(shownIds(database)).toEqual([shown]);
    const { generation, record } = getGeneration(database, shown);
    expect(generation).toMatchObject({ id: shown, prompt: 'p', malformed: [{ field: 'id' }] });
    expect(record.status).toBe('failed');
    expect(namedFile(database, shown).filePath).toBe('x.wav');
  });

  it('is left alone by what is done to all, which says why', () => {
    const { database } = library([stored]);
    const before = rowsOf(database.path).find(({ id }) => id !== 'good');
    expect(retryMatching(database, {})).toEqual({ retried: ['good'], skipped: refused });
    expect(retryGenerations(database, [shown]).skipped).toEqual(refused);
    expect(deleteJobs(database, [shown, 'good'])).toMatchObject({
      changed: ['good'],
      skipped: refused,
    });
    expect(rowsOf(database.path)).toEqual([before]);
  });

  it('is refused when it is cancelled or judged', () => {
    const { database } = library([stored], 'pending');
    expect(cancelJobs(database, [shown, 'good'])).toMatchObject({
      changed: ['good'],
      skipped: refused,
    });
    const star = (ids: readonly string[]) => judge(database, [{ ids, change: { starred: true } }]);
    expect(failureOf(() => star([shown]))).toMatchObject({
      code: 'library-refused',
      message: expect.stringContaining(why),
    });
    expect(star([shown, 'good']).changed).toEqual(['good']);
  });
});

describe('two rows of one id', () => {
  const refused = (status: string) => [
    { id: 'd', reason: 'refused', status, refusal: 'another generation has the same id' },
  ];

  it('are both in the list, and their details say what is wrong', () => {
    const { database } = library(["'d'", "'d'"]);
    expect(shownIds(database)).toEqual(['d', 'd']);
    expect(getGeneration(database, 'd').generation.malformed).toEqual([{ field: 'id', raw: 'd' }]);
    expect(getGeneration(database, 'good').generation.malformed).toEqual([]);
  });

  it('are left alone by what is done to all, which says why', () => {
    const { database } = library(["'d'", "'d'"]);
    const before = rowsOf(database.path).filter(({ id }) => id === 'd');
    expect(retryMatching(database, {})).toEqual({ retried: ['good'], skipped: refused('failed') });
    expect(deleteJobs(database, ['d', 'good'])).toMatchObject({
      changed: ['good'],
      skipped: refused('failed'),
    });
    expect(rowsOf(database.path)).toEqual(before);
    const waiting = library(["'d'", "'d'"], 'pending').database;
    expect(cancelJobs(waiting, ['d', 'good'])).toMatchObject({
      changed: ['good'],
      skipped: refused('pending'),
    });
  });

  it('are not changed by a program that means one of them, and both come back after a deletion', () => {
    const { generations, database } = library(["'d'", "'d'"]);
    const before = rowsOf(database.path);
    expect(failureOf(() => generations.fail('d', 'x')).code).toBe('library-refused');
    expect(rowsOf(database.path)).toEqual(before);
    const deleted = generations.delete(['d']);
    expect(rowsOf(database.path)).toHaveLength(1);
    expect(generations.restore(deleted)).toEqual(['d', 'd']);
    expect(rowsOf(database.path)).toEqual(before);
  });

  it('are judged together, as what is said of takes is kept by id', () => {
    const { database } = library(["'d'", "'d'"]);
    expect(judge(database, [{ ids: ['d'], change: { rating: 4 } }]).changed).toEqual(['d']);
    expect(judgementsOf(database, ['d'])).toMatchObject([{ generationId: 'd', rating: 4 }]);
  });
});

describe.each([
  ['a BLOB', "x'0102'", "'x''0102'''", "x'0102'"],
  ['a number', '7', "'7'", '7'],
  ['nothing', 'NULL', "''", ''],
  ['no valid UTF-8', "CAST(x'61ff62' AS TEXT)", "'a\ufffdb'", 'a\ufffdb'],
])('a row whose id is %s, and one whose text looks the same', (_, stored, text, shown) => {
  it('are told apart by nobody, so neither is changed', () => {
    const { database } = library([stored, text]);
    const before = rowsOf(database.path).filter(({ id }) => id !== 'good');
    const { retried, skipped } = retryMatching(database, {});
    expect(retried).toEqual(['good']);
    expect(skipped).toEqual([
      {
        id: shown,
        reason: 'refused',
        status: 'failed',
        refusal: 'another generation has the same id',
      },
    ]);
    expect(deleteJobs(database, [shown, 'good']).changed).toEqual(['good']);
    expect(rowsOf(database.path)).toEqual(before);
    expect(getGeneration(database, shown).generation.malformed).toMatchObject([{ field: 'id' }]);
  });
});

it('an id that is a number as text is an ordinary one', () => {
  const { database } = open(libraryOf(createAllSchema, insert("'42'", 'failed')));
  expect(retryGenerations(database, ['42', '43'])).toEqual({
    retried: ['42'],
    skipped: [{ id: '43', reason: 'not-found', status: null }],
  });
});
