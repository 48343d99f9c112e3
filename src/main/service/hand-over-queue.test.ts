import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHandOverQueue, type RateLimit } from './hand-over-queue';
import { type HandOverItem, openHandOverStore } from './hand-over-store';
import { createServiceClient } from './service-client';
import { type Handler, say, startServer } from './testing';

const item = (key: string): HandOverItem => ({
  key,
  batch: 'b',
  state: 'waiting',
  reason: null,
  sentAt: null,
  retryOf: `failed-${key}`,
  job: {
    prompt: key,
    modelName: 'musicgen-small',
    modelVersion: null,
    durationSeconds: 8,
    sampleRate: 32_000,
    channels: 2,
    metadata: null,
    rerunOf: `failed-${key}`,
  },
});

const storeFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'hand-over-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'deep', 'queue.json');
};

/** A queue to a server that answers so; what becomes of the jobs is written down. */
const start = async (handler: Handler, limit?: RateLimit, file = storeFile()) => {
  const { address, requests, stop } = await startServer(handler);
  const store = openHandOverStore(file);
  const events: string[] = [];
  const sentAt: number[] = [];
  const queue = createHandOverQueue(
    store,
    ({ job }) => {
      sentAt.push(Date.now());
      return createServiceClient(address).generate(job);
    },
    {
      accepted: ({ key }, jobId) => events.push(`${key} accepted as ${jobId}`),
      refused: ({ key }, reason) => events.push(`${key} refused: ${reason}`),
      unreachable: (items, reason) =>
        events.push(`${items.map(({ key }) => key).join(' ')} unreachable: ${reason}`),
      unknown: ({ key }) => events.push(`${key} unknown`),
      changed: () => {},
    },
    limit,
  );
  onTestFinished(queue.stop);
  const states = () => store.get().items.map(({ key, state }) => `${key} ${state}`);
  return { queue, store, events, requests, sentAt, states, stop };
};

const accepting: Handler = (_, response, body) =>
  say(response, 202, { job_id: `gen_${(JSON.parse(body) as { prompt: string }).prompt}` });

describe('the queue to the service', () => {
  it('hands jobs over in their order and remembers as what', async () => {
    const { queue, store, events } = await start(accepting);
    queue.add([item('a'), item('b')]);
    await expect.poll(() => events).toEqual(['a accepted as gen_a', 'b accepted as gen_b']);
    expect(store.get()).toEqual({
      items: [],
      done: [
        { batch: 'b', retryOf: 'failed-a', jobId: 'gen_a' },
        { batch: 'b', retryOf: 'failed-b', jobId: 'gen_b' },
      ],
    });
    expect(queue.nextAt()).toBeNull();
  });

  it('asks no more often than the service takes it', async () => {
    const limit = { requests: 2, windowMs: 800 };
    const { queue, events, sentAt } = await start(accepting, limit);
    queue.add(['a', 'b', 'c', 'd', 'e'].map(item));
    await expect.poll(() => sentAt.length).toBe(2);
    await expect.poll(() => queue.nextAt()).not.toBeNull();
    await expect.poll(() => events.length).toBe(5);
    expect((sentAt[2] ?? 0) - (sentAt[0] ?? 0)).toBeGreaterThan(700);
    expect((sentAt[4] ?? 0) - (sentAt[2] ?? 0)).toBeGreaterThan(700);
  });

  it('waits when it is told so, and lets those that wait be taken back', async () => {
    let refusals = 0;
    const { queue, events, states } = await start((...call) => {
      if (refusals++ === 0) say(call[1], 429, {}, { 'retry-after': '3' });
      else accepting(...call);
    });
    queue.add([item('a'), item('b'), item('c')]);
    await expect.poll(() => queue.nextAt()?.getTime() ?? 0).toBeGreaterThan(Date.now() + 300);
    expect(states()).toEqual(['a waiting', 'b waiting', 'c waiting']);
    expect(queue.remove(({ key }) => key === 'b').map(({ key }) => key)).toEqual(['b']);
    await expect.poll(() => events).toEqual(['a accepted as gen_a', 'c accepted as gen_c']);
  });

  it('goes on after a job that is refused', async () => {
    const { queue, events } = await start((...call) => {
      if (call[2].includes('"a"')) say(call[1], 422, { detail: 'too short' });
      else accepting(...call);
    });
    queue.add([item('a'), item('b')]);
    await expect.poll(() => events).toEqual(['a refused: too short', 'b accepted as gen_b']);
  });

  it('lets all that wait go another way when nobody is there', async () => {
    const { queue, events, states, stop } = await start(accepting);
    await stop();
    queue.add([item('a'), item('b')]);
    await expect.poll(() => events).toEqual(['a b unreachable: nothing listens there']);
    expect(states()).toEqual(['a unknown', 'b unknown']);
    expect(queue.remove(() => true)).toHaveLength(2);
  });

  it('never sends twice what may have arrived, unless somebody says so', async () => {
    let lost = true;
    const { queue, events, requests, states } = await start((...call) => {
      if (lost) call[0].socket.destroy();
      else accepting(...call);
    });
    queue.add([item('a')]);
    await expect.poll(() => events).toEqual(['a unknown']);
    lost = false;
    queue.add([item('b')]);
    await expect.poll(() => events.length).toBe(2);
    expect(states()).toEqual(['a unknown']);
    expect(requests).toHaveLength(2);
    queue.sendAgain('a');
    await expect.poll(() => events.at(-1)).toBe('a accepted as gen_a');
    expect(requests).toHaveLength(3);
  });

  it('takes one that turned up as handed over', async () => {
    const { queue, events, store } = await start((request) => request.socket.destroy());
    queue.add([item('a')]);
    await expect.poll(() => events).toEqual(['a unknown']);
    queue.found('a', 'gen_1');
    expect(events.at(-1)).toBe('a accepted as gen_1');
    expect(store.get().items).toEqual([]);
  });

  it('is there after a restart; what was being sent has an unknown outcome', async () => {
    const file = storeFile();
    const first = await start(() => undefined, undefined, file);
    first.queue.add([item('a'), item('b')]);
    await expect.poll(first.states).toEqual(['a sending', 'b waiting']);
    // As it would be read after a crash at this moment.
    const copy = `${file}.copy`;
    writeFileSync(copy, readFileSync(file));
    first.queue.stop();
    const second = await start(accepting, undefined, copy);
    second.queue.wake();
    await expect.poll(() => second.events).toEqual(['b accepted as gen_b']);
    expect(second.states()).toEqual(['a unknown']);
  });

  it('begins anew where its file is spoiled, and keeps that', () => {
    const file = `${storeFile()}.json`;
    openHandOverStore(file).set({ items: [], done: [] });
    writeFileSync(file, '{"items": 7');
    expect(openHandOverStore(file).get()).toEqual({ items: [], done: [] });
    expect(readFileSync(`${file}.broken`, 'utf8')).toBe('{"items": 7');
  });
});
