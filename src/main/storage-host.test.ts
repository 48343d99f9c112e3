import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { type StorageHost, startStorage } from './storage-host';

// Real threads that speak the protocol of storage-worker.ts and answer with who they are.

const thread = `
  const { parentPort, workerData } = require('node:worker_threads');
  let opened = null;
  let opens = 0;
  parentPort.on('message', ({ id, name, input }) => {
    if (input?.text === 'die') process.exit(1);
    if (input?.url === 'missing') {
      const error = { code: 'library-not-found', message: 'gone' };
      return parentPort.postMessage({ id, result: { ok: false, error } });
    }
    if (name === 'open') opened = { ...input, opens: ++opens };
    if (name === 'close') opened = null;
    parentPort.postMessage({ id, result: { ok: true, value: { role: workerData, opened } } });
  });
`;

let host: StorageHost | undefined;
afterEach(() => host?.stop());

/** Starts it, and notes which threads were started. */
const start = () => {
  const started: string[] = [];
  const storage = startStorage(
    (role) => {
      started.push(role);
      return new Worker(thread, { eval: true, workerData: role });
    },
    { changed: () => {}, lost: () => {}, exporting: () => {}, fault: () => {} },
  );
  host = storage;
  return { storage, started };
};
const overview = (storage: StorageHost) => storage.call('insights.overview', undefined);
const find = (storage: StorageHost, text: string) =>
  storage.call('prompts.search', { text, limit: 1 });

describe('the storage', () => {
  it('reads what takes long on a thread of its own, which starts when that is asked for', async () => {
    const { storage, started } = start();
    expect(await storage.call('open', { url: 'a', create: true })).toMatchObject({ role: 'quick' });
    expect(await storage.call('generations.get', { id: 'x' })).toMatchObject({ role: 'quick' });
    expect(started).toEqual(['quick']);
    const [first, second] = await Promise.all([overview(storage), overview(storage)]);
    // What was created is there by now.
    expect(first).toEqual({ role: 'long', opened: { url: 'a', create: false, opens: 1 } });
    expect(second).toEqual(first);
    expect(started).toEqual(['quick', 'long']);
  });

  it('follows from one library to the next on both threads', async () => {
    const { storage } = start();
    await storage.call('open', { url: 'a', create: false });
    await overview(storage);
    await storage.call('open', { url: 'b', create: false });
    expect(await overview(storage)).toMatchObject({ opened: { url: 'b' } });
    await storage.call('close', undefined);
    expect(await overview(storage)).toEqual({ role: 'long', opened: null });
    await expect(storage.call('open', { url: 'missing', create: false })).rejects.toThrow('gone');
    expect(await overview(storage)).toEqual({ role: 'long', opened: null });
  });

  it('goes on when the thread for long reads dies', async () => {
    const { storage, started } = start();
    await storage.call('open', { url: 'a', create: false });
    await expect(find(storage, 'die')).rejects.toMatchObject({ code: 'storage-stopped' });
    expect(await storage.call('generations.get', { id: 'x' })).toMatchObject({ role: 'quick' });
    expect(await find(storage, 'x')).toMatchObject({ role: 'long', opened: { url: 'a' } });
    expect(started).toEqual(['quick', 'long', 'long']);
  });
});
