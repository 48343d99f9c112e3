import { describe, expect, it } from 'vitest';
import { parseServiceAddress } from './address';
import { createServiceClient } from './service-client';
import { type Handler, say, startServer } from './testing';

const job = { prompt: 'lo-fi', modelName: 'musicgen-small', durationSeconds: 8 };
/** Milliseconds after which an answer that never comes counts as lost. */
const soon = 300;

const generate = async (handler: Handler, patience?: number) => {
  const { address } = await startServer(handler);
  return createServiceClient(address, patience).generate(job);
};
const health = async (handler: Handler, patience?: number) => {
  const { address } = await startServer(handler);
  return createServiceClient(address, patience).health();
};

describe('the address of a service', () => {
  it('is http or https, with nothing secret and nothing after it', () => {
    expect(parseServiceAddress(' http://localhost:8000/ ')).toBe('http://localhost:8000');
    expect(parseServiceAddress('https://host/music//')).toBe('https://host/music');
    for (const text of [
      '',
      'localhost:8000',
      'file:///etc/passwd',
      'http://me:secret@host',
      'http://host/?a=1',
      'http://host/#a',
    ]) {
      expect(() => parseServiceAddress(text), text).toThrow();
    }
  });
});

describe('a request for a job', () => {
  it('says what the service needs, and is accepted', async () => {
    const { address, requests } = await startServer((_, response) =>
      say(response, 202, { job_id: 'gen_12345678', status: 'pending' }),
    );
    expect(await createServiceClient(`${address}/music`).generate(job)).toEqual({
      kind: 'accepted',
      jobId: 'gen_12345678',
    });
    expect(requests).toEqual([
      'POST /music/api/v1/generate {"prompt":"lo-fi","duration":8,"model":"musicgen-small"}',
    ]);
  });

  it('is refused in the words of the service', async () => {
    expect(
      await generate((_, response) => say(response, 400, { detail: 'Model  not found' })),
    ).toEqual({
      kind: 'refused',
      reason: 'Model not found',
    });
    const complaints = { detail: [{ msg: 'too short', loc: ['prompt'] }, { msg: 'too long' }] };
    expect(await generate((_, response) => say(response, 422, complaints))).toEqual({
      kind: 'refused',
      reason: 'too short; too long',
    });
    expect(await generate((_, response) => response.writeHead(404).end('<html>'))).toEqual({
      kind: 'refused',
      reason: 'it answers with 404',
    });
  });

  it('waits as long as it is told to', async () => {
    const limited = async (retryAfter?: string) => {
      const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
      const outcome = await generate((_, response) => say(response, 429, {}, headers));
      return outcome.kind === 'limited' ? outcome.retryAfterMs : null;
    };
    expect(await limited('7')).toBe(7_000);
    expect(await limited('0')).toBe(1_000);
    expect(await limited('1e99')).toBe(3_600_000);
    expect(await limited('soon')).toBe(60_000);
    expect(await limited()).toBe(60_000);
    const date = await limited(new Date(Date.now() + 20_000).toUTCString());
    expect(date).toBeGreaterThan(15_000);
    expect(date).toBeLessThanOrEqual(20_000);
  });

  it('never got there where nobody listens', async () => {
    const { address, stop } = await startServer(() => undefined);
    await stop();
    expect(await createServiceClient(address).generate(job)).toEqual({
      kind: 'unreachable',
      reason: 'nothing listens there',
    });
  });

  it('has an unknown outcome where the answer is lost, cut off, late or nonsense', async () => {
    const kinds = await Promise.all([
      generate((request) => request.socket.destroy()),
      generate(() => undefined, soon),
      generate((_, response) => {
        response.writeHead(202, { 'content-length': '100' });
        response.write('{"job_');
        setTimeout(() => response.destroy(), 20);
      }),
      generate((_, response) => response.writeHead(202).write('{"job_id": '), soon),
      generate((_, response) => response.writeHead(202).end('{"job_id": ')),
      generate((_, response) => say(response, 202, { job_id: 7 })),
      generate((_, response) => say(response, 202, ['gen_1'])),
      generate((_, response) => say(response, 202, { job_id: 'x'.repeat(70_000) })),
      generate((_, response) => say(response, 500, { detail: 'Traceback' })),
      generate((_, response) => response.writeHead(504).end()),
    ]);
    expect(kinds.map(({ kind }) => kind)).toEqual(Array(10).fill('unknown'));
  });

  it('does not follow to another address', async () => {
    const elsewhere = await startServer((_, response) => say(response, 202, { job_id: 'x' }));
    const outcome = await generate((_, response) =>
      response.writeHead(307, { location: `${elsewhere.address}/api/v1/generate` }).end(),
    );
    expect(outcome.kind).toBe('refused');
    expect(elsewhere.requests).toEqual([]);
  });

  it('reads no more of an endless answer than it has to', async () => {
    let open = true;
    const outcome = await generate((_, response) => {
      response.writeHead(202);
      response.on('close', () => {
        open = false;
      });
      const more = () => open && response.write('x'.repeat(16_384), more);
      more();
    });
    expect(outcome.kind).toBe('unknown');
    await expect.poll(() => open).toBe(false);
  });
});

describe('a request to cancel', () => {
  it('is answered in every way that there is', async () => {
    const { address, requests, stop } = await startServer(({ url }, response) => {
      const id = decodeURIComponent(url?.split('/').at(-1) ?? '');
      if (id === 'gone') say(response, 404, { detail: 'Job not found' });
      else if (id === 'busy') say(response, 409, { detail: 'Job is processing' });
      else if (id === 'often') say(response, 429, {}, { 'retry-after': '3' });
      else if (id === 'bad') say(response, 500, {});
      else response.writeHead(204).end();
    });
    const client = createServiceClient(address);
    expect(await client.cancel('a/b')).toEqual({ kind: 'cancelled' });
    expect(await client.cancel('gone')).toEqual({ kind: 'not-found' });
    expect(await client.cancel('busy')).toEqual({ kind: 'processing' });
    expect(await client.cancel('often')).toEqual({ kind: 'limited', retryAfterMs: 3_000 });
    expect(await client.cancel('bad')).toEqual({ kind: 'failed', reason: 'it answers with 500' });
    expect(requests[0]).toBe('DELETE /api/v1/jobs/a%2Fb');
    await stop();
    expect(await client.cancel('a')).toMatchObject({ kind: 'unreachable' });
  });
});

describe('the health of a service', () => {
  it('is what it says of itself', async () => {
    expect(
      await health((_, response) => say(response, 200, { status: 'healthy', gpu: true })),
    ).toMatchObject({ state: 'up', status: 'healthy' });
  });

  it('is bad where it says nothing that can be understood', async () => {
    const states = await Promise.all([
      health((_, response) => say(response, 200, 'fine')),
      health((_, response) => say(response, 200, { status: 1 })),
      health((_, response) => response.end('<html>')),
      health((_, response) => say(response, 500, {})),
      health(() => undefined, soon),
    ]);
    expect(states.map(({ state }) => state)).toEqual(Array(5).fill('down'));
  });
});
