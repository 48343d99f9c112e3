import { describe, expect, it, onTestFinished } from 'vitest';
import type { ConnectedLibrary } from '../storage/sqlite/library';
import { open, temporaryFolder } from '../storage/testing/libraries';
import { type JobStep, type WorkOptions, workThroughQueue } from './work-loop';

const library = () => open(`${temporaryFolder()}/generations.db`);
const job = { prompt: 'a', modelName: 'm', durationSeconds: 1, sampleRate: 8_000, channels: 1 };
const add = ({ generations }: ConnectedLibrary, id: string) =>
  generations.create({ ...job, id, filePath: `${id}.wav`, metadata: { bpm: 90 } });
const made = { fileSizeBytes: 10, metadata: { rms_energy: 0.1 } };

/** A loop that runs until `until` jobs have gone their way: what it told. */
const run = async (open: ConnectedLibrary, options: Partial<WorkOptions> & { until: number }) => {
  const controller = new AbortController();
  onTestFinished(() => controller.abort());
  const steps: [string, JobStep][] = [];
  const { until, ...rest } = options;
  await workThroughQueue({
    library: open,
    produce: async () => made,
    pollMs: 1,
    ...rest,
    signal: controller.signal,
    onJob: ({ id }, step) => {
      steps.push([id, step]);
      if (steps.filter(([, other]) => other !== 'processing').length === until) controller.abort();
    },
  });
  return steps;
};

describe('the work loop', () => {
  it('takes the oldest first and completes it with what was made', async () => {
    const open = library();
    for (const id of ['one', 'two']) add(open, id);
    expect(await run(open, { until: 2 })).toEqual([
      ['one', 'processing'],
      ['one', 'completed'],
      ['two', 'processing'],
      ['two', 'completed'],
    ]);
    expect(open.generations.get('one')).toMatchObject({
      status: 'completed',
      fileSizeBytes: 10,
      metadata: { bpm: 90, rms_energy: 0.1 },
      generationTimeSeconds: expect.any(Number),
      completedAt: expect.any(Date),
    });
  });

  it('waits for jobs that come later', async () => {
    const open = library();
    const steps = run(open, { until: 1 });
    add(open, 'late');
    expect(await steps).toContainEqual(['late', 'completed']);
  });

  it('fails a job with the message of what went wrong, and goes on', async () => {
    const open = library();
    for (const id of ['bad', 'good']) add(open, id);
    const produce: WorkOptions['produce'] = async ({ id }) => {
      if (id === 'bad') throw new Error('no memory');
      return made;
    };
    await run(open, { until: 2, produce });
    expect(open.generations.get('bad')).toMatchObject({
      status: 'failed',
      errorMessage: 'no memory',
      completedAt: expect.any(Date),
    });
    expect(open.generations.get('good')?.status).toBe('completed');
  });

  it('shares the queue with others: each job is done once', async () => {
    const open = library();
    const ids = Array.from({ length: 40 }, (_, index) => `job ${index}`);
    for (const id of ids) add(open, id);
    const produced: string[] = [];
    const produce: WorkOptions['produce'] = async ({ id }) => {
      produced.push(id);
      return made;
    };
    await Promise.all([run(open, { until: 20, produce }), run(open, { until: 20, produce })]);
    expect(produced.sort()).toEqual(ids.sort());
  });

  it('puts the job in hand back when it is told to stop', async () => {
    const open = library();
    add(open, 'waiting');
    const controller = new AbortController();
    const steps: JobStep[] = [];
    await workThroughQueue({
      library: open,
      signal: controller.signal,
      onJob: (_, step) => steps.push(step),
      produce: (_, signal) => {
        setImmediate(() => controller.abort());
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        });
      },
    });
    expect(steps).toEqual(['processing', 'pending']);
    expect(open.generations.get('waiting')).toMatchObject({
      status: 'pending',
      completedAt: null,
      errorMessage: null,
    });
  });

  it.each([
    ['deletes', (open: ConnectedLibrary) => open.generations.delete(['mine']), undefined],
    [
      'fails',
      (open: ConnectedLibrary) => open.generations.updateStatus('mine', 'failed', 'stuck'),
      'failed',
    ],
  ])('writes nothing over a job that somebody %s meanwhile', async (_, meddle, status) => {
    const open = library();
    add(open, 'mine');
    const produce: WorkOptions['produce'] = async () => {
      meddle(open);
      return made;
    };
    expect(await run(open, { until: 1, produce })).toContainEqual(['mine', 'lost']);
    expect(open.generations.get('mine')?.status).toBe(status);
  });

  it('outlasts another program that holds the lock', async () => {
    const open = library();
    add(open, 'patient');
    const other = openAgain(open);
    other.database.connection.exec('BEGIN IMMEDIATE');
    // Returns once the storage has given up waiting for the first time.
    const steps = run(open, { until: 1 });
    other.database.connection.exec('ROLLBACK');
    expect(await steps).toContainEqual(['patient', 'completed']);
  });

  it('ends with the error when the library is out of reach', async () => {
    const open = library();
    const failing = run(open, { until: 1 });
    open.database.connection.exec('DROP TABLE generations');
    await expect(failing).rejects.toThrow('generations');
    expect(() => open.generations.claimNext()).toThrow();
  });
});

const openAgain = (first: ConnectedLibrary): ConnectedLibrary => open(first.database.path);
