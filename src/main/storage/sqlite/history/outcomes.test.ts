import { describe, expect, it } from 'vitest';
import { createAllSchema, libraryOf, open, sampleLibrary, withRaw } from '../../testing/libraries';
import { outcomesSince } from './outcomes';

const end = (path: string, status: string, at: string, rowid: number) =>
  withRaw(path, (raw) =>
    raw
      .prepare('UPDATE generations SET status = ?, completed_at = ? WHERE rowid = ?')
      .run(status, at, rowid),
  );

describe('outcomesSince', () => {
  it('counts what ended after a moment, and nothing else', () => {
    const path = sampleLibrary();
    const { database } = open(path);
    const { upTo } = outcomesSince(database, null);
    expect(outcomesSince(database, upTo)).toMatchObject({ completed: 0, failed: 0, upTo });
    end(path, 'completed', '2099-01-01 00:00:00.000000', 1);
    end(path, 'completed', '2099-01-01 00:00:01.000000', 2);
    end(path, 'cancelled', '2099-01-01 00:00:02.000000', 3);
    end(path, 'failed', '2099-01-01 00:00:03.000000', 4);
    const outcomes = outcomesSince(database, upTo);
    expect(outcomes).toMatchObject({
      completed: 2,
      failed: 1,
      upTo: '2099-01-01 00:00:03.000000',
    });
    const { prompt } = withRaw(path, (raw) =>
      raw.prepare('SELECT prompt FROM generations WHERE rowid = 4').get(),
    ) as { prompt: string };
    expect(outcomes.latestPrompt).toBe(prompt.slice(0, 200));
    expect(outcomesSince(database, outcomes.upTo)).toMatchObject({ completed: 0, failed: 0 });
  });

  it('answers for an empty library', () => {
    const { database } = open(libraryOf(createAllSchema));
    expect(outcomesSince(database, null)).toEqual({
      completed: 0,
      failed: 0,
      latestPrompt: '',
      upTo: null,
    });
  });
});
