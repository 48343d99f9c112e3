import { describe, expect, it } from 'vitest';
import { failureOf, open, rowsOf, sampleLibrary } from '../../testing/libraries';
import { attemptsOf } from '../history/attempts';
import { failGeneration } from './jobs';
import { undoRetry } from './retry';
import { retryBatch } from './retry-matching';

const failedOf = (path: string) => rowsOf(path).filter(({ status }) => status === 'failed');

describe('retryBatch', () => {
  it('goes through all matches, batch by batch, newest first', () => {
    const { database } = open(sampleLibrary());
    const wanted = failedOf(database.path)
      .sort((a, b) => (a.created_at < b.created_at ? 1 : -1))
      .map(({ id }) => id);
    const retried: string[] = [];
    let after: string | null = null;
    const sizes: number[] = [];
    do {
      const batch = retryBatch(database, { filter: {}, after, limit: 10 });
      sizes.push(batch.retried.length);
      retried.push(...batch.retried);
      after = batch.next;
    } while (after !== null);
    expect(sizes).toEqual([10, 10, 10, 5]);
    expect(retried).toEqual(wanted);
    expect(failedOf(database.path)).toEqual([]);
  });

  it('retries nothing twice, though it fails again at once', () => {
    const { database } = open(sampleLibrary());
    const first = retryBatch(database, { filter: {}, limit: 20 });
    for (const id of first.retried) failGeneration(database, id, 'again');
    const second = retryBatch(database, { filter: {}, after: first.next, limit: 20 });
    expect(second.retried).toHaveLength(15);
    expect(second.retried.filter((id) => first.retried.includes(id))).toEqual([]);
    expect(second.next).toBeNull();
  });

  it('keeps to the filter and spares the exceptions', () => {
    const { database } = open(sampleLibrary());
    const before = rowsOf(database.path);
    const [spared = '', ...others] = failedOf(database.path).map(({ id }) => id);
    const filter = { text: 'memory', statuses: ['completed'] };
    const some = retryBatch(database, { filter, limit: 100 }).retried;
    expect(some.length).toBeGreaterThan(0);
    expect(some.length).toBeLessThan(35);
    undoRetry(database, some);
    expect(rowsOf(database.path)).toEqual(before);
    const rest = retryBatch(database, { filter: {}, except: [spared], limit: 100 });
    expect([...rest.retried].sort()).toEqual(others);
  });

  it('refuses a cursor that is none', () => {
    const { database } = open(sampleLibrary());
    const wanted = { filter: {}, after: 'nonsense', limit: 1 };
    expect(failureOf(() => retryBatch(database, wanted)).code).toBe('invalid-input');
  });
});

it('an attempt began when the job before it had ended, or when it was queued', () => {
  const { database } = open(sampleLibrary());
  const { retried } = retryBatch(database, { filter: {}, limit: 1 });
  const [id = ''] = retried;
  failGeneration(database, id, 'again');
  retryBatch(database, { filter: {}, limit: 1 });
  const [first, second] = attemptsOf(database, id);
  const row = rowsOf(database.path).find((stored) => stored.id === id);
  const earlier = rowsOf(database.path)
    .map(({ completed_at }) => completed_at)
    .filter((ended) => ended !== null && ended < (first?.completedAt?.toISOString() ?? ''));
  expect(earlier.length).toBeGreaterThan(0);
  expect(first?.likelyStartAt?.getTime()).toBeLessThanOrEqual(first?.completedAt?.getTime() ?? 0);
  expect(first?.likelyStartAt?.getTime()).toBeGreaterThanOrEqual(
    Date.parse(`${row?.created_at.replace(' ', 'T').slice(0, 23)}Z`),
  );
  expect(second?.likelyStartAt).toEqual(first?.retriedAt);
});
