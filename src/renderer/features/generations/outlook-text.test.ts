import { describe, expect, it } from 'vitest';
import type { RunningOutlook, WaitingOutlook } from '../../../shared/outlook';
import { longOutlook, progressOf, roughly, shortOutlook, stalledReason } from './outlook-text';

const now = Date.UTC(2026, 10, 22, 12);
const at = (seconds: number) => new Date(now + seconds * 1_000);

const running = (ranFor: number, expectedSeconds: number | null = 40): RunningOutlook => ({
  state: 'running',
  startedAt: at(-ranFor),
  expectedSeconds,
  basis: 'model',
  stalledAt: expectedSeconds === null ? null : at(120 - ranFor),
});
const waiting = (position: number, startsIn: number | null): WaitingOutlook => ({
  state: 'waiting',
  position,
  startsAt: startsIn === null ? null : at(startsIn),
});

describe('an estimated stretch of time', () => {
  it('is rounded as it is known', () => {
    expect([0, 3, 8, 42, 57, 58, 89, 95, 3_000, 3_590, 4_790, 7_300].map(roughly)).toEqual([
      '5 s',
      '5 s',
      '10 s',
      '40 s',
      '55 s',
      '1 min',
      '1 min',
      '2 min',
      '50 min',
      '1 h',
      '1 h 20 min',
      '2 h',
    ]);
  });
});

describe('a running job', () => {
  it('says what is left', () => {
    expect(shortOutlook(running(20), now)).toBe('20 s left');
    expect(longOutlook(running(20), now)).toBe('About 20 s left');
    expect(progressOf(running(20), now)).toBe(0.5);
  });

  it('is overdue before it counts as stalled', () => {
    expect(shortOutlook(running(70), now)).toBe('overdue');
    expect(longOutlook(running(70), now)).toBe('Overdue by 30 s');
    expect(progressOf(running(70), now)).toBe(0.99);
    expect(progressOf(running(120), now)).toBeNull();
  });

  it('claims nothing without a history', () => {
    expect(shortOutlook(running(20, null), now)).toBe('');
    expect(progressOf(running(20, null), now)).toBeNull();
  });

  it('says why it seems stalled', () => {
    const job = { modelName: 'musicgen-small', durationSeconds: 30 };
    expect(stalledReason(running(14 * 60), job, now)).toBe(
      'Running for 14 min; musicgen-small usually takes 40 s for 30 s of audio.',
    );
    expect(stalledReason({ ...running(840), basis: 'all' }, job, now)).toBe(
      'Running for 14 min; other models take 40 s for 30 s of audio.',
    );
  });
});

describe('a waiting job', () => {
  it('says when its turn is', () => {
    expect(shortOutlook(waiting(3, 170), now)).toBe('in 3 min');
    expect(longOutlook(waiting(3, 170), now)).toBe('Number 3 in the queue, starts in about 3 min');
    expect(longOutlook(waiting(1, -5), now)).toBe('Next in the queue, starts any moment');
  });

  it('has only a place where no worker is at it', () => {
    expect(shortOutlook(waiting(12, null), now)).toBe('#12');
    expect(shortOutlook(waiting(12, -90), now)).toBe('#12');
    expect(longOutlook(waiting(1, null), now)).toBe(
      'Next in the queue; no worker seems to be at it',
    );
  });
});
