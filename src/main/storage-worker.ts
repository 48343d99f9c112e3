import { dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { MonitorError, toFailure } from '../shared/errors';
import type { StalledAfter } from '../shared/outlook';
import { describeError } from './log/redact';
import type { OpenedLibrary, ThreadRole } from './storage/engine';
import { openStorage } from './storage/open-storage';
import type { StorageEvent, StorageRequest, StorageResponse } from './storage-protocol';

// A storage thread: has a library open, answers one request after the other.

if (!parentPort) throw new Error('storage-worker runs as a worker thread only');
const port = parentPort;
const { dataFolder, role, ...given } = workerData as {
  dataFolder: string;
  role: ThreadRole;
  stalledAfter: StalledAfter;
};

let library: OpenedLibrary | null = null;
let { stalledAfter } = given;

const tell = (event: StorageEvent): void => port.postMessage(event);

const close = async (): Promise<null> => {
  const closing = library;
  library = null;
  await closing?.close();
  return null;
};

const answer = async (request: StorageRequest): Promise<unknown> => {
  if (request.name === 'open') {
    await close();
    const { url, create } = request.input;
    library = await openStorage(url, { create, dataFolder, role, stalledAfter, tell });
    return library.info();
  }
  if (request.name === 'close') return close();
  if (request.name === 'setStalledAfter') {
    // Also for libraries that are opened later.
    stalledAfter = request.input;
    if (!library) return null;
  }
  if (!library) throw new MonitorError('library-none', 'No library is open.');
  // Name and input belong together by the type of StorageRequest, which TypeScript cannot follow
  // through an index access.
  const handler = library.handlers[request.name] as (input: unknown) => unknown;
  return handler(request.input);
};

/** A coded error carries what SQLite or Node threw. */
const cause = (thrown: unknown): unknown =>
  thrown instanceof MonitorError ? (thrown.cause ?? thrown) : thrown;

port.on('message', async (request: StorageRequest) => {
  let response: StorageResponse;
  try {
    response = { id: request.id, result: { ok: true, value: await answer(request) } };
  } catch (thrown) {
    const error = toFailure(thrown);
    if (error.code === 'internal') {
      const described = describeError(cause(thrown), [dirname(import.meta.dirname)]);
      tell({ event: 'fault', call: request.name, error: described });
    }
    response = { id: request.id, result: { ok: false, error } };
  }
  port.postMessage(response);
});
