import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAttention, type Notice } from './attention';
import type { Outcomes } from './storage/engine';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const setUp = async () => {
  const state = { looking: false, wanted: true, failures: 0, notices: [] as Notice[] };
  const waiting: Outcomes[] = [];
  const attention = createAttention(
    (since) =>
      Promise.resolve(
        waiting.shift() ?? { completed: 0, failed: 0, latestPrompt: '', upTo: since ?? 'start' },
      ),
    {
      isLooking: () => state.looking,
      wantsNotices: () => state.wanted,
      notify: (notice) => state.notices.push(notice),
      showFailures: (count) => {
        state.failures = count;
      },
    },
  );
  attention.reset();
  await vi.runAllTimersAsync();
  const ended = async (completed: number, failed: number) => {
    waiting.push({ completed, failed, latestPrompt: 'a song', upTo: 'later' });
    attention.changed();
    attention.changed();
    await vi.runAllTimersAsync();
  };
  return { state, attention, ended };
};

describe('attention', () => {
  it('tells one job by its prompt and several by their numbers, once', async () => {
    const { state, ended } = await setUp();
    await ended(1, 0);
    await ended(0, 1);
    await ended(3, 2);
    expect(state.notices).toEqual([
      { title: 'Generation completed', body: 'a song' },
      { title: 'Generation failed', body: 'a song' },
      { title: '5 generations ended', body: '3 completed, 2 failed' },
    ]);
  });

  it('adds failures up until someone looks', async () => {
    const { state, attention, ended } = await setUp();
    await ended(0, 2);
    await ended(1, 1);
    expect(state.failures).toBe(3);
    attention.looked();
    expect(state.failures).toBe(0);
    await ended(0, 1);
    expect(state.failures).toBe(1);
  });

  it('says nothing while the window is in front', async () => {
    const { state, ended } = await setUp();
    state.looking = true;
    await ended(1, 1);
    expect(state).toMatchObject({ notices: [], failures: 0 });
  });

  it('counts without telling where notifications are off', async () => {
    const { state, ended } = await setUp();
    state.wanted = false;
    await ended(0, 1);
    expect(state).toMatchObject({ notices: [], failures: 1 });
  });

  it('says nothing of what had ended before the library was opened', async () => {
    const { state, attention } = await setUp();
    attention.reset();
    await vi.runAllTimersAsync();
    expect(state.notices).toEqual([]);
  });
});
