import { join } from 'node:path';
import { app, type UtilityProcess, utilityProcess } from 'electron';
import { fromFailure, MonitorError } from '../shared/errors';
import { sampleLibraryPath } from './sample/sample-library-path';
import { type SampleWorkerMessage, stopMessage } from './sample/sample-worker-protocol';

/** The sample library and the worker beside it, in a process of their own. */
export type SampleRunner = Readonly<{
  /** Where the sample library is, or will be when it was never asked for. */
  path: string;
  /**
   * Makes the library where it is not there yet, and keeps its worker running until `stop`.
   *
   * @param onProgress audio files written, and how many there will be
   * @returns when the library can be opened; rejects with a MonitorError when it cannot be made
   */
  start: (onProgress: (done: number, total: number) => void) => Promise<void>;
  stop: () => void;
}>;

/** @param folder absolute path of the sample's own folder, made when needed */
export const createSampleRunner = (folder: string): SampleRunner => {
  let worker: UtilityProcess | null = null;
  /** Settles when the running worker's library is ready. */
  let ready: Promise<void> | null = null;

  /** Starts a worker; the promise settles when its library is ready, or when it ends before. */
  const launch = async (onProgress: (done: number, total: number) => void): Promise<void> => {
    await app.whenReady();
    const started = utilityProcess.fork(
      join(import.meta.dirname, 'sample-worker.js'),
      ['--sample', folder],
      { serviceName: 'Sample worker' },
    );
    worker = started;
    return new Promise((resolve, reject) => {
      started.on('message', (message: SampleWorkerMessage) => {
        if (message.type === 'making') onProgress(message.done, message.total);
        if (message.type === 'ready') resolve();
        if (message.type === 'stopped' && message.error) reject(fromFailure(message.error));
      });
      started.on('exit', (code) => {
        reject(
          new MonitorError('internal', `The sample worker ended unexpectedly (code ${code}).`),
        );
        if (worker === started) forget();
      });
    });
  };
  const forget = () => {
    worker = null;
    ready = null;
  };

  return {
    path: sampleLibraryPath(folder),
    start: (onProgress) => {
      ready ??= launch(onProgress);
      return ready;
    },
    stop: () => {
      // The job in hand goes back to the queue before the process ends.
      worker?.postMessage(stopMessage);
      forget();
    },
  };
};
