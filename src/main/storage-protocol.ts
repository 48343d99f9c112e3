import type { Result } from '../shared/errors';
import type { LibraryInfo } from '../shared/library';
import type { LoggedError } from './log/redact';
import type { LibraryCall, LibraryCalls, LibraryEvent } from './storage/engine';

// What goes between the main process and a storage thread.

/** Opening and closing, and every call to the library that is open. */
export type StorageCalls = LibraryCalls & {
  open: { input: Readonly<{ url: string; create: boolean }>; output: LibraryInfo };
  close: { input: undefined; output: null };
};
export type StorageCall = keyof StorageCalls;

/** One question to the thread; `id` comes back with the answer. */
export type StorageRequest = {
  [Name in StorageCall]: Readonly<{ id: number; name: Name; input: StorageCalls[Name]['input'] }>;
}[StorageCall];

export type StorageResponse = Readonly<{ id: number; result: Result<unknown> }>;

/** What the thread says unasked; `fault` when a call failed for a reason that nobody foresaw. */
export type StorageEvent =
  | LibraryEvent
  | Readonly<{ event: 'fault'; call: LibraryCall | 'open' | 'close'; error: LoggedError }>;
