import { type IpcMainInvokeEvent, ipcMain, type WebContents, type WebFrameMain } from 'electron';
import {
  contract,
  type EventName,
  type Events,
  type Input,
  type OperationName,
  type OperationsIn,
  type Output,
} from '../shared/contract';
import { MonitorError, type Result, toFailure } from '../shared/errors';
import { parseInput } from '../shared/parse-input';
import { appOrigin } from './app-protocol';
import type { StorageHost } from './storage-host';

// The only door between window and main process.

/** One handler per operation that runs on the main process: a missing one does not compile. */
export type MainHandlers = {
  readonly [Name in OperationsIn<'main'>]: (
    input: Input<Name>,
  ) => Output<Name> | Promise<Output<Name>>;
};

/** Hears of the window's operations. */
export type OperationLog = Readonly<{
  /** The window asked for something. */
  asked: () => void;
  /** An operation of the main process failed for a reason that nobody foresaw. */
  failed: (name: OperationName, thrown: unknown) => void;
}>;

/**
 * Opens a channel for each operation of the contract. Each call is checked for its sender and its
 * input before anything else happens; those of the storage go on to its thread.
 *
 * @param window the one page that may call
 */
export const serveWindow = (
  window: () => WebContents | null,
  storage: StorageHost,
  handlers: MainHandlers,
  log: OperationLog,
): void => {
  for (const name of operationNames) {
    ipcMain.handle(name, async (event, input: unknown): Promise<Result<unknown>> => {
      try {
        checkSender(event, window());
        log.asked();
        const parsed = parseInput<unknown>(contract[name].input, input, name);
        return { ok: true, value: await run(name, parsed) };
      } catch (thrown) {
        const error = toFailure(thrown);
        if (error.code === 'internal' && contract[name].runsIn === 'main') log.failed(name, thrown);
        return { ok: false, error };
      }
    });
  }

  // Name and input were matched above, which TypeScript cannot follow through the map.
  const run = (name: OperationName, input: unknown): unknown =>
    contract[name].runsIn === 'storage'
      ? storage.call(name as OperationsIn<'storage'>, input as never)
      : handlers[name as OperationsIn<'main'>](input as never);
};

/** Every operation's name, in the order of the contract. */
export const operationNames = Object.keys(contract) as readonly OperationName[];

/** Tells the window something unasked. Nothing happens while there is no window. */
export const emit = <Name extends EventName>(
  window: WebContents | null,
  event: Name,
  payload: Events[Name],
): void => {
  if (window && !window.isDestroyed()) window.send(event, payload);
};

const checkSender = (event: IpcMainInvokeEvent, window: WebContents | null): void => {
  if (isTrusted(event.senderFrame, window)) return;
  throw new MonitorError('forbidden', 'This page may not call the application.');
};

const isTrusted = (frame: WebFrameMain | null, window: WebContents | null): boolean =>
  frame !== null &&
  window !== null &&
  frame === window.mainFrame &&
  frame.url.startsWith(`${appOrigin}/`);
