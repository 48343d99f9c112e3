import { contextBridge, ipcRenderer } from 'electron';

// Runs sandboxed, before the page. The names come from the main process (see window.ts), which
// derives them from the contract: the page gets one method for each and nothing else.

const listAfter = (flag: string): readonly string[] =>
  process.argv
    .find((argument) => argument.startsWith(flag))
    ?.slice(flag.length)
    .split(',') ?? [];

const operations = listAfter('--monitor-operations=');
const events = listAfter('--monitor-events=');

const api: Record<string, Record<string, (input?: unknown) => Promise<unknown>>> = {};
for (const operation of operations) {
  const [noun = '', verb = ''] = operation.split('.');
  api[noun] ??= {};
  api[noun][verb] = (input) => ipcRenderer.invoke(operation, input);
}

const on = (event: string, listener: (payload: unknown) => void): (() => void) => {
  if (!events.includes(event)) throw new Error(`No such event: ${event}`);
  const forward = (_event: unknown, payload: unknown) => listener(payload);
  ipcRenderer.on(event, forward);
  return () => {
    ipcRenderer.off(event, forward);
  };
};

contextBridge.exposeInMainWorld('monitor', { ...api, on });

/** Of the page's own objects what is used here: this project knows the types of Node and Electron only. */
declare const location: Readonly<{ href: string }>;
declare const navigation: Readonly<{
  addEventListener: (
    type: 'navigate',
    heard: (
      event: Readonly<{
        cancelable: boolean;
        destination: Readonly<{ url: string; sameDocument: boolean }>;
        preventDefault: () => void;
      }>,
    ) => void,
  ) => void;
}>;

// The main process refuses to leave the page, but nobody asks it about about:blank.
navigation.addEventListener('navigate', (event) => {
  if (event.cancelable && !event.destination.sameDocument && !isOwn(event.destination.url)) {
    event.preventDefault();
  }
});
const isOwn = (url: string): boolean => url.split(/[#?]/)[0] === location.href.split(/[#?]/)[0];
