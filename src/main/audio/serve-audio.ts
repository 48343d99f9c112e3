import type { FileHandle } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { type ErrorCode, MonitorError } from '../../shared/errors';
import { parseByteRange } from './byte-range';
import type { OpenAudio } from './open-audio';
import { type ServedAudio, serveAs } from './served-audio';

/**
 * Bytes read from a file at a time, and at once of a range that begins with the file, as a player looks
 * at so much before the first sound. As many wait in the stream at most.
 */
const chunkSize = 256 * 1024;
/**
 * How a range is sent: something to begin with, then several times as fast as it is played, as that may
 * be at double speed, and no faster. The window's player keeps whatever it is given, tens of megabytes
 * after a few seeks; and given an end of its own blocks of 32 KB at first, it asks for the next one
 * even when it is to play elsewhere.
 */
const range = { firstBytes: 48 * 1024, timesPlayed: 8, pauseMs: 30 } as const;

const statuses: Readonly<Partial<Record<ErrorCode, number>>> = {
  'audio-missing': 404,
  'generation-not-found': 404,
  'library-none': 404,
  'audio-refused': 403,
  'audio-unreadable': 403,
  'audio-not-audio': 415,
  'audio-unsupported': 415,
};

/**
 * Answers a request for a generation's audio: whole or a range, GET or HEAD, straight from the disk
 * wherever players know the file as it is, and never more of it in memory than one chunk.
 *
 * @param openById opens the audio of a generation
 */
export const serveAudio = async (
  request: Request,
  openById: (generationId: string) => Promise<OpenAudio>,
): Promise<Response> => {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return plain(405, 'Only GET and HEAD are possible.', { allow: 'GET, HEAD' });
  }
  const id = new URL(request.url).searchParams.get('id');
  if (!id) return plain(404, 'No generation was named.');
  let audio: OpenAudio | null = null;
  try {
    audio = await openById(id);
    return await answer(request, audio, await serveAs(audio));
  } catch (thrown) {
    await audio?.handle.close();
    const code = thrown instanceof MonitorError ? thrown.code : 'internal';
    return plain(statuses[code] ?? 500, code);
  }
};

const answer = async (
  request: Request,
  audio: OpenAudio,
  served: ServedAudio,
): Promise<Response> => {
  const { handle } = audio;
  const { size, contentType } = served;
  const etag = `"${audio.size.toString(36)}-${Math.round(audio.modified * 1000).toString(36)}"`;
  const ifRange = request.headers.get('if-range');
  const wanted = ifRange === null || ifRange === etag ? request.headers.get('range') : null;
  const part = parseByteRange(wanted, size);
  const headers = {
    ...guards,
    'content-type': contentType,
    'accept-ranges': 'bytes',
    etag,
  };
  if (part === 'unsatisfiable') {
    await handle.close();
    return new Response(null, {
      status: 416,
      headers: { ...headers, 'content-range': `bytes */${size}` },
    });
  }
  const { start, end } = part === 'whole' ? { start: 0, end: size - 1 } : part;
  const partial = part === 'whole' ? {} : { 'content-range': `bytes ${start}-${end}/${size}` };
  const init = {
    status: part === 'whole' ? 200 : 206,
    headers: { ...headers, ...partial, 'content-length': String(end - start + 1) },
  };
  if (request.method === 'HEAD') {
    await handle.close();
    return new Response(null, init);
  }
  const pace = part === 'whole' ? unhurried : paceOf(served, start);
  return new Response(streamOf(handle, served.read, start, end, pace), init);
};

/** How fast a stream may be read: so many bytes at first, then so many after each pause. */
type Pace = Readonly<{ firstBytes: number; bytes: number; pauseMs: number }>;

const unhurried: Pace = { firstBytes: chunkSize, bytes: chunkSize, pauseMs: 0 };

const paceOf = ({ rate }: ServedAudio, start: number): Pace => {
  const { timesPlayed, pauseMs } = range;
  const firstBytes = start === 0 ? chunkSize : range.firstBytes;
  return { firstBytes, bytes: Math.ceil((rate * timesPlayed * pauseMs) / 1_000), pauseMs };
};

/** Bytes `start … end` of a file, which is closed at the end, on failure and when nobody wants more. */
const streamOf = (
  handle: FileHandle,
  read: ServedAudio['read'],
  start: number,
  end: number,
  { firstBytes, bytes, pauseMs }: Pace,
): ReadableStream<Uint8Array> => {
  let position = start;
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const isFirst = position === start;
        if (pauseMs > 0 && !isFirst) await pause(pauseMs);
        const wanted = isFirst ? firstBytes : bytes;
        const chunk = new Uint8Array(Math.min(wanted, end - position + 1));
        try {
          const bytesRead = await read(chunk, chunk.length, position);
          position += bytesRead;
          if (bytesRead > 0) controller.enqueue(chunk.subarray(0, bytesRead));
          // Someone may have cut the file meanwhile: then it ends here.
          if (bytesRead === 0 || position > end) {
            await handle.close();
            controller.close();
          }
        } catch (thrown) {
          await handle.close().catch(() => {});
          controller.error(thrown);
        }
      },
      cancel: () => handle.close(),
    },
    { highWaterMark: 1 },
  );
};

/** No other origin may read or embed it, nothing guesses at its type, nothing keeps it. */
const guards = {
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cache-control': 'no-store',
} as const;

const plain = (status: number, text: string, headers: Record<string, string> = {}): Response =>
  new Response(text, {
    status,
    headers: { ...guards, 'content-type': 'text/plain; charset=utf-8', ...headers },
  });
