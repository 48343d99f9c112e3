import { describe, expect, it } from 'vitest';
import { failureOf, open, sampleLibrary, withRaw } from '../../testing/libraries';
import { transaction } from '../core/database';
import { attemptsOf } from '../history/attempts';
import { cancelJobs, deleteJobs, giveUpJobs } from './clean-up';
import { retryGenerations, undoRetry } from './retry';
import { retryMatching } from './retry-matching';
import { undoChange } from './undo';

// One row that the library does not let go never keeps the others from what is done to all of them.

const ids = (path: string, status: string): string[] =>
  withRaw(path, (raw) =>
    raw.prepare('SELECT id FROM generations WHERE status = ?').pluck().all(status),
  ) as string[];

const guard = (path: string, event: string, id: string, action: string): void => {
  withRaw(path, (raw) =>
    raw.exec(`CREATE TRIGGER guard BEFORE ${event} ON generations
      WHEN OLD.id = '${id}' BEGIN SELECT ${action}; END`),
  );
};

const library = (status: string, event: string, action: string) => {
  const path = sampleLibrary();
  withRaw(path, (raw) =>
    raw.exec(`UPDATE generations SET status = '${status}' WHERE id IN
      (SELECT id FROM generations WHERE status = 'completed' LIMIT 5)`),
  );
  const all = ids(path, status);
  const bad = String(all[1]);
  guard(path, event, bad, action);
  const { database } = open(path);
  return { path, all, bad, database, others: all.filter((id) => id !== bad) };
};

describe.each([
  ['forbids', "RAISE(ABORT, 'locked by label')", 'locked by label'],
  ['ignores', 'RAISE(IGNORE)', 'ignored'],
  ['fails at', "RAISE(FAIL, 'not today')", 'not today'],
  ['takes everything back for', "RAISE(ROLLBACK, 'all or none')", 'all or none'],
])('a trigger that %s the change of one row', (_, action, word) => {
  const refused = (id: string, status: string) => [
    { id, reason: 'refused', status, refusal: expect.stringContaining(word) },
  ];

  it('leaves the others to be retried', () => {
    const { database, all, others, bad, path } = library('failed', 'UPDATE', action);
    expect(retryGenerations(database, all)).toEqual({
      retried: others,
      skipped: refused(bad, 'failed'),
    });
    expect(ids(path, 'failed')).toEqual([bad]);
    expect(attemptsOf(database, bad)).toEqual([]);
    expect(attemptsOf(database, String(others[0]))).toHaveLength(1);
  });

  it('leaves the others to be retried by what they match', () => {
    const { database, others, bad, path } = library('failed', 'UPDATE', action);
    const { retried, skipped } = retryMatching(database, {});
    expect([...retried].sort()).toEqual([...others].sort());
    expect(skipped).toEqual(refused(bad, 'failed'));
    expect(ids(path, 'failed')).toEqual([bad]);
  });

  it('leaves the others to be cancelled, given up and deleted', () => {
    for (const [status, event, change] of [
      ['pending', 'UPDATE', cancelJobs],
      ['processing', 'UPDATE', giveUpJobs],
      ['completed', 'DELETE', deleteJobs],
    ] as const) {
      const { database, all, others, bad, path } = library(status, event, action);
      const { changed, skipped, undo } = change(database, all);
      expect(changed).toEqual(others);
      expect(skipped).toEqual(refused(bad, status));
      expect(ids(path, status)).toEqual([bad]);
      expect(undoChange(database, String(undo)).undone).toEqual(others);
      expect(ids(path, status).sort()).toEqual([...all].sort());
    }
  });
});

it.each([
  ['forbids', "RAISE(ABORT, 'locked by label')"],
  ['takes everything back for', "RAISE(ROLLBACK, 'locked by label')"],
])('a trigger that %s the way back of one retry leaves that of the others', (_, action) => {
  const path = sampleLibrary();
  const all = ids(path, 'failed');
  const bad = String(all[1]);
  const { database } = open(path);
  expect(retryGenerations(database, all).retried).toEqual(all);
  guard(path, 'UPDATE', bad, action);
  expect(undoRetry(database, all)).toEqual({
    undone: all.filter((id) => id !== bad),
    skipped: [{ id: bad, reason: 'refused', status: 'pending', refusal: 'locked by label' }],
  });
  // The outcome that did not come back is not forgotten.
  expect(attemptsOf(database, bad)).toHaveLength(1);
  expect(ids(path, 'failed')).toEqual(all.filter((id) => id !== bad));
});

it('a rule that takes back more than the part of a program’s own transaction fails all of it', () => {
  const { database, all, bad, path } = library(
    'failed',
    'UPDATE',
    "RAISE(ROLLBACK, 'all or none')",
  );
  let runs = 0;
  const work = () => {
    runs++;
    return retryGenerations(database, all);
  };
  expect(failureOf(() => transaction(database, 'write', work))).toMatchObject({
    code: 'library-refused',
    message: expect.stringContaining('all or none'),
  });
  expect(runs).toBe(1);
  expect(ids(path, 'failed')).toEqual(all);
  expect(attemptsOf(database, bad)).toEqual([]);
});
