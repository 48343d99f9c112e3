import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import type { AudioFormat } from '../../shared/audio';
import { MonitorError } from '../../shared/errors';
import { type AudioPlaces, findAllowedFile } from './allowed-file';
import { id3Length, sniffFormat, sniffLength } from './sniff';
import { readBytes } from './stored-sound';
import { otherAudio, unsupportedAudio } from './unsupported';

/** Bytes read at a time. */
const pieceLength = 65_536;

/** An audio file, open for reading. Whoever has it closes `handle`. */
export type OpenAudio = Readonly<{
  handle: FileHandle;
  /** Absolute, all links resolved. */
  path: string;
  /** Bytes. */
  size: number;
  /** Milliseconds since 1970. */
  modified: number;
  format: AudioFormat;
  /** Bytes of tags before what the format describes; an MP3 file's own belong to it. */
  start: number;
}>;

/** Tags that may stand before each other at the beginning. */
const mostTags = 8;

/**
 * Opens the audio that a generation names, if it is one of the allowed files and holds audio. What
 * was opened is compared with what was allowed, so that a link swapped in between leads nowhere.
 *
 * @throws MonitorError `audio-missing`, `audio-refused`, `audio-not-audio`, `audio-unreadable`
 */
export const openAudio = async (filePath: string, places: AudioPlaces): Promise<OpenAudio> => {
  const { path, stats } = await findAllowedFile(filePath, places);
  const handle = await openFile(path);
  try {
    const opened = await handle.stat();
    if (!sameFile(opened, stats) || (await realpath(path)) !== path) {
      throw new MonitorError('audio-refused', `${path} was replaced while it was being opened.`);
    }
    if (opened.size === 0) {
      throw new MonitorError('audio-not-audio', `${path} is empty: it has no bytes at all.`);
    }
    const { format, start } = await sniff(handle, path);
    return { handle, path, size: opened.size, modified: opened.mtimeMs, format, start };
  } catch (thrown) {
    await handle.close();
    throw thrown;
  }
};

/** What the file holds, and behind how many bytes of tags. */
const sniff = async (
  handle: FileHandle,
  path: string,
): Promise<Pick<OpenAudio, 'format' | 'start'>> => {
  let start = 0;
  for (let tag = 0; tag < mostTags; tag++) {
    const buffer = new Uint8Array(sniffLength);
    const { bytesRead } = await handle.read(buffer, 0, sniffLength, start);
    const head = buffer.subarray(0, bytesRead);
    // Tags are filled up with zeros, and not everyone counts them.
    const skipped = id3Length(head) || (await zerosAt(handle, start, head));
    if (skipped > 0) {
      start += skipped;
      continue;
    }
    const format = sniffFormat(head);
    if (format !== null && format !== 'mp3') return { format, start };
    // Players look for the first frame behind the tag, and so does whoever decodes it.
    if (format === 'mp3' || start > 0) return { format: 'mp3', start: 0 };
    const other = otherAudio(head);
    if (other !== null) throw unsupportedAudio(path, other);
    break;
  }
  throw new MonitorError(
    'audio-not-audio',
    `${path} is named like audio, but holds something else.`,
  );
};

/** Zeros looked at, bytes: no file begins with more of them. */
const mostZeros = 65_536;

/** How many zeros stand at this place; 0 where they go on for longer than anyone writes. */
const zerosAt = async (handle: FileHandle, position: number, head: Uint8Array): Promise<number> => {
  if (head[0] !== 0) return 0;
  // The size that an M4A file begins with, a number below 2²⁴.
  if (sniffFormat(head) !== null) return 0;
  const content = await readBytes(handle, position, mostZeros);
  return Math.max(
    0,
    content.findIndex((byte) => byte !== 0),
  );
};

/** No link is followed any more, and a pipe that took the file's place does not hold us up. */
const openFile = async (path: string): Promise<FileHandle> => {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  try {
    return await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (cause) {
    throw new MonitorError('audio-unreadable', `${path} cannot be read.`, {
      hint: 'Check the permissions of the file.',
      cause,
    });
  }
};

const sameFile = (a: Stats, b: Stats): boolean => a.dev === b.dev && a.ino === b.ino && a.isFile();

/** The file behind its tags, or a part of it; unlike a stream of the handle's own, its end leaves that open. */
export async function* contentOf(
  { handle, size, start }: OpenAudio,
  { from, to }: Readonly<{ from: number; to: number }> = { from: start, to: size },
): AsyncGenerator<Buffer> {
  for (let position = from; position < to; ) {
    const piece = Buffer.alloc(Math.min(pieceLength, to - position));
    const { bytesRead } = await handle.read(piece, 0, piece.length, position);
    if (bytesRead === 0) return;
    yield piece.subarray(0, bytesRead);
    position += bytesRead;
  }
}
