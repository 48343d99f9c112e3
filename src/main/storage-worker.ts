import { dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { MonitorError, toFailure } from '../shared/errors';
import type { ExportOutcome } from '../shared/export';
import type { StalledAfter } from '../shared/outlook';
import { newestFirst } from '../shared/query';
import { describeError } from './log/redact';
import { filesInUse, filesNamed, namedFile, takesAfter } from './storage/sqlite/audio/audio-files';
import { keepCheck, lastCheck } from './storage/sqlite/audio/audio-findings';
import { seenInterval, unseenInterval, watchChanges } from './storage/sqlite/file/watch-changes';
import { noteRunning, setStalledAfter, withoutStalled } from './storage/sqlite/history/estimates';
import { outcomesSince } from './storage/sqlite/history/outcomes';
import { addMetadata, findAskedJob, findGenerations } from './storage/sqlite/jobs/hand-over';
import { type Library, openLibrary } from './storage/sqlite/library';
import { storageOperations } from './storage/sqlite/operations';
import { countGenerations } from './storage/sqlite/rows/counts';
import { exportGenerations } from './storage/sqlite/rows/export';
import { listGenerations } from './storage/sqlite/rows/pages';
import type {
  StorageCalls,
  StorageEvent,
  StorageRequest,
  StorageResponse,
  ThreadRole,
} from './storage-protocol';

// A storage thread: owns a connection to the library, answers one request after the other.

if (!parentPort) throw new Error('storage-worker runs as a worker thread only');
const port = parentPort;
const { dataFolder, role, ...given } = workerData as {
  dataFolder: string;
  role: ThreadRole;
  stalledAfter: StalledAfter;
};

/** Milliseconds from opening to the start of the index for searching. */
const indexDelay = 2_000;

/**
 * KiB of the library that each thread keeps in memory: of a million rows the index by which they are
 * counted. Long reads come by each page once.
 */
const cacheSizes: Readonly<Record<ThreadRole, number>> = { quick: 32_768, long: 8_192 };

let library: Library | null = null;
let stalledAfter = given.stalledAfter;
let stopWatching: (() => void) | null = null;
let exporting: { cancelled: boolean } | null = null;

const tell = (event: StorageEvent): void => port.postMessage(event);

const watch = (open: Library, interval: number): void => {
  stopWatching?.();
  stopWatching = watchChanges(
    open.database,
    {
      changed: () => {
        noteRunning(open.database);
        tell({ event: 'changed' });
      },
      lost: (error) => tell({ event: 'lost', error: toFailure(error) }),
    },
    interval,
  );
};

/** What the window asks first is known before it is there: it takes longer to start than this. */
const readAhead = (opened: Library): void => {
  setImmediate(() => {
    if (library !== opened) return;
    try {
      countGenerations(opened.database, {});
      listGenerations(opened.database, { filter: {}, sort: newestFirst, position: 0, limit: 1 });
    } catch {
      // Whoever asks is told.
    }
  });
};

/** The first rows come before the index for searching, which nobody waits for yet. */
const indexLater = (opened: Library): void => {
  setTimeout(() => {
    if (library === opened) opened.database.search.start(opened.database, 'at leisure');
  }, indexDelay);
};

const cancelExport = (): void => {
  if (exporting) exporting.cancelled = true;
};

const exportTo = async (
  { database }: Library,
  input: StorageCalls['export']['input'],
): Promise<ExportOutcome> => {
  cancelExport();
  const mine = { cancelled: false };
  exporting = mine;
  return exportGenerations(database, input, {
    progress: (done, total) => tell({ event: 'exporting', done, total }),
    isCancelled: () => mine.cancelled,
  });
};

const close = (): void => {
  cancelExport();
  stopWatching?.();
  stopWatching = null;
  library?.close();
  library = null;
};

const answer = (request: StorageRequest): unknown => {
  if (request.name === 'open') {
    close();
    const { url, create } = request.input;
    // One index for searching is enough, and it is where somebody types.
    library = openLibrary(url, { create, dataFolder, ...(role === 'long' && { search: false }) });
    library.database.connection.pragma(`cache_size = -${cacheSizes[role]}`);
    if (role === 'quick') {
      setStalledAfter(library.database, stalledAfter);
      noteRunning(library.database);
      watch(library, seenInterval);
      readAhead(library);
      indexLater(library);
      library.database.search.whenReadAgain(() => tell({ event: 'changed' }));
    }
    return library.info();
  }
  if (request.name === 'close') {
    close();
    return null;
  }
  if (request.name === 'setStalledAfter') {
    stalledAfter = request.input;
    if (library) setStalledAfter(library.database, stalledAfter);
    return null;
  }
  if (!library) throw new MonitorError('library-none', 'No library is open.');
  if (request.name === 'outcomesSince') {
    return outcomesSince(library.database, request.input.since);
  }
  if (request.name === 'watch') {
    watch(library, request.input.seen ? seenInterval : unseenInterval);
    // What happened around the change of pace may have been missed.
    tell({ event: 'changed' });
    return null;
  }
  if (request.name === 'resolveFilter') return withoutStalled(library.database, request.input);
  if (request.name === 'takesAfter') {
    return takesAfter(library.database, request.input.after, request.input.limit);
  }
  if (request.name === 'findGenerations') {
    return findGenerations(library.database, request.input.ids);
  }
  if (request.name === 'addMetadata') {
    return addMetadata(library.database, request.input.id, request.input.added);
  }
  if (request.name === 'findAskedJob') return findAskedJob(library.database, request.input);
  if (request.name === 'namedFile') return namedFile(library.database, request.input.id);
  if (request.name === 'filesNamed') return filesNamed(library.database, request.input.ids);
  if (request.name === 'filesInUse') return filesInUse(library.database, request.input.filePaths);
  if (request.name === 'lastCheck') return lastCheck(library.database);
  if (request.name === 'keepCheck') return keepCheck(library.database, request.input);
  if (request.name === 'export') return exportTo(library, request.input);
  if (request.name === 'cancelExport') {
    cancelExport();
    return null;
  }
  // Name and input belong together by the type of StorageRequest, which TypeScript cannot follow
  // through an index access.
  const operation = storageOperations[request.name] as (open: Library, input: unknown) => unknown;
  return operation(library, request.input);
};

/** A coded error carries what SQLite or Node threw. */
const cause = (thrown: unknown): unknown =>
  thrown instanceof MonitorError ? (thrown.cause ?? thrown) : thrown;

port.on('message', async (request: StorageRequest) => {
  let response: StorageResponse;
  try {
    const value = answer(request);
    response = {
      id: request.id,
      result: { ok: true, value: value instanceof Promise ? await value : value },
    };
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
