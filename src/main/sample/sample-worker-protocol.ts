import type { Failure } from '../../shared/errors';

/** What the sample worker tells the process that started it. */
export type SampleWorkerMessage = Readonly<
  /** The sample library is being made: files written, files to write. */
  | { type: 'making'; done: number; total: number }
  /** It is at work on this library, an absolute path. */
  | { type: 'ready'; library: string; output: string }
  /** What became of a job; `pending` when it was put back. */
  | { type: 'job'; id: string; status: 'processing' | 'completed' | 'failed' | 'pending' }
  /** It ends; nothing comes after. With an error unless it was asked to. */
  | { type: 'stopped'; error: Failure | null }
>;

/** What ends the sample worker when its parent says it. SIGTERM and SIGINT do the same. */
export const stopMessage = 'stop';
