import { setTimeout as pause } from 'node:timers/promises';
import { MonitorError } from '../../shared/errors';
import type { Generation, JsonObject } from '../../shared/generation';
import type { Library } from '../storage/sqlite/library';

// How to write a worker: see docs/writing-a-worker.md. Nothing here knows what the work is.

/** What the work on a job has produced. */
export type Product = Readonly<{ fileSizeBytes: number; metadata: JsonObject }>;

/**
 * `pending`: put back into the queue. `lost`: no longer ours, because somebody deleted it or gave it
 * another status meanwhile, or because the library stayed locked until the worker had to end.
 */
export type JobStep = 'processing' | 'completed' | 'failed' | 'pending' | 'lost';

export type WorkOptions = Readonly<{
  library: Library;
  /** Does the work on one job. Rejects when it fails: the error's message goes into the library. */
  produce: (job: Generation, signal: AbortSignal) => Promise<Product>;
  /** Ends the loop. The job in hand goes back into the queue. */
  signal: AbortSignal;
  /** Told of each step of a job, twice for each: when it is taken, and what became of it. */
  onJob: (job: Generation, step: JobStep) => void;
  /** Milliseconds between two looks at an empty queue. */
  pollMs?: number;
}>;

/** Takes pending jobs, oldest first, and works on them one by one until the signal says stop. */
export const workThroughQueue = async (options: WorkOptions): Promise<void> => {
  const { library, signal, onJob, pollMs = 500 } = options;
  while (!signal.aborted) {
    const job = await whenFree(() => claim(library), signal, 0);
    if (job) {
      onJob(job, 'processing');
      onJob(job, await workOn(job, options));
    } else {
      await pause(pollMs, undefined, { signal }).catch(() => undefined);
    }
  }
};

/** Looks before it takes: a look needs no lock, and the queue is mostly empty. */
const claim = ({ generations }: Library): Generation | null =>
  generations.pending(1).length > 0 ? generations.claimNext() : null;

const workOn = async (
  job: Generation,
  { library, produce, signal }: WorkOptions,
): Promise<JobStep> => {
  const { generations } = library;
  const started = performance.now();
  /** Writes the outcome if the job is still ours: look and write are one transaction. */
  const settle = async (step: JobStep, write: () => unknown): Promise<JobStep> => {
    const settled = await whenFree(
      () =>
        library.transaction(() => {
          if (generations.get(job.id)?.status !== 'processing') return false;
          write();
          return true;
        }),
      signal,
      3,
    );
    return settled ? step : 'lost';
  };
  let product: Product;
  try {
    product = await produce(job, signal);
  } catch (thrown) {
    if (signal.aborted) return settle('pending', () => generations.updateStatus(job.id, 'pending'));
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return settle('failed', () => generations.fail(job.id, message));
  }
  const generationTimeSeconds = (performance.now() - started) / 1000;
  return settle('completed', () =>
    generations.complete(job.id, { ...product, generationTimeSeconds }),
  );
};

/**
 * Tries again for as long as another program is writing.
 *
 * @param triesAfterStop how often it still tries once the signal says stop; then it answers `null`
 */
const whenFree = async <T>(
  work: () => T,
  signal: AbortSignal,
  triesAfterStop: number,
): Promise<T | null> => {
  let left = triesAfterStop;
  for (let wait = 100; ; wait = Math.min(wait * 2, 2_000)) {
    if (signal.aborted && left-- <= 0) return null;
    try {
      return work();
    } catch (thrown) {
      if (!(thrown instanceof MonitorError) || thrown.code !== 'library-busy') throw thrown;
      await pause(wait);
    }
  }
};
