import { parentPort } from 'node:worker_threads';
import { MonitorError, toFailure } from '../shared/errors';
import { type Library, openLibrary } from './storage/library';
import { storageOperations } from './storage/operations';
import type { StorageRequest, StorageResponse } from './storage-protocol';

// The storage thread: owns the library's connection, answers one request after the other.

if (!parentPort) throw new Error('storage-worker runs as a worker thread only');
const port = parentPort;

let library: Library | null = null;

const close = () => {
  library?.close();
  library = null;
};

const answer = (request: StorageRequest): unknown => {
  if (request.name === 'open') {
    close();
    library = openLibrary(request.input.url, { create: request.input.create });
    return library.info();
  }
  if (request.name === 'close') {
    close();
    return null;
  }
  if (!library) throw new MonitorError('library-none', 'No library is open.');
  // Name and input belong together by the type of StorageRequest, which TypeScript cannot follow
  // through an index access.
  const operation = storageOperations[request.name] as (open: Library, input: unknown) => unknown;
  return operation(library, request.input);
};

port.on('message', (request: StorageRequest) => {
  let response: StorageResponse;
  try {
    response = { id: request.id, result: { ok: true, value: answer(request) } };
  } catch (thrown) {
    response = { id: request.id, result: { ok: false, error: toFailure(thrown) } };
  }
  port.postMessage(response);
});
