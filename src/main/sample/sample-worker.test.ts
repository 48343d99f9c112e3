import { existsSync, readdirSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { NewGeneration } from '../storage/sqlite/jobs/jobs';
import type { ConnectedLibrary } from '../storage/sqlite/library';
import { open, temporaryFolder } from '../storage/testing/libraries';
import { measureAudio } from './measure-audio';
import { planSample } from './sample-job';
import { sampleLibraryPath } from './sample-library-path';
import { type SampleWorkerMessage, stopMessage } from './sample-worker-protocol';
import { buildSampleWorker, readWavFile, startWorker } from './testing';

// The real program, in a process of its own, on real files.

let program: string;
beforeAll(async () => {
  program = await buildSampleWorker('sample-worker');
});

/** A library as the service lays it out, and a worker's arguments for it. */
const studio = () => {
  const folder = temporaryFolder();
  const library = open(join(folder, 'data', 'generations.db'), { dataFolder: folder });
  const start = (...more: string[]) =>
    startWorker(program, ['--library', library.info().path, ...more], folder);
  return { folder, library, start };
};

const add = ({ generations }: ConnectedLibrary, id: string, more: Partial<NewGeneration> = {}) =>
  generations.create({
    prompt: 'warm lofi with piano, 80 bpm, in D minor',
    modelName: 'musicgen-small',
    durationSeconds: 2,
    sampleRate: 16_000,
    channels: 2,
    filePath: `outputs/${id}.wav`,
    ...more,
    id,
  });

const isJob =
  (id: string, status: string) =>
  (message: SampleWorkerMessage): boolean =>
    message.type === 'job' && message.id === id && message.status === status;
const isReady = ({ type }: SampleWorkerMessage): boolean => type === 'ready';

/** An id whose first attempt goes so. */
const idThat = (fails: boolean): string => {
  for (let index = 0; ; index++) {
    const id = `${fails ? 'failing' : 'fine'} ${index}`;
    const job = { id, modelName: 'musicgen-small', durationSeconds: 2 };
    if ((planSample(job, 1, 1).failure !== null) === fails) return id;
  }
};
const fine = idThat(false);

describe('the sample worker', () => {
  it('makes real audio of a pending job and completes it', async () => {
    const { folder, library, start } = studio();
    add(library, fine, { metadata: { mood: 'calm' } });
    const worker = start('--speed', '20');
    await worker.said(isJob(fine, 'completed'));
    const path = join(folder, 'outputs', `${fine}.wav`);
    const { channels, sampleRate, bitDepth, info } = readWavFile(path);
    expect([channels.length, sampleRate, bitDepth]).toEqual([2, 16_000, 16]);
    expect(channels[0]?.length).toBe(32_000);
    expect(info.ICMT).toContain('Synthesised');
    const { rms_energy, peak_amplitude } = measureAudio(channels, sampleRate);
    expect(rms_energy).toBeGreaterThan(0.03);
    expect(peak_amplitude).toBeLessThanOrEqual(10 ** (-1 / 20));
    expect(library.generations.get(fine)).toMatchObject({
      status: 'completed',
      fileSizeBytes: statSync(path).size,
      generationTimeSeconds: expect.any(Number),
      errorMessage: null,
      metadata: {
        mood: 'calm',
        bpm: 80,
        key: 'Dm',
        genre: 'lo-fi',
        peak_amplitude: expect.closeTo(peak_amplitude, 3),
        rms_energy: expect.closeTo(rms_energy, 3),
        bit_depth: 16,
      },
    });
    expect(readdirSync(join(folder, 'outputs'))).toEqual([`${fine}.wav`]);
  });

  it('fails some at the first attempt, and succeeds at the second', async () => {
    const { folder, library, start } = studio();
    const failing = idThat(true);
    add(library, failing);
    const worker = start('--speed', '20');
    await worker.said(isJob(failing, 'failed'));
    expect(library.generations.get(failing)).toMatchObject({
      status: 'failed',
      errorMessage: expect.stringContaining('simulated by the sample worker'),
      generationTimeSeconds: null,
    });
    expect(existsSync(join(folder, 'outputs', `${failing}.wav`))).toBe(false);
    expect(library.generations.retry([failing]).retried).toEqual([failing]);
    await worker.said(isJob(failing, 'completed'));
    expect(library.generations.get(failing)).toMatchObject({
      status: 'completed',
      errorMessage: null,
    });
    expect(library.generations.attempts(failing).length).toBe(1);
    expect(existsSync(join(folder, 'outputs', `${failing}.wav`))).toBe(true);
  });

  it.each([
    ['SIGTERM', (worker: ReturnType<typeof startWorker>) => worker.child.kill('SIGTERM')],
    ['a message', (worker: ReturnType<typeof startWorker>) => worker.child.send(stopMessage)],
    ['its parent going', (worker: ReturnType<typeof startWorker>) => worker.child.disconnect()],
  ])('ends on %s and puts its job back', async (_, stop) => {
    const { folder, library, start } = studio();
    add(library, fine);
    const worker = start('--speed', '0.01');
    await worker.said(isJob(fine, 'processing'));
    expect(library.generations.get(fine)?.status).toBe('processing');
    stop(worker);
    expect(await worker.ended).toEqual({ code: 0, signal: null, errors: '' });
    expect(library.generations.get(fine)).toMatchObject({
      status: 'pending',
      completedAt: null,
      errorMessage: null,
    });
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('ends while it waits for jobs, too', async () => {
    const worker = studio().start();
    await worker.said(isReady);
    worker.child.kill('SIGTERM');
    expect(await worker.ended).toEqual({ code: 0, signal: null, errors: '' });
  });

  it('says so of the job that a killed worker had in hand', async () => {
    const { library, start } = studio();
    add(library, fine);
    const killed = start('--speed', '0.01');
    await killed.said(isJob(fine, 'processing'));
    killed.child.kill('SIGKILL');
    await killed.ended;
    expect(library.generations.get(fine)?.status).toBe('processing');
    const next = start('--speed', '20');
    await next.said(isReady);
    expect(library.generations.get(fine)).toMatchObject({
      status: 'failed',
      errorMessage: expect.stringContaining('interrupted'),
    });
    library.generations.retry([fine]);
    await next.said(isJob(fine, 'completed'));
  });

  it('leaves no audio of a job that was deleted meanwhile', async () => {
    const { folder, library, start } = studio();
    const next = `${fine} next`;
    add(library, fine, { durationSeconds: 20 });
    const worker = start('--speed', '4');
    await worker.said(isJob(fine, 'processing'));
    library.generations.delete([fine]);
    add(library, next, { durationSeconds: 0.5 });
    await worker.said(isJob(next, 'processing'));
    expect(
      readdirSync(folder).includes('outputs') ? readdirSync(join(folder, 'outputs')) : [],
    ).toEqual([]);
    expect(library.generations.get(fine)).toBeNull();
  });

  it('waits for a program that holds the lock when it wants to complete', async () => {
    const { folder, library, start } = studio();
    add(library, fine);
    const written = new Promise<void>((done) => {
      const watcher = watch(folder, { recursive: true }, (_, name) => {
        if (!name?.endsWith('.wav')) return;
        watcher.close();
        done();
      });
    });
    const worker = start('--speed', '2');
    await worker.said(isJob(fine, 'processing'));
    library.database.connection.exec('BEGIN IMMEDIATE');
    await written;
    expect(library.generations.get(fine)?.status).toBe('processing');
    library.database.connection.exec('ROLLBACK');
    await worker.said(isJob(fine, 'completed'));
  });

  it('writes nowhere but below its output folder', async () => {
    const { folder, library, start } = studio();
    const outside = join(temporaryFolder(), 'outside.wav');
    add(library, fine, { filePath: outside });
    const worker = start('--output', folder, '--speed', '20');
    await worker.said(isJob(fine, 'failed'));
    expect(existsSync(outside)).toBe(false);
    expect(library.generations.get(fine)?.errorMessage).toContain('output folder');
  });

  it('makes the sample library first when it is asked to', async () => {
    const folder = temporaryFolder();
    const worker = startWorker(program, ['--sample', folder, '--speed', '20'], folder);
    await worker.said(({ type }) => type === 'making');
    const ready = await worker.said(isReady);
    expect(ready).toMatchObject({ library: sampleLibraryPath(folder), output: folder });
    await worker.said((message) => message.type === 'job' && message.status === 'completed');
  }, 60_000);

  it.each([[[]], [['--speed', 'fast', '--library', 'x']], [['--nonsense']]])(
    'explains its arguments when given %j',
    async (args) => {
      const { ended } = startWorker(program, args, temporaryFolder());
      expect(await ended).toMatchObject({ code: 2, errors: expect.stringContaining('Usage') });
    },
  );

  it('says what is wrong with a library that it cannot open', async () => {
    const folder = temporaryFolder();
    const worker = startWorker(program, ['--library', join(folder, 'none.db')], folder);
    expect(await worker.said(({ type }) => type === 'stopped')).toMatchObject({
      error: { code: 'library-not-found' },
    });
    expect(await worker.ended).toMatchObject({
      code: 1,
      errors: expect.stringContaining('There is no file'),
    });
  });
});
