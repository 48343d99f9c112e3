import type { FileHandle } from 'node:fs/promises';
import { afterId3 } from './sniff';

/** How a WAV file's samples are stored, and where. */
export type WavLayout = Readonly<{
  encoding: 'integer' | 'float' | 'µ-law' | 'A-law';
  bits: 8 | 16 | 24 | 32 | 64;
  sampleRate: number;
  channels: number;
  /** Bytes of one sample of every channel. */
  frameSize: number;
  /** Position of the first sample in the file, bytes. */
  dataStart: number;
  /** Whole frames that are there. */
  frames: number;
  /** Whole frames that the header promises; as `frames` where it leaves that open. */
  declaredFrames: number;
}>;

/** A header may hold pictures and notes, but no more chunks than this before its samples. */
const mostChunks = 200;
const extensible = 0xfffe;

/**
 * Reads the header of a WAV file (RIFF, RF64 or BW64), and nothing of its samples.
 *
 * @param size of the file, bytes
 * @returns `null` where the header is broken, cut off, or of an encoding we do not know
 */
export const readWavLayout = async (
  handle: FileHandle,
  size: number,
): Promise<WavLayout | null> => {
  const buffer = Buffer.alloc(64);
  const read = async (position: number, length: number): Promise<boolean> =>
    (await handle.read(buffer, 0, length, position)).bytesRead === length;
  let format: Omit<WavLayout, 'dataStart' | 'frames' | 'declaredFrames'> | null = null;
  let longData: number | null = null;
  if (!(await read(0, 12))) return null;
  const start = afterId3(buffer);
  let position = start + 12;
  for (let chunk = 0; chunk < mostChunks; chunk++) {
    if (!(await read(position, 8))) return null;
    const id = buffer.toString('latin1', 0, 4);
    const length = buffer.readUInt32LE(4);
    const body = position + 8;
    if (id === 'ds64' && length >= 24 && (await read(body, 24))) {
      longData = Number(buffer.readBigUInt64LE(8));
    } else if (id === 'fmt ' && length >= 16) {
      const wanted = Math.min(length, 40);
      if (!(await read(body, wanted))) return null;
      format = readFormat(buffer.subarray(0, wanted));
    } else if (id === 'data') {
      return format && withData(format, body, dataLength(length, longData, size - body), size);
    }
    position = body + length + (length % 2);
  }
  return null;
};

/** Bytes of samples that the header promises; null where a writer of streams left it open. */
const dataLength = (length: number, longData: number | null, there: number): number | null => {
  if (length === 0xffffffff) return longData;
  // Programs that write into a pipe leave what they began with: nothing, or the most that fits (sox).
  if (length === 0 || (length >= pipedLength && length > there)) return null;
  // Beyond 4 GB the number of a plain RIFF has begun anew.
  return there > 0xffffffff && longData === null ? null : length;
};
/** What sox writes where it does not know the length, and what others round it to. */
const pipedLength = 0x7fff0000;

const encodings: ReadonlyMap<number, WavLayout['encoding']> = new Map([
  [1, 'integer'],
  [3, 'float'],
  [6, 'A-law'],
  [7, 'µ-law'],
] as const);
const sampleBits: Readonly<Record<WavLayout['encoding'], readonly number[]>> = {
  integer: [8, 16, 24, 32],
  float: [32, 64],
  'A-law': [8],
  'µ-law': [8],
};

/** What else a WAV file may hold, by its tag: nothing that browsers play. */
const otherCodecs: ReadonlyMap<number, string> = new Map([
  [0x02, 'Microsoft ADPCM'],
  [0x11, 'IMA ADPCM'],
  [0x22, 'TrueSpeech'],
  [0x31, 'GSM 6.10'],
  [0x55, 'MP3 inside WAV'],
  [0x161, 'Windows Media Audio'],
]);

/** The name of the encoding of a WAV file that {@link readWavLayout} does not know; `null` for no such. */
export const otherWavCodec = async (handle: FileHandle, start: number): Promise<string | null> => {
  const head = Buffer.alloc(4_096);
  const { bytesRead } = await handle.read(head, 0, head.length, start);
  const at = head.subarray(0, bytesRead).indexOf('fmt ', 12, 'latin1');
  return at < 0 || at + 10 > bytesRead
    ? null
    : (otherCodecs.get(head.readUInt16LE(at + 8)) ?? null);
};

const readFormat = (
  chunk: Buffer,
): Omit<WavLayout, 'dataStart' | 'frames' | 'declaredFrames'> | null => {
  const tag = chunk.readUInt16LE(0);
  const kind = tag === extensible && chunk.length >= 26 ? chunk.readUInt16LE(24) : tag;
  const bits = chunk.readUInt16LE(14);
  const channels = chunk.readUInt16LE(2);
  const sampleRate = chunk.readUInt32LE(4);
  const encoding = encodings.get(kind) ?? null;
  const known = encoding !== null && sampleBits[encoding].includes(bits);
  if (encoding === null || !known || channels === 0 || channels > 64 || sampleRate === 0)
    return null;
  return {
    encoding,
    bits: bits as WavLayout['bits'],
    sampleRate,
    channels,
    frameSize: (channels * bits) / 8,
  };
};

const withData = (
  format: Omit<WavLayout, 'dataStart' | 'frames' | 'declaredFrames'>,
  dataStart: number,
  declared: number | null,
  size: number,
): WavLayout => {
  const there = Math.max(0, size - dataStart);
  const frames = Math.floor(Math.min(declared ?? there, there) / format.frameSize);
  return {
    ...format,
    dataStart,
    frames,
    declaredFrames: Math.floor((declared ?? there) / format.frameSize),
  };
};
