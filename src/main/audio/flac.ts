import type { OpenAudio } from './open-audio';
import { readBytes, readTail } from './stored-sound';

/** How much of a compressed file is there that stops before its end, samples of each channel. */
export type EarlyEnd = Readonly<{
  /** `null` where nobody can tell. */
  samples: number | null;
  /** What it should be; `null` where its format does not say. */
  declaredSamples: number | null;
}>;

/** Metadata blocks of a FLAC file looked at before its first frame. */
const mostBlocks = 200;
/** Where the header says how many samples there are, from its beginning: the last 36 bits of these. */
const totalAt = 21;

/** What the header says of its length, and where the frames begin. */
type Header = Readonly<{ blockSize: number; total: number; firstFrame: number | null }>;

const readHeader = async (audio: OpenAudio): Promise<Header | null> => {
  const info = await readBytes(audio.handle, audio.start + 8, 34);
  if (info.length < 34) return null;
  return {
    blockSize: info.readUInt16BE(0),
    total: ((info[13] ?? 0) & 0x0f) * 2 ** 32 + info.readUInt32BE(14),
    firstFrame: await firstFlacFrame(audio),
  };
};

/** Each frame says which one it is: the last that begins in the file is compared with the header. */
export const endOfFlac = async (audio: OpenAudio): Promise<EarlyEnd | null> => {
  const header = await readHeader(audio);
  if (!header || header.total === 0 || header.firstFrame === null) return null;
  const { total } = header;
  const last = await lastFrame(audio, header);
  if (last === 'none') return { samples: 0, declaredSamples: total };
  return last && last.end < total ? { samples: last.start, declaredSamples: total } : null;
};

/**
 * How many samples of each channel there are in a file whose header leaves that open, as of a program
 * that wrote into a pipe; `null` where it says so, or nobody can tell.
 */
export const countFlacSamples = async (audio: OpenAudio): Promise<number | null> => {
  const header = await readHeader(audio);
  if (header?.total !== 0) return null;
  const last = await lastFrame(audio, { ...header, total: Number.POSITIVE_INFINITY });
  return last === null || last === 'none' ? null : last.end;
};

/** The bytes of a header that say how many samples there are, and where they stand in the file. */
export const flacTotal = async (
  audio: OpenAudio,
  samples: number,
): Promise<Readonly<{ position: number; bytes: Uint8Array }>> => {
  const position = audio.start + totalAt;
  const bytes = await readBytes(audio.handle, position, 5);
  bytes[0] = ((bytes[0] ?? 0) & 0xf0) | (Math.floor(samples / 2 ** 32) & 0x0f);
  bytes.writeUInt32BE(samples % 2 ** 32, 1);
  return { position, bytes };
};

/** `none` where not even the first is whole, `null` where none is found at the end. */
const lastFrame = async (
  audio: OpenAudio,
  { blockSize, total, firstFrame }: Header,
): Promise<Frame | 'none' | null> => {
  if (firstFrame === null) return null;
  const first = parseFrame(await readBytes(audio.handle, firstFrame, 32), blockSize);
  if (!first) return 'none';
  const tail = await readTail(audio, firstFrame);
  for (let at = tail.length - 5; at >= 0; at--) {
    if (tail[at] !== 0xff) continue;
    const frame = parseFrame(tail.subarray(at, at + 32), blockSize);
    // Samples may look like a frame by chance: of the same kind as the first, hardly ever.
    if (frame && frame.kind === first.kind && frame.end <= total) return frame;
  }
  return null;
};

/** Position of the first frame; `null` where there are more blocks before it than anyone writes. */
const firstFlacFrame = async (audio: OpenAudio): Promise<number | null> => {
  let position = audio.start + 4;
  for (let block = 0; block < mostBlocks; block++) {
    const head = await readBytes(audio.handle, position, 4);
    if (head.length < 4) return position;
    position += 4 + head.readUIntBE(1, 3);
    if (((head[0] ?? 0) & 0x80) !== 0) return position;
  }
  return null;
};

/** Samples `start … end - 1`; frames of one file are of one kind. */
type Frame = Readonly<{ kind: string; start: number; end: number }>;

/** The header of a FLAC frame, RFC 9639 section 9.1, checked by its checksum. */
const parseFrame = (bytes: Uint8Array, blockSize: number): Frame | null => {
  const [sync = 0, strategy = 0, sizes = 0, format = 0, lead = 0] = bytes;
  if (sync !== 0xff || (strategy & 0xfe) !== 0xf8) return null;
  // The number of the frame, coded as UTF-8 codes a character, up to seven bytes.
  const leading = lead < 0x80 ? 1 : Math.clz32(~(lead << 24));
  if (leading > 7 || (lead >= 0x80 && leading < 2)) return null;
  let number = lead < 0x80 ? lead : lead & (0x7f >> leading);
  for (let index = 1; index < leading; index++)
    number = number * 64 + ((bytes[4 + index] ?? 0) & 63);
  let at = 4 + leading;
  const code = sizes >> 4;
  const rate = sizes & 0x0f;
  let samples = 0;
  if (code === 1) samples = 192;
  else if (code >= 2 && code <= 5) samples = 576 * 2 ** (code - 2);
  else if (code === 6) samples = (bytes[at++] ?? 0) + 1;
  else if (code === 7) samples = (bytes[at++] ?? 0) * 256 + (bytes[at++] ?? 0) + 1;
  else if (code >= 8) samples = 256 * 2 ** (code - 8);
  at += rate === 12 ? 1 : rate === 13 || rate === 14 ? 2 : 0;
  if (samples === 0 || at >= bytes.length || checksum(bytes.subarray(0, at)) !== bytes[at]) {
    return null;
  }
  const start = (strategy & 1) === 1 ? number : number * blockSize;
  return { kind: `${strategy} ${rate} ${format & 0x0f}`, start, end: start + samples };
};

/** CRC-8 with the polynomial x⁸ + x² + x + 1. */
const checksum = (bytes: Uint8Array): number => {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x80 ? ((crc << 1) ^ 0x07) & 0xff : crc << 1;
  }
  return crc;
};
