import type { Worker } from 'node:worker_threads';
import { type ThreadRole, threadOf } from './storage/engine';
import type { StorageCalls } from './storage-protocol';
import {
  keepThread,
  longestSilence,
  type StorageListener,
  type StorageThread,
} from './storage-thread';

/** The main process's end of the storage, whichever of its threads does the work. */
export type StorageHost = StorageThread;

/**
 * Starts the storage: one thread that answers quickly, and one with a connection of its own for what
 * may read a whole library, which starts when that is first asked for.
 *
 * @param startThread makes one thread, see storage-worker.ts
 * @param options `silence`: milliseconds after which a change counts as stuck
 */
export const startStorage = (
  startThread: (role: ThreadRole) => Worker,
  listener: StorageListener,
  { silence = longestSilence }: Readonly<{ silence?: number }> = {},
): StorageHost => {
  const quick = keepThread(() => startThread('quick'), listener, silence);
  const long = keepThread(() => startThread('long'), {
    ...listener,
    // The quick thread watches the library for both.
    changed: () => {},
    lost: () => {
      ready = null;
    },
  });
  let opened: StorageCalls['open']['input'] | null = null;
  /** Settles when the thread for long reads has the library open. */
  let ready: Promise<unknown> | null = null;

  const openForLongReads = (): Promise<unknown> => {
    if (ready || !opened) return ready ?? Promise.resolve();
    const opening = long.call('open', { ...opened, create: false });
    ready = opening;
    opening.catch(() => {
      if (ready === opening) ready = null;
    });
    return opening;
  };

  /** Whatever comes next need not wait until a long read notices. */
  const leave = (): void => {
    if (ready) long.call('close', undefined).catch(() => {});
    opened = null;
    ready = null;
  };

  return {
    call: async (name, input) => {
      if (name !== 'open' && name !== 'close' && threadOf(name) === 'long') {
        await openForLongReads();
        return long.call(name, input);
      }
      if (name === 'open' || name === 'close') leave();
      const value = await quick.call(name, input);
      if (name === 'open') opened = input as StorageCalls['open']['input'];
      return value;
    },
    stop: async () => {
      await Promise.all([quick.stop(), long.stop()]);
    },
    stuck: quick.stuck,
  };
};
