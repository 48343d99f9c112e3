import { describe, expect, it } from 'vitest';
import { createAllSchema, libraryOf, open } from '../../testing/libraries';

/** So many waiting jobs that to find the oldest takes a while; no index of ours. */
const waiting = 60_000;
const crowded = (): string =>
  libraryOf(
    createAllSchema,
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${waiting})
      INSERT INTO generations (id, prompt, model_name, duration_seconds, sample_rate, channels,
        file_path, status, created_at, error_message)
      SELECT 'job-' || i, 'p', 'm', 8, 32000, 1, 'x.wav', iif(i = 1, 'failed', 'pending'),
        strftime('%Y-%m-%d %H:%M:%S', '2026-01-01', '+' || (i * 7919 % ${waiting}) || ' seconds')
          || '.000000', 'x' FROM n`,
  );

describe('jobs of a library in which a great many wait', () => {
  it('go to each of several workers once, the oldest first', () => {
    const path = crowded();
    const workers = [open(path), open(path), open(path)];
    const moments: string[] = [];
    const ids = new Set<string>();
    for (let turn = 0; turn < 300; turn++) {
      const job = workers[turn % 3]?.generations.claimNext();
      moments.push(job?.createdAt?.toISOString() ?? '');
      ids.add(job?.id ?? '');
    }
    expect(ids.size).toBe(300);
    expect(moments).toEqual([...moments].sort());
    expect(workers[0]?.generations.countByStatus()).toMatchObject({ processing: 300 });
  });

  it('an older one that is queued again is the next', () => {
    const { generations } = open(crowded());
    const first = generations.claimNext();
    generations.claimNext();
    generations.fail(first?.id ?? '', 'boom');
    generations.retry([first?.id ?? '']);
    expect(generations.claimNext()?.id).toBe(first?.id);
  });
});
