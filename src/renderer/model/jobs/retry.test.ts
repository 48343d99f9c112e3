import { expect, it } from 'vitest';
import type { RetryOutcome } from '../../../shared/generation';
import { partsOf } from './batches';
import { describeOutcome } from './retry';

const skipped = (reason: 'not-found' | 'not-failed', count: number): RetryOutcome['skipped'] =>
  Array.from({ length: count }, (_, index) => ({ id: `${reason}${index}`, reason, status: null }));
const ids = (count: number) => Array.from({ length: count }, (_, index) => String(index));

it.each<[RetryOutcome, string]>([
  [{ retried: ids(1), skipped: [] }, 'Re-queued 1 generation'],
  [{ retried: ids(1_200), skipped: [] }, 'Re-queued 1,200 generations'],
  [{ retried: [], skipped: [] }, 'None of these has failed'],
  [
    { retried: ids(38), skipped: skipped('not-failed', 2) },
    '38 re-queued, 2 were no longer failed',
  ],
  [{ retried: [], skipped: skipped('not-failed', 1) }, '0 re-queued, 1 was no longer failed'],
  [{ retried: ids(1), skipped: skipped('not-found', 1) }, '1 re-queued, 1 no longer exists'],
  [
    {
      retried: ids(3),
      skipped: [{ id: 'a', reason: 'refused', status: 'failed', refusal: 'locked by label' }],
    },
    '3 re-queued, 1 refused by the library (locked by label)',
  ],
])('says what became of a retry', (outcome, text) => {
  expect(describeOutcome(outcome)).toBe(text);
});

it('cuts ids into calls', () => {
  expect(partsOf([])).toEqual([]);
  expect(partsOf(ids(2_500)).map((part) => part.length)).toEqual([1_000, 1_000, 500]);
  expect(partsOf(ids(2_500)).flat()).toEqual(ids(2_500));
});
