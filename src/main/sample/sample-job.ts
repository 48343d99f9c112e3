import { rmSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Generation } from '../../shared/generation';
import { measureAudio } from './measure-audio';
import { shareOf } from './random';
import { realTimeFactorOf } from './sample-models';
import { soundOf } from './sound-of';
import { encodeWav } from './wav';
import type { Product } from './work-loop';

// What the sample worker does with one job: takes its time, writes audio, or fails.

/** About one job in twelve fails at its first attempt. */
const failingShare = 0.08;
/** However slow the model would be, nobody who tries things out waits longer than this, seconds. */
const longestWait = 12;

/** How a job will go, decided before it starts. Pure: the same job and attempt go the same way. */
export type SamplePlan = Readonly<{
  /** Seconds that it takes. */
  seconds: number;
  /** The message that it fails with after that time; `null` when it succeeds. */
  failure: string | null;
}>;

const problems = [
  'CUDA out of memory. Tried to allocate 1.25 GiB',
  'cuDNN error: CUDNN_STATUS_EXECUTION_FAILED',
  'expected scalar type Half but found Float',
] as const;

/**
 * @param attempt 1 for the first. A later one always succeeds: whoever clicks Retry hears music
 * @param speed how much faster than its model the worker is
 */
export const planSample = (
  job: Pick<Generation, 'id' | 'modelName' | 'durationSeconds'>,
  attempt: number,
  speed: number,
): SamplePlan => {
  const pace =
    realTimeFactorOf(job.modelName) * (0.85 + 0.3 * shareOf(`${job.id}/pace/${attempt}`));
  const seconds = Math.min(longestWait, 1 + (job.durationSeconds ?? 8) * pace) / speed;
  if (attempt > 1 || shareOf(`${job.id}/fails`) >= failingShare) return { seconds, failure: null };
  const problem = problems[Math.floor(shareOf(`${job.id}/problem`) * problems.length)];
  return {
    seconds: seconds * 0.4,
    failure: [
      'The sample worker lets about one job in twelve fail at its first attempt, so that there is',
      'something to retry: the next attempt succeeds. Nothing is wrong with this machine.',
      `SimulatedError: ${problem} (simulated by the sample worker)`,
    ].join('\n'),
  };
};

export type SampleJobOptions = Readonly<{
  /** What relative file paths are relative to. Nothing is written outside. */
  output: string;
  /** Which attempt this is, 1 for the first. */
  attempt: number;
  speed: number;
  signal: AbortSignal;
}>;

/** Makes a job's audio. Rejects with the failure's message, or when the signal says stop. */
export const produceSample = async (
  job: Generation,
  { output, attempt, speed, signal }: SampleJobOptions,
): Promise<Product> => {
  const started = performance.now();
  const path = audioPath(job.filePath, output);
  const plan = planSample(job, attempt, speed);
  const remaining = () => Math.max(0, plan.seconds * 1000 - (performance.now() - started));
  if (plan.failure !== null) {
    await pause(remaining(), undefined, { signal });
    throw new Error(plan.failure);
  }
  const { channels, sampleRate, score } = soundOf(job);
  const file = encodeWav(channels, sampleRate, { title: job.prompt });
  await pause(remaining(), undefined, { signal });
  await mkdir(dirname(path), { recursive: true });
  // Under another name until it is whole: nobody plays half a file.
  const draft = `${path}.part`;
  try {
    await writeFile(draft, file, { signal });
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
  const played = { bpm: score.bpm, key: score.key.name, genre: score.genre.name };
  const metadata = { ...played, ...job.metadata, ...measureAudio(channels, sampleRate) };
  return { fileSizeBytes: file.length, metadata };
};

/** Removes the audio of a job that was deleted while it was worked on: it belongs to nothing. */
export const removeSample = (job: Pick<Generation, 'filePath'>, output: string): void => {
  if (isInside(job.filePath, output)) rmSync(resolve(output, job.filePath), { force: true });
};

/**
 * Where a job's audio goes.
 *
 * @throws Error when that is outside of the output folder: a library from elsewhere could name any
 *   file of this machine
 */
export const audioPath = (filePath: string, output: string): string => {
  if (isInside(filePath, output)) return resolve(output, filePath);
  throw new Error(
    `The sample worker writes only below its output folder, and this job's file path leads out of it: ${filePath}`,
  );
};

const isInside = (filePath: string, output: string): boolean => {
  const way = relative(output, resolve(output, filePath));
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
};
