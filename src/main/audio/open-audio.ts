import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import type { AudioFormat } from '../../shared/audio';
import { MonitorError } from '../../shared/errors';
import { type AudioPlaces, findAllowedFile } from './allowed-file';
import { afterId3, sniffFormat, sniffLength } from './sniff';

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
  /** Where the audio itself begins, behind a tag that is none of the format's own; bytes. */
  start: number;
}>;

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
    const head = new Uint8Array(sniffLength);
    const { bytesRead } = await handle.read(head, 0, sniffLength, 0);
    const outer = sniffFormat(head.subarray(0, bytesRead));
    const tagged = await formatBehindTag(handle, head);
    const format = tagged?.format ?? outer;
    if (opened.size === 0) {
      throw new MonitorError('audio-not-audio', `${path} is empty: it has no bytes at all.`);
    }
    if (format === null) {
      throw new MonitorError(
        'audio-not-audio',
        `${path} is named like audio, but holds something else.`,
      );
    }
    const start = tagged?.start ?? 0;
    return { handle, path, size: opened.size, modified: opened.mtimeMs, format, start };
  } catch (thrown) {
    await handle.close();
    throw thrown;
  }
};

/** WAV or FLAC behind an ID3 tag; `null` for everything else, MP3 with its own tag among it. */
const formatBehindTag = async (
  handle: FileHandle,
  head: Uint8Array,
): Promise<Pick<OpenAudio, 'format' | 'start'> | null> => {
  const start = afterId3(head);
  if (start === 0) return null;
  const inner = new Uint8Array(sniffLength);
  const { bytesRead } = await handle.read(inner, 0, sniffLength, start);
  const format = sniffFormat(inner.subarray(0, bytesRead));
  return format === 'wav' || format === 'flac' ? { format, start } : null;
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

/** The file from its beginning; unlike a stream of the handle's own, its end leaves that open. */
export async function* contentOf({ handle, size, start }: OpenAudio): AsyncGenerator<Buffer> {
  for (let position = start; position < size; ) {
    const piece = Buffer.alloc(pieceLength);
    const { bytesRead } = await handle.read(piece, 0, pieceLength, position);
    if (bytesRead === 0) return;
    yield piece.subarray(0, bytesRead);
    position += bytesRead;
  }
}
