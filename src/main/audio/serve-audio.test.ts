import { mkdtempSync, realpathSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MonitorError } from '../../shared/errors';
import { type OpenAudio, openAudio } from './open-audio';
import { serveAudio } from './serve-audio';
import { wavFile } from './testing';

const tone = wavFile({ seconds: 5 });

let root: string;
let opened: OpenAudio[];
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'serve-')));
  writeFileSync(join(root, 'a.wav'), tone);
  opened = [];
});
afterEach(() => {
  expect(opened.filter(isOpen), 'every file is closed again').toEqual([]);
  rmSync(root, { recursive: true, force: true });
});

const open = async (id: string): Promise<OpenAudio> => {
  if (id === 'secret') throw new MonitorError('audio-refused', '/secret/x.wav lies outside');
  const audio = await openAudio(id, { libraryPath: join(root, 'x.db'), outputFolders: [] });
  opened.push(audio);
  return audio;
};

/** A closed handle has no descriptor any more. */
const isOpen = ({ handle }: OpenAudio): boolean => handle.fd !== -1;

const ask = (headers: Record<string, string> = {}, method = 'GET', id = 'a.wav') =>
  serveAudio(
    new Request(`http://monitor/audio?id=${encodeURIComponent(id)}`, { headers, method }),
    open,
  );

const bytesOf = async (response: Response): Promise<Buffer> =>
  Buffer.from(await response.arrayBuffer());

describe('audio is served', () => {
  it('whole', async () => {
    const response = await ask();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('audio/wav');
    expect(response.headers.get('accept-ranges')).toBe('bytes');
    expect(response.headers.get('content-length')).toBe(String(tone.length));
    expect((await bytesOf(response)).equals(tone)).toBe(true);
  });

  it.each([
    ['bytes=0-99', 0, 100],
    ['bytes=300000-', 300_000, tone.length],
    ['bytes=-44', tone.length - 44, tone.length],
    ['bytes=262143-600000', 262_143, 600_001],
  ])('in part: %s', async (range, from, to) => {
    const response = await ask({ range });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(`bytes ${from}-${to - 1}/${tone.length}`);
    expect(response.headers.get('content-length')).toBe(String(to - from));
    expect((await bytesOf(response)).equals(tone.subarray(from, to))).toBe(true);
  });

  it('in part with a rest after each piece, larger where a second of it is larger', async () => {
    const secondPiece = async (format: Partial<Parameters<typeof wavFile>[0]>) => {
      writeFileSync(join(root, 'a.wav'), wavFile({ ...format, seconds: 2 }));
      const reader = (await ask({ range: 'bytes=1000-' })).body?.getReader();
      await reader?.read();
      const next = reader?.read();
      const first = await Promise.race([next, new Promise((done) => setImmediate(done, 'rest'))]);
      expect(first).toBe('rest');
      const size = (await next)?.value?.length ?? 0;
      await reader?.cancel();
      return size;
    };
    const ordinary = await secondPiece({ sampleRate: 32_000 });
    expect(ordinary).toBeGreaterThan(0);
    expect(await secondPiece({ sampleRate: 96_000, bits: 32, float: true })).toBe(6 * ordinary);
  });

  it('in part, with all at once that a player looks at before the first sound', async () => {
    const reader = (await ask({ range: 'bytes=0-' })).body?.getReader();
    expect((await reader?.read())?.value?.length).toBe(256 * 1024);
    await reader?.cancel();
  });

  it('as a refusal of ranges beyond the end', async () => {
    const response = await ask({ range: `bytes=${tone.length}-` });
    expect(response.status).toBe(416);
    expect(response.headers.get('content-range')).toBe(`bytes */${tone.length}`);
  });

  it('as headers alone', async () => {
    const response = await ask({ range: 'bytes=10-19' }, 'HEAD');
    expect(response.status).toBe(206);
    expect(response.headers.get('content-length')).toBe('10');
    expect(await response.text()).toBe('');
  });

  it('whole again when the file is no longer the one that was begun', async () => {
    const etag = (await ask({}, 'HEAD')).headers.get('etag') ?? '';
    const same = await ask({ range: 'bytes=0-9', 'if-range': etag }, 'HEAD');
    expect(same.status).toBe(206);
    writeFileSync(join(root, 'a.wav'), wavFile({ seconds: 1 }));
    const other = await ask({ range: 'bytes=0-9', 'if-range': etag }, 'HEAD');
    expect(other.status).toBe(200);
  });

  it('to nobody of another origin', async () => {
    const { headers } = await ask({ origin: 'https://example.org' }, 'HEAD');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe('audio is not served', () => {
  it.each([
    ['missing.wav', 404],
    ['secret', 403],
  ])('%s: %d, without a word of where it looked', async (id, status) => {
    const response = await ask({}, 'GET', id);
    expect(response.status).toBe(status);
    expect(await response.text()).not.toContain('/');
  });

  it('by other methods, or without an id', async () => {
    expect((await ask({}, 'POST')).status).toBe(405);
    expect((await ask({}, 'GET', '')).status).toBe(404);
  });
});

describe('a file under way', () => {
  it('is closed when nobody wants more', async () => {
    const response = await ask();
    const reader = response.body?.getReader();
    const first = await reader?.read();
    expect(first?.value?.length).toBeLessThanOrEqual(256 * 1024);
    await reader?.cancel();
    await expect.poll(() => opened.map(isOpen)).toEqual([false]);
  });

  it('ends early when somebody cuts it', async () => {
    const response = await ask();
    truncateSync(join(root, 'a.wav'), 1_000);
    expect((await bytesOf(response)).length).toBeLessThan(tone.length);
  });
});
