import type { FileHandle } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { type ErrorCode, MonitorError } from '../../shared/errors';
import { parseByteRange } from './byte-range';
import type { OpenAudio } from './open-audio';
import { contentTypes } from './sniff';

/** Bytes read from a file at a time; as many wait in the stream at most. */
const chunkSize = 256 * 1024;
/**
 * Milliseconds between two chunks of a range: 2.5 MB/s, three times what 96 kHz in 32 bits need. The
 * window's player keeps whatever it is given: tens of megabytes after a few seeks.
 */
const rangePause = 100;

const statuses: Readonly<Partial<Record<ErrorCode, number>>> = {
  'audio-missing': 404,
  'generation-not-found': 404,
  'library-none': 404,
  'audio-refused': 403,
  'audio-unreadable': 403,
  'audio-not-audio': 415,
};

/**
 * Answers a request for a generation's audio: whole or a range, GET or HEAD, straight from the disk
 * and never more of it in memory than one chunk.
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
  let audio: OpenAudio;
  try {
    audio = await openById(id);
  } catch (thrown) {
    const code = thrown instanceof MonitorError ? thrown.code : 'internal';
    return plain(statuses[code] ?? 500, code);
  }
  return answer(request, audio);
};

const answer = async (request: Request, audio: OpenAudio): Promise<Response> => {
  const { handle, size, format } = audio;
  const etag = `"${size.toString(36)}-${Math.round(audio.modified * 1000).toString(36)}"`;
  const ifRange = request.headers.get('if-range');
  const wanted = ifRange === null || ifRange === etag ? request.headers.get('range') : null;
  const range = parseByteRange(wanted, size);
  const headers = {
    ...guards,
    'content-type': contentTypes[format],
    'accept-ranges': 'bytes',
    etag,
  };
  if (range === 'unsatisfiable') {
    await handle.close();
    return new Response(null, {
      status: 416,
      headers: { ...headers, 'content-range': `bytes */${size}` },
    });
  }
  const { start, end } = range === 'whole' ? { start: 0, end: size - 1 } : range;
  const partial = range === 'whole' ? {} : { 'content-range': `bytes ${start}-${end}/${size}` };
  const init = {
    status: range === 'whole' ? 200 : 206,
    headers: { ...headers, ...partial, 'content-length': String(end - start + 1) },
  };
  if (request.method === 'HEAD') {
    await handle.close();
    return new Response(null, init);
  }
  return new Response(streamOf(handle, start, end, range === 'whole' ? 0 : rangePause), init);
};

/**
 * Bytes `start … end` of a file, which is closed at the end, on failure and when nobody wants more.
 *
 * @param rest milliseconds before each chunk but the first
 */
const streamOf = (
  handle: FileHandle,
  start: number,
  end: number,
  rest: number,
): ReadableStream<Uint8Array> => {
  let position = start;
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        if (rest > 0 && position > start) await pause(rest);
        const chunk = new Uint8Array(Math.min(chunkSize, end - position + 1));
        try {
          const { bytesRead } = await handle.read(chunk, 0, chunk.length, position);
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
