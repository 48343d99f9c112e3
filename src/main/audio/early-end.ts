import type { OpenAudio } from './open-audio';

/** How much of a compressed file is there that stops before its end, samples of each channel. */
export type EarlyEnd = Readonly<{
  /** `null` where nobody can tell. */
  samples: number | null;
  /** What it should be; `null` where its format does not say. */
  declaredSamples: number | null;
}>;

/** More than the longest frame or page of any of these formats, bytes. */
const tailLength = 256 * 1024;
/** Metadata blocks of a FLAC file looked at before its first frame. */
const mostBlocks = 200;

/**
 * Compares what a compressed file says of its length with where it stops, reading no more than its
 * header and its last bytes.
 *
 * @returns `null` for a file that is whole, as far as it can be told
 */
export const findEarlyEnd = (audio: OpenAudio): Promise<EarlyEnd | null> => {
  switch (audio.format) {
    case 'flac':
      return endOfFlac(audio);
    case 'mp3':
      return endOfMp3(audio);
    case 'ogg':
      return endOfOgg(audio);
    case 'wav':
      return Promise.resolve(null);
  }
};

const read = async ({ handle }: OpenAudio, position: number, length: number): Promise<Buffer> => {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
};

const readTail = (audio: OpenAudio, from: number): Promise<Buffer> => {
  const start = Math.max(from, audio.size - tailLength);
  return read(audio, start, Math.max(0, audio.size - start));
};

/** The last page of a stream says that it is the last, and each page how far the sound is. */
const endOfOgg = async (audio: OpenAudio): Promise<EarlyEnd | null> => {
  const tail = await readTail(audio, 0);
  let page = tail.lastIndexOf('OggS');
  while (page >= 0 && !isWholePage(tail, page)) {
    page = page === 0 ? -1 : tail.lastIndexOf('OggS', page - 1);
  }
  if (page < 0) return { samples: null, declaredSamples: null };
  if (((tail[page + 5] ?? 0) & lastPage) !== 0) return null;
  const samples = Number(tail.readBigInt64LE(page + 6));
  return { samples: samples < 0 ? null : samples, declaredSamples: null };
};

/** Flag of a page's type. */
const lastPage = 4;

const isWholePage = (tail: Buffer, page: number): boolean => {
  const body = page + 27 + (tail[page + 26] ?? 0);
  const length = tail.subarray(page + 27, body).reduce((sum, lacing) => sum + lacing, 0);
  return body + length <= tail.length;
};

/** Some count tags at the end of the file that others take away later. */
const wholePart = 0.99;

/** Encoders write into a first, silent frame how many frames and bytes there are. */
const endOfMp3 = async (audio: OpenAudio): Promise<EarlyEnd | null> => {
  const tag = await read(audio, 0, 10);
  const start = tag.toString('latin1', 0, 3) === 'ID3' ? 10 + syncSafe(tag.subarray(6)) : 0;
  const frame = await read(audio, start, 64);
  if (frame.length < 64 || frame[0] !== 0xff) return null;
  const isVersion1 = ((frame[1] ?? 0) & 0x18) === 0x18;
  const isMono = ((frame[3] ?? 0) & 0xc0) === 0xc0;
  const info = 4 + (isVersion1 ? (isMono ? 17 : 32) : isMono ? 9 : 17);
  if (!['Xing', 'Info'].includes(frame.toString('latin1', info, info + 4))) return null;
  // Without both numbers there is nothing to compare.
  if ((frame.readUInt32BE(info + 4) & 3) !== 3) return null;
  const declaredSamples = frame.readUInt32BE(info + 8) * (isVersion1 ? 1152 : 576);
  const part = (audio.size - start) / frame.readUInt32BE(info + 12);
  return part < wholePart ? { samples: Math.floor(declaredSamples * part), declaredSamples } : null;
};

const syncSafe = (bytes: Uint8Array): number =>
  bytes.subarray(0, 4).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);

/** Each frame says which one it is: the last that begins in the file is compared with the header. */
const endOfFlac = async (audio: OpenAudio): Promise<EarlyEnd | null> => {
  const info = await read(audio, 8, 34);
  if (info.length < 34) return null;
  const blockSize = info.readUInt16BE(0);
  const total = ((info[13] ?? 0) & 0x0f) * 2 ** 32 + info.readUInt32BE(14);
  const start = await firstFlacFrame(audio);
  if (total === 0 || start === null) return null;
  const first = parseFrame(await read(audio, start, 32), blockSize);
  if (!first) return { samples: 0, declaredSamples: total };
  const tail = await readTail(audio, start);
  for (let at = tail.length - 5; at >= 0; at--) {
    if (tail[at] !== 0xff) continue;
    const frame = parseFrame(tail.subarray(at, at + 32), blockSize);
    // Samples may look like a frame by chance: of the same kind as the first, hardly ever.
    if (!frame || frame.kind !== first.kind || frame.end > total) continue;
    return frame.end < total ? { samples: frame.start, declaredSamples: total } : null;
  }
  return null;
};

/** Position of the first frame; `null` where there are more blocks before it than anyone writes. */
const firstFlacFrame = async (audio: OpenAudio): Promise<number | null> => {
  let position = 4;
  for (let block = 0; block < mostBlocks; block++) {
    const head = await read(audio, position, 4);
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
