import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import type { Failure } from '../shared/errors';
import { keepThread, type StorageThread } from './storage-thread';

// Real threads that speak the protocol of storage-worker.ts and die on demand.

const thread = `
  const { parentPort } = require('node:worker_threads');
  let opened = null;
  parentPort.on('message', ({ id, name, input }) => {
    if (name === 'generations.get' && input.id === 'die') process.exit(1);
    if (name === 'open' && input.url === 'missing') {
      return parentPort.postMessage({ id, result: { ok: false, error: { code: 'library-not-found', message: 'gone' } } });
    }
    if (name === 'open') opened = input.url;
    const answer = () => parentPort.postMessage({ id, result: { ok: true, value: opened } });
    setTimeout(answer, name === 'generations.get' ? { soon: 50, never: 1e6 }[input.id] : 0);
  });
`;

let host: StorageThread | undefined;
afterEach(() => host?.stop());

const silent = { changed: () => {}, lost: () => {}, exporting: () => {}, fault: () => {} };
const library = (url: string) => ({ url, create: false });

describe('a storage thread', () => {
  it('passes answers and coded errors on', async () => {
    host = keepThread(() => new Worker(thread, { eval: true }), silent);
    expect(await host.call('open', library('a'))).toBe('a');
    await expect(host.call('open', library('missing'))).rejects.toMatchObject({
      code: 'library-not-found',
      message: 'gone',
    });
  });

  it('replaces a thread that died and opens the library again first', async () => {
    const replaced = new Promise<string>((resolve) => {
      host = keepThread(() => new Worker(thread, { eval: true }), {
        ...silent,
        changed: () => resolve('changed'),
        lost: () => resolve('lost'),
      });
    });
    await host?.call('open', library('a'));
    await expect(host?.call('generations.get', { id: 'die' })).rejects.toMatchObject({
      code: 'storage-stopped',
    });
    expect(await replaced).toBe('changed');
    expect(await host?.call('generations.get', { id: 'x' })).toBe('a');
  });

  it('says so when the library cannot be opened again', async () => {
    let threads = 0;
    const lost = new Promise<Failure>((resolve) => {
      host = keepThread(
        () =>
          new Worker(threads++ === 0 ? thread : thread.replaceAll('missing', 'a'), { eval: true }),
        { ...silent, lost: resolve },
      );
    });
    await host?.call('open', library('a'));
    await expect(host?.call('generations.get', { id: 'die' })).rejects.toThrow();
    expect(await lost).toMatchObject({ code: 'library-not-found' });
  });

  it('passes on what the thread says unasked', async () => {
    const talkative = `
      const { parentPort } = require('node:worker_threads');
      parentPort.on('message', () =>
        parentPort.postMessage({ event: 'lost', error: { code: 'library-gone', message: 'moved' } }));`;
    const lost = new Promise<Failure>((resolve) => {
      host = keepThread(() => new Worker(talkative, { eval: true }), {
        ...silent,
        lost: resolve,
      });
      host.call('open', library('a')).catch(() => {});
    });
    expect(await lost).toEqual({ code: 'library-gone', message: 'moved' });
  });

  it('does not spin when threads die before they answer anything', async () => {
    let started = 0;
    host = keepThread(() => {
      started++;
      return new Worker('process.exit(1)', { eval: true });
    }, silent);
    await expect(host.call('open', library('a'))).rejects.toMatchObject({
      code: 'storage-stopped',
    });
    await expect(host.call('open', library('a'))).rejects.toMatchObject({
      code: 'storage-stopped',
    });
    expect(started).toBe(2);
  });

  it('answers nothing after it was stopped', async () => {
    host = keepThread(() => new Worker(thread, { eval: true }), silent);
    await host.stop();
    await expect(host.call('close', undefined)).rejects.toMatchObject({ code: 'storage-stopped' });
  });

  it('does what was asked just before its end, and waits for nothing longer', async () => {
    host = keepThread(() => new Worker(thread, { eval: true }), silent);
    await host.call('open', library('a'));
    const soon = host.call('generations.get', { id: 'soon' });
    await host.stop();
    expect(await soon).toBe('a');

    host = keepThread(() => new Worker(thread, { eval: true }), silent);
    const never = expect(host.call('generations.get', { id: 'never' })).rejects.toMatchObject({
      code: 'storage-stopped',
    });
    await host.stop();
    await never;
  });
});
