import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { audioPath, planSample } from './sample-job';

const jobs = Array.from({ length: 2_000 }, (_, index) => ({
  id: `gen_${index.toString(16).padStart(8, '0')}`,
  modelName: ['musicgen-small', 'musicgen-large', 'yue-7b', 'unheard-of'][index % 4] ?? '',
  durationSeconds: 4 + (index % 27),
}));

describe('the plan for a job', () => {
  it('lets about one in twelve fail, and says that it is simulated', () => {
    const failures = jobs
      .map((job) => planSample(job, 1, 1).failure)
      .filter((text) => text !== null);
    expect(failures.length).toBeGreaterThan(0.06 * jobs.length);
    expect(failures.length).toBeLessThan(0.1 * jobs.length);
    for (const text of failures) expect(text.split('\n').at(-1)).toContain('(simulated by');
  });

  it('is the same each time, and a second attempt never fails', () => {
    for (const job of jobs) {
      expect(planSample(job, 1, 1)).toEqual(planSample(job, 1, 1));
      expect(planSample(job, 2, 1).failure).toBeNull();
    }
  });

  it('takes its time, but nobody waits long', () => {
    const [small, large] = ['musicgen-small', 'musicgen-large'].map(
      (modelName) => planSample({ id: 'x', modelName, durationSeconds: 5 }, 2, 1).seconds,
    );
    expect(small).toBeLessThan(large ?? 0);
    for (const job of jobs) {
      expect(planSample(job, 1, 1).seconds).toBeGreaterThan(0.5);
      expect(planSample(job, 1, 1).seconds).toBeLessThanOrEqual(12);
      expect(planSample(job, 1, 4).seconds).toBeCloseTo(planSample(job, 1, 1).seconds / 4, 9);
    }
  });
});

describe('the path of the audio', () => {
  const output = resolve('some', 'folder');

  it.each([
    ['outputs/a.wav', resolve(output, 'outputs/a.wav')],
    ['a.wav', resolve(output, 'a.wav')],
    ['..hidden.wav', resolve(output, '..hidden.wav')],
    [resolve(output, 'b.wav'), resolve(output, 'b.wav')],
  ])('%s is below the output folder', (filePath, expected) => {
    expect(audioPath(filePath, output)).toBe(expected);
  });

  it.each(['../a.wav', 'outputs/../../a.wav', resolve('elsewhere.wav'), '', '.'])(
    '“%s” is refused',
    (filePath) => {
      expect(() => audioPath(filePath, output)).toThrow('output folder');
    },
  );
});
