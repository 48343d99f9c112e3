import type { Worker } from 'node:worker_threads';
import { fromFailure, MonitorError, type Result } from '../shared/errors';
import type { AnalysisCalls } from './audio/analysis';

type CallName = keyof AnalysisCalls;

/** One question to the audio thread; `id` comes back with the answer. */
export type AnalysisRequest = {
  [Name in CallName]: Readonly<{ id: number; name: Name; input: AnalysisCalls[Name]['input'] }>;
}[CallName];
export type AnalysisResponse = Readonly<{ id: number; result: Result<unknown> }>;

/** The main process's end of the audio thread. */
export type AudioHost = Readonly<{
  call: <Name extends CallName>(
    name: Name,
    input: AnalysisCalls[Name]['input'],
  ) => Promise<AnalysisCalls[Name]['output']>;
}>;

type Waiting = { resolve: (value: unknown) => void; reject: (error: MonitorError) => void };

/**
 * Starts the audio thread when it is first asked, and again when it has died. It never keeps the
 * process alive.
 *
 * @param startThread makes one thread, see audio-worker.ts
 */
export const createAudioHost = (startThread: () => Worker): AudioHost => {
  const waiting = new Map<number, Waiting>();
  let nextId = 1;
  let thread: Worker | null = null;

  const start = (): Worker => {
    const worker = startThread();
    worker.unref();
    worker.on('message', ({ id, result }: AnalysisResponse) => {
      const caller = waiting.get(id);
      waiting.delete(id);
      if (result.ok) caller?.resolve(result.value);
      else caller?.reject(fromFailure(result.error));
    });
    let cause: unknown;
    worker.on('error', (error) => {
      cause = error;
    });
    worker.on('exit', () => {
      thread = null;
      const error = new MonitorError('internal', 'The audio thread stopped unexpectedly.', {
        hint: 'It is started again by itself: try once more.',
        cause,
      });
      for (const caller of waiting.values()) caller.reject(error);
      waiting.clear();
    });
    return worker;
  };

  return {
    call: <Name extends CallName>(name: Name, input: AnalysisCalls[Name]['input']) => {
      thread ??= start();
      const id = nextId++;
      const request = { id, name, input } as AnalysisRequest;
      return new Promise<AnalysisCalls[Name]['output']>((resolve, reject) => {
        waiting.set(id, {
          resolve: (value) => resolve(value as AnalysisCalls[Name]['output']),
          reject,
        });
        thread?.postMessage(request);
      });
    },
  };
};
