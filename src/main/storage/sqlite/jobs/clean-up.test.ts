import { describe, expect, it } from 'vitest';
import { failureOf, open, rowsOf, sampleLibrary, withRaw } from '../../testing/libraries';
import type { Database } from '../core/database';
import { cancelJobs, deleteJobs, givenUp, giveUpJobs } from './clean-up';
import { undoChange } from './undo';

const library = (): Database => open(sampleLibrary()).database;
const everything = ({ path }: Database) =>
  withRaw(path, (raw) => [
    raw.prepare('SELECT rowid, * FROM generations ORDER BY rowid').safeIntegers(true).all(),
    raw.prepare('SELECT rowid, * FROM prompts ORDER BY rowid').all(),
    raw.prepare('SELECT * FROM sqlite_schema').all(),
  ]);
const idsWith = ({ path }: Database, status: string): string[] =>
  rowsOf(path)
    .filter((row) => row.status === status)
    .map(({ id }) => id);
const rowOf = ({ path }: Database, id: string) => rowsOf(path).find((row) => row.id === id);

it('cancelJobs cancels as the service does, and can be undone', () => {
  const database = library();
  const before = everything(database);
  const [running = ''] = idsWith(database, 'processing');
  const waiting = idsWith(database, 'pending');
  const outcome = cancelJobs(database, [...waiting, running, 'gen_none']);
  expect(outcome).toEqual({
    changed: waiting,
    skipped: [
      { id: running, reason: 'other-status', status: 'processing' },
      { id: 'gen_none', reason: 'not-found', status: null },
    ],
    undo: expect.any(String),
  });
  for (const id of waiting) {
    expect(rowOf(database, id)).toMatchObject({
      status: 'cancelled',
      error_message: 'Cancelled by user',
      completed_at: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/),
    });
  }
  expect(undoChange(database, outcome.undo ?? '')).toEqual({ undone: waiting, skipped: [] });
  expect(everything(database)).toEqual(before);
});

it('giveUpJobs fails what is under way, and only that', () => {
  const database = library();
  const before = everything(database);
  const [running = ''] = idsWith(database, 'processing');
  const [waiting = ''] = idsWith(database, 'pending');
  const outcome = giveUpJobs(database, [running, waiting]);
  expect(outcome.changed).toEqual([running]);
  expect(outcome.skipped).toEqual([{ id: waiting, reason: 'other-status', status: 'pending' }]);
  expect(rowOf(database, running)).toMatchObject({ status: 'failed', error_message: givenUp });
  undoChange(database, outcome.undo ?? '');
  expect(everything(database)).toEqual(before);
});

describe('deleteJobs', () => {
  it('is undone to the last bit, columns of others included', () => {
    const database = library();
    withRaw(database.path, (raw) => {
      raw.exec('ALTER TABLE generations ADD COLUMN "their ""own""" BLOB');
      raw.exec(`UPDATE generations SET "their ""own""" = x'00ff', sample_rate = 9007199254740993`);
    });
    const before = everything(database);
    const ids = rowsOf(database.path)
      .filter((_, index) => index % 3 === 0)
      .map(({ id }) => id);
    const { changed, undo } = deleteJobs(database, [...ids, ...ids, 'gen_none']);
    expect(changed).toEqual(ids);
    expect(rowsOf(database.path)).toHaveLength(400 - ids.length);
    expect(undoChange(database, undo ?? '').undone).toEqual(ids);
    expect(everything(database)).toEqual(before);
  });

  it('leaves alone what somebody put there since', () => {
    const database = library();
    const [one = '', other = ''] = idsWith(database, 'failed');
    const { undo } = deleteJobs(database, [one, other]);
    withRaw(database.path, (raw) =>
      raw
        .prepare(
          `INSERT INTO generations (id, prompt, model_name, duration_seconds, sample_rate, channels,
            file_path, status, created_at) VALUES (?, 'other', 'm', 1, 1, 1, '', 'pending', '')`,
        )
        .run(one),
    );
    expect(undoChange(database, undo ?? '')).toEqual({ undone: [other], skipped: [one] });
    expect(rowOf(database, one)).toMatchObject({ prompt: 'other' });
  });

  it('is undone once', () => {
    const database = library();
    const { undo } = deleteJobs(database, idsWith(database, 'failed').slice(0, 1));
    undoChange(database, undo ?? '');
    expect(failureOf(() => undoChange(database, undo ?? '')).code).toBe('undo-expired');
  });

  it('has nothing to undo where there was nothing', () => {
    expect(deleteJobs(library(), ['gen_none'])).toEqual({
      changed: [],
      skipped: [{ id: 'gen_none', reason: 'not-found', status: null }],
      undo: null,
    });
  });
});
