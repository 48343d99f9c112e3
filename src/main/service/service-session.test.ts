import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { NewJob } from '../../shared/job';
import { addMetadata, findAskedJob, findGenerations } from '../storage/sqlite/jobs/hand-over';
import type { ConnectedLibrary } from '../storage/sqlite/library';
import { storageOperations } from '../storage/sqlite/operations';
import { createAllSchema, libraryOf, open, withRaw } from '../storage/testing/libraries';
import type { StorageHost } from '../storage-host';
import { createServiceSession } from './service-session';
import { type Handler, say, startServer } from './testing';

// A real library and a real server; only the thread between them is left out.

const storageOf = ({ database, ...library }: ConnectedLibrary): StorageHost => {
  const calls = {
    ...storageOperations,
    findGenerations: (_: unknown, { ids }: { ids: string[] }) => findGenerations(database, ids),
    addMetadata: (_: unknown, { id, added }: { id: string; added: string }) =>
      addMetadata(database, id, added),
    findAskedJob: (_: unknown, asked: Parameters<typeof findAskedJob>[1]) =>
      findAskedJob(database, asked),
  } as Readonly<Record<string, (open: unknown, input: unknown) => unknown>>;
  const call = async (name: string, input: unknown) => {
    const work = calls[name];
    if (!work) throw new Error(`${name} is not expected here`);
    return work({ database, ...library }, input);
  };
  return { call, stop: async () => undefined } as unknown as StorageHost;
};

const insert = (id: string, status: string): string =>
  `INSERT INTO generations (id, prompt, model_name, duration_seconds, sample_rate, channels,
    file_path, status, created_at, error_message, metadata)
  VALUES ('${id}', 'prompt of ${id}', 'small', 8, 32000, 2, 'x.wav', '${status}',
    '2026-01-01 00:00:00.000000', NULL, '{"bpm": 90}')`;

/** A server that writes its rows as the service does, into the library of the test. */
const serviceOf =
  (path: string, also: Handler = () => undefined): Handler =>
  (request, response, body) => {
    also(request, response, body);
    if (response.headersSent || request.socket.destroyed) return;
    if (request.url?.endsWith('/health')) return say(response, 200, { status: 'healthy' });
    if (request.method === 'DELETE') return say(response, 200, {});
    const { prompt } = JSON.parse(body) as { prompt: string };
    const id = `gen_${prompt.split(' ').at(-1)}`;
    withRaw(path, (raw) =>
      raw.exec(insert(id, 'pending').replace(`prompt of ${id}`, prompt).replace('{"bpm": 90}', '')),
    );
    say(response, 202, { job_id: id });
  };

const start = async (handlerOf: (path: string) => Handler = serviceOf) => {
  const path = libraryOf(createAllSchema, insert('a', 'failed'), insert('b', 'failed'));
  const library = open(path);
  const { address, requests, stop } = await startServer(handlerOf(path));
  const folder = mkdtempSync(join(tmpdir(), 'services-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const told: string[] = [];
  const session = createServiceSession({
    storage: storageOf(library),
    folder,
    addressOf: () => address,
    environmentFor: () => null,
    onState: () => undefined,
    tell: (text) => told.push(text),
    changed: () => undefined,
  });
  session.libraryIs(library.info());
  onTestFinished(() => session.libraryIs(null));
  const statuses = () => library.generations.countByStatus();
  const asked = () => requests.filter((request) => !request.includes('/health'));
  return { session, library, statuses, told, asked, stop };
};

const newJob: NewJob = {
  prompt: 'something new',
  modelName: 'small',
  modelVersion: null,
  durationSeconds: 8,
  sampleRate: 32_000,
  channels: 2,
  metadata: '{"key": "Cm"}',
  rerunOf: null,
};

describe('a library with a service', () => {
  it('hands a failed generation over once, and links what comes of it', async () => {
    const { session, library, asked } = await start();
    expect(await session.retry(['a', 'a', 'gone'])).toMatchObject({
      via: 'service',
      queued: 1,
      skipped: [{ id: 'gone', reason: 'it no longer exists' }],
    });
    await expect
      .poll(() => library.generations.get('gen_a')?.metadata)
      .toEqual({ bpm: 90, rerun_of: 'a' });
    expect(library.generations.get('a')?.status).toBe('failed');
    expect(await session.retry(['a'])).toMatchObject({ queued: 0, skipped: [{ id: 'a' }] });
    expect(asked()).toHaveLength(1);
    // Once that one failed, too, it may be tried again.
    library.generations.fail('gen_a', 'again');
    expect(await session.retry(['a'])).toMatchObject({ queued: 1 });
  });

  it('is as one without where nobody answers', async () => {
    const { session, stop } = await start();
    await stop();
    const reason = 'The service cannot be used: nothing listens there.';
    expect(await session.retry(['a'])).toEqual({ via: 'library', reason });
    expect(await session.create([newJob])).toEqual({ via: 'library', reason });
  });

  it('takes what waits into its own queue when the service goes away', async () => {
    const limited: Handler = ({ method }, response) =>
      method === 'POST' ? say(response, 429, {}, { 'retry-after': '1' }) : undefined;
    const { session, statuses, told, stop } = await start((path) => serviceOf(path, limited));
    await session.retry(['a', 'b']);
    await session.create([newJob]);
    await expect.poll(() => session.state().waiting).toBe(3);
    await stop();
    await expect.poll(() => told, { timeout: 5_000 }).toHaveLength(1);
    expect(told[0]).toContain('3 jobs were put in the library’s own queue');
    expect(statuses()).toMatchObject({ pending: 3, failed: 0 });
    expect(session.state()).toMatchObject({ waiting: 0, unknown: 0 });
  });

  it('finds a job whose answer was lost, and otherwise leaves it to people', async () => {
    const deaf: Handler = ({ socket, method }, _, body) => {
      if (method === 'POST' && body.includes('of b')) socket.destroy();
    };
    const { session, library, asked } = await start((path) => serviceOf(path, deaf));
    await session.retry(['b']);
    await expect.poll(() => session.state().unknown).toBe(1);
    // Not its own: another prompt, and another program's id.
    const { rerunOf: _, metadata: __, ...job } = newJob;
    const now = library.generations.create({ ...job, prompt: 'prompt of b', filePath: 'x' });
    session.libraryChanged();
    withRaw(library.info().path, (raw) =>
      raw.exec(
        `INSERT INTO generations SELECT 'gen_1', prompt, model_name, model_version, duration_seconds,
          sample_rate, channels, file_path, NULL, 'pending', created_at, NULL, NULL, NULL, NULL
        FROM generations WHERE id = '${now.id}'`,
      ),
    );
    session.libraryChanged();
    await expect
      .poll(() => library.generations.get('gen_1')?.metadata)
      .toEqual({ bpm: 90, rerun_of: 'b' });
    expect(session.state().unknown).toBe(0);
    expect(asked()).toHaveLength(1);
  });

  it('cancels where the job is', async () => {
    const busy: Handler = ({ url }, response) => {
      if (url?.endsWith('gen_busy')) say(response, 409, {});
      if (url?.endsWith('gen_gone')) say(response, 404, {});
    };
    const { session, library, stop } = await start((path) => serviceOf(path, busy));
    const ids = ['gen_1', 'gen_busy', 'gen_gone', 'own'];
    withRaw(library.info().path, (raw) => {
      for (const id of ids) raw.exec(insert(id, 'pending'));
    });
    expect(await session.cancel(ids)).toMatchObject({
      changed: ['gen_1', 'own', 'gen_gone'],
      skipped: [{ id: 'gen_busy', status: 'processing' }],
      reason: 'the service works on it already',
    });
    expect(library.generations.get('gen_1')?.status).toBe('pending');
    await stop();
    expect(await session.cancel(['gen_1'])).toMatchObject({
      changed: ['gen_1'],
      reason: 'in the library only: nothing listens there',
    });
    expect(library.generations.get('gen_1')?.status).toBe('cancelled');
  });

  it('is left alone once another library is open', async () => {
    const { session, asked } = await start();
    session.libraryIs(null);
    expect(session.state().address).toBeNull();
    expect(await session.retry(['a'])).toEqual({ via: 'library', reason: null });
    expect(asked()).toEqual([]);
  });
});
