import { setTimeout as pause } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { type Failure, fromFailure, MonitorError, toFailure } from '../shared/errors';
import type { LoggedError } from './log/redact';
import type {
  StorageCall,
  StorageCalls,
  StorageEvent,
  StorageRequest,
  StorageResponse,
} from './storage-protocol';

/** The main process's end of one storage thread. */
export type StorageThread = Readonly<{
  /** Asks the thread. Rejects with a {@link MonitorError}: the operation's own, or `storage-stopped`. */
  call: <Name extends StorageCall>(
    name: Name,
    input: StorageCalls[Name]['input'],
  ) => Promise<StorageCalls[Name]['output']>;
  /** Ends the thread once what was asked is done; what takes longer rejects with `storage-stopped`. */
  stop: () => Promise<void>;
}>;

/** What the main process learns unasked. */
export type StorageListener = Readonly<{
  /** Another program changed the library, or a dead thread was replaced: read again. */
  changed: () => void;
  /** The library is out of reach: gone, replaced, or not to be opened again by a new thread. */
  lost: (error: Failure) => void;
  /** Rows that the export under way has written, and how many there will be. */
  exporting: (done: number, total: number) => void;
  /** A call failed for a reason that nobody foresaw: for the log. */
  fault: (call: StorageCall, error: LoggedError) => void;
}>;

/** How long the end waits for what was asked just before it, milliseconds. */
const patience = 500;

type Waiting = { resolve: (value: unknown) => void; reject: (error: MonitorError) => void };

/**
 * Keeps a storage thread running, from the first call on: a thread that dies is replaced, and the
 * library that was open is opened again before anything else reaches the new one. A thread that dies
 * before it answered anything is replaced only when somebody asks again, so that a broken one cannot
 * spin.
 *
 * @param startThread makes one thread, see storage-worker.ts
 */
export const keepThread = (startThread: () => Worker, listener: StorageListener): StorageThread => {
  const waiting = new Map<number, Waiting>();
  let nextId = 1;
  let opened: StorageCalls['open']['input'] | null = null;
  let stopping = false;
  let allAnswered = () => {};
  let thread: Worker | null = null;

  function start(): Worker {
    const worker = startThread();
    let proven = false;
    let cause: unknown;
    worker.on('message', (message: StorageResponse | StorageEvent) => {
      proven = true;
      if ('event' in message) {
        hear(message);
        return;
      }
      const { id, result } = message;
      const caller = waiting.get(id);
      waiting.delete(id);
      if (result.ok) caller?.resolve(result.value);
      else caller?.reject(fromFailure(result.error));
      if (waiting.size === 0) allAnswered();
    });
    worker.on('error', (error) => {
      cause = error;
    });
    worker.on('exit', () => {
      thread = null;
      const error = stopped(cause);
      for (const caller of waiting.values()) caller.reject(error);
      waiting.clear();
      if (proven && !stopping) void reopen();
    });
    return worker;
  }

  function hear(event: StorageEvent): void {
    if (event.event === 'changed') listener.changed();
    else if (event.event === 'lost') listener.lost(event.error);
    else if (event.event === 'fault') listener.fault(event.call, event.error);
    else listener.exporting(event.done, event.total);
  }

  async function reopen(): Promise<void> {
    const library = opened;
    opened = null;
    if (!library) return;
    try {
      await post('open', { ...library, create: false });
      opened = library;
      listener.changed();
    } catch (thrown) {
      listener.lost(toFailure(thrown));
    }
  }

  function post<Name extends StorageCall>(
    name: Name,
    input: StorageCalls[Name]['input'],
  ): Promise<StorageCalls[Name]['output']> {
    if (stopping) return Promise.reject(stopped(undefined));
    thread ??= start();
    const id = nextId++;
    const request = { id, name, input } as StorageRequest;
    return new Promise((resolve, reject) => {
      waiting.set(id, {
        resolve: (value) => resolve(value as StorageCalls[Name]['output']),
        reject,
      });
      thread?.postMessage(request);
    });
  }

  return {
    call: async (name, input) => {
      const value = await post(name, input);
      if (name === 'open') opened = input as StorageCalls['open']['input'];
      if (name === 'close') opened = null;
      return value;
    },
    stop: async () => {
      stopping = true;
      const answered = new Promise<void>((resolve) => {
        allAnswered = resolve;
      });
      if (waiting.size > 0) await Promise.race([answered, pause(patience, null, { ref: false })]);
      await thread?.terminate();
    },
  };
};

const stopped = (cause: unknown): MonitorError =>
  new MonitorError('storage-stopped', 'The storage thread stopped unexpectedly.', {
    hint: 'It is started again by itself: try once more.',
    cause,
  });
