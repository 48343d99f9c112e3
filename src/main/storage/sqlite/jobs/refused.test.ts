import { describe, expect, it } from 'vitest';
import { open, sampleLibrary, withRaw } from '../../testing/libraries';
import { attemptsOf } from '../history/attempts';
import { cancelJobs, deleteJobs, giveUpJobs } from './clean-up';
import { retryGenerations } from './retry';
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
