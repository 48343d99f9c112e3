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
  /** Whether a thread was given up that still runs: nothing but the end of the process ends it. */
  stuck: () => boolean;
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

/** After so long without a word from it a thread counts as stuck, milliseconds. */
export const longestSilence = 60_000;
/** Silence is counted in so many parts: a machine that slept does not make all of it at once. */
const silences = 8;
/** What concerns the whole file takes as long as the file is large. */
const unbounded: readonly StorageCall[] = ['open', 'library.migrate', 'library.backup'];

type Waiting = {
  name: StorageCall;
  resolve: (value: unknown) => void;
  reject: (error: MonitorError) => void;
};

/**
 * Keeps a storage thread running, from the first call on: a thread that dies is replaced, and the
 * library that was open is opened again before anything else reaches the new one. A thread that dies
 * before it answered anything is replaced only when somebody asks again, so that a broken one cannot
 * spin.
 *
 * One that says nothing any more, as when a trigger of another program never ends, is given up: what was
 * asked rejects with `storage-stuck`, and another takes its place. SQLite cannot be stopped from outside,
 * so it keeps running, with its lock on the library, until the process ends.
 *
 * @param startThread makes one thread, see storage-worker.ts
 * @param silence longest, milliseconds; `null` for a thread that may read as long as it takes
 */
export const keepThread = (
  startThread: () => Worker,
  listener: StorageListener,
  silence: number | null = null,
): StorageThread => {
  const waiting = new Map<number, Waiting>();
  let nextId = 1;
  let opened: StorageCalls['open']['input'] | null = null;
  let stopping = false;
  let allAnswered = () => {};
  let thread: Worker | null = null;
  let givenUp = false;
  let silent = 0;
  let watching: NodeJS.Timeout | null = null;

  /** Counts the silence for as long as somebody waits. */
  function watch(): void {
    if (silence === null || watching) return;
    silent = 0;
    watching = setInterval(() => {
      const [oldest] = waiting.values();
      if (!oldest) endWatch();
      else if (!unbounded.includes(oldest.name) && ++silent > silences) giveUp(silence);
    }, silence / silences);
    watching.unref();
  }

  function endWatch(): void {
    if (watching) clearInterval(watching);
    watching = null;
  }

  function giveUp(after: number): void {
    endWatch();
    const old = thread;
    thread = null;
    givenUp = true;
    old?.removeAllListeners();
    // It ends at once if it ever comes back.
    void old?.terminate();
    old?.unref();
    rejectAll(stuck(after));
    if (!stopping) void reopen();
  }

  function rejectAll(error: MonitorError): void {
    for (const caller of waiting.values()) caller.reject(error);
    waiting.clear();
    allAnswered();
  }

  function start(): Worker {
    const worker = startThread();
    let proven = false;
    let cause: unknown;
    worker.on('message', (message: StorageResponse | StorageEvent) => {
      proven = true;
      silent = 0;
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
      rejectAll(stopped(cause));
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
        name,
        resolve: (value) => resolve(value as StorageCalls[Name]['output']),
        reject,
      });
      thread?.postMessage(request);
      watch();
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
    stuck: () => givenUp,
  };
};

const stuck = (after: number): MonitorError =>
  new MonitorError(
    'storage-stuck',
    `The library did not end a change within ${Math.round(after / 1000)} seconds: a trigger of another program in it may never end. The change was not made.`,
    {
      hint: 'Reading goes on. Quit and start again, or nobody can write to the library; then look at its triggers.',
    },
  );

const stopped = (cause: unknown): MonitorError =>
  new MonitorError('storage-stopped', 'The storage thread stopped unexpectedly.', {
    hint: 'It is started again by itself: try once more.',
    cause,
  });
