import { basename, dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { toFailure } from '../../shared/errors';
import type { Generation } from '../../shared/generation';
import { type Library, openLibrary } from '../storage/sqlite/library';
import { noteJobsIn, takeAbandoned } from './job-in-hand';
import { produceSample, removeSample } from './sample-job';
import { ensureSampleLibrary } from './sample-library';
import { type SampleWorkerMessage, stopMessage } from './sample-worker-protocol';
import { type JobStep, workThroughQueue } from './work-loop';

// The sample worker: a program of its own, see docs/writing-a-worker.md.

const usage = `Usage: sample-worker --library <file or sqlite:/// URL> [--output <folder>] [--speed <n>]
       sample-worker --sample <folder> [--speed <n>]

Works on a library's pending jobs: takes its time, synthesises audio, lets some jobs fail.
  --library  the library to work on; it must exist
  --output   what the jobs' file paths are relative to (default: the service's working folder,
             the library's folder or, where that is called "data", its parent)
  --sample   makes the sample library in this folder unless it is there, and works on it
  --speed    how much faster than its models it is (default: 1)`;

type Arguments = Readonly<{ library?: string; sample?: string; output?: string; speed: number }>;

const readArguments = (args: string[]): Arguments | null => {
  const { values } = parseArgs({
    args,
    options: {
      library: { type: 'string' },
      sample: { type: 'string' },
      output: { type: 'string' },
      speed: { type: 'string', default: '1' },
    },
  });
  const { library, sample, output } = values;
  const speed = Number(values.speed);
  const clear = (library === undefined) !== (sample === undefined);
  if (!clear || !(speed > 0)) return null;
  return {
    speed,
    ...(library === undefined ? {} : { library }),
    ...(sample === undefined ? {} : { sample }),
    ...(output === undefined ? {} : { output }),
  };
};

/** What a parent process can be: Electron's main process, a Node process, or nobody. */
type Parent = Readonly<{
  postMessage: (message: SampleWorkerMessage) => void;
  on: (event: 'message', listener: (event: { data: unknown }) => void) => void;
}>;
const electronParent = (process as { parentPort?: Parent }).parentPort;

const tell = (message: SampleWorkerMessage): void => {
  process.stdout.write(`${inWords(message)}\n`);
  electronParent?.postMessage(message);
  if (process.connected) process.send?.(message);
};

const inWords = (message: SampleWorkerMessage): string => {
  switch (message.type) {
    case 'making':
      return `making the sample library: ${message.done} of ${message.total}`;
    case 'ready':
      return `ready: ${message.library}`;
    case 'job':
      return `${message.status} ${message.id}`;
    case 'stopped':
      return message.error ? `stopped: ${message.error.message}` : 'stopped';
  }
};

const stopWhenAsked = (): AbortSignal => {
  const controller = new AbortController();
  const stop = () => controller.abort();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop);
  process.on('disconnect', stop);
  process.on('message', (message) => message === stopMessage && stop());
  electronParent?.on('message', ({ data }) => data === stopMessage && stop());
  // Whoever read our output is gone.
  process.stdout.on('error', stop);
  return controller.signal;
};

const run = async (args: Arguments, signal: AbortSignal): Promise<void> => {
  const url = args.library ?? (await sampleLibrary(args.sample ?? '.', signal));
  const library = openLibrary(url, { create: false });
  try {
    const { path } = library.info();
    const output = resolve(args.output ?? workingFolder(path));
    const inHand = noteJobsIn(output);
    for (const id of takeAbandoned(output)) failInterrupted(library, id);
    const onJob = (job: Generation, step: JobStep) => {
      if (step === 'processing') inHand.hold(job.id);
      else inHand.release();
      if (step !== 'lost') tell({ type: 'job', id: job.id, status: step });
      else if (!library.generations.get(job.id)) removeSample(job, output);
    };
    const produce = (job: Generation) => {
      const attempt = library.generations.attempts(job.id).length + 1;
      return produceSample(job, { output, attempt, speed: args.speed, signal });
    };
    tell({ type: 'ready', library: path, output });
    await workThroughQueue({ library, produce, signal, onJob });
  } finally {
    library.close();
  }
};

const sampleLibrary = (folder: string, signal: AbortSignal): Promise<string> =>
  ensureSampleLibrary(folder, {
    signal,
    onProgress: ({ done, total }) => tell({ type: 'making', done, total }),
  });

/** For a library at `X/data/generations.db` the service works in `X`. */
const workingFolder = (library: string): string => {
  const folder = dirname(library);
  return basename(folder) === 'data' ? dirname(folder) : folder;
};

/** Failed rather than put back: the job may have been what ended the worker. */
const failInterrupted = ({ generations, transaction }: Library, id: string): void =>
  transaction(() => {
    if (generations.get(id)?.status !== 'processing') return;
    generations.fail(id, 'Job interrupted: the sample worker ended before it was done');
  });

const args = (() => {
  try {
    return readArguments(process.argv.slice(2));
  } catch {
    return null;
  }
})();
if (args === null) {
  process.stderr.write(`${usage}\n`);
  process.exitCode = 2;
} else {
  const signal = stopWhenAsked();
  try {
    await run(args, signal);
    tell({ type: 'stopped', error: null });
  } catch (thrown) {
    if (signal.aborted) tell({ type: 'stopped', error: null });
    else {
      const error = toFailure(thrown);
      process.exitCode = 1;
      process.stderr.write(`${error.message}\n`);
      tell({ type: 'stopped', error });
    }
  }
  // Channels to a parent would keep the process alive.
  process.exit();
}
