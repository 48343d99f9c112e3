import type { OpenAudio } from './open-audio';
import { framesIn, readBytes, type StoredSound } from './stored-sound';
import { unsupportedAudio } from './unsupported';

/** No more chunks than this are looked at. */
const mostChunks = 200;

type Common = Readonly<{
  channels: number;
  frames: number;
  bits: number;
  sampleRate: number;
  /** Four characters; `NONE` in plain AIFF. */
  compression: string;
}>;

/** What is stored under a name of AIFF-C; numbers of plain AIFF have the largest part first. */
const codings: Readonly<
  Record<string, Pick<StoredSound, 'coding' | 'bigEndian'> & Readonly<{ bits?: number }>>
> = {
  NONE: { coding: 'integer', bigEndian: true },
  twos: { coding: 'integer', bigEndian: true },
  sowt: { coding: 'integer', bigEndian: false },
  in24: { coding: 'integer', bigEndian: true, bits: 24 },
  in32: { coding: 'integer', bigEndian: true, bits: 32 },
  fl32: { coding: 'float', bigEndian: true, bits: 32 },
  FL32: { coding: 'float', bigEndian: true, bits: 32 },
  fl64: { coding: 'float', bigEndian: true, bits: 64 },
  FL64: { coding: 'float', bigEndian: true, bits: 64 },
  ulaw: { coding: 'µ-law', bigEndian: false, bits: 8 },
  ULAW: { coding: 'µ-law', bigEndian: false, bits: 8 },
  alaw: { coding: 'A-law', bigEndian: false, bits: 8 },
  ALAW: { coding: 'A-law', bigEndian: false, bits: 8 },
};

/**
 * Reads the header of an AIFF or AIFF-C file, and nothing of its samples.
 *
 * @returns `null` where the header is broken or cut off
 * @throws MonitorError `audio-unsupported` for a codec that is not played
 */
export const readAiff = async ({
  handle,
  start,
  size,
  path,
}: OpenAudio): Promise<StoredSound | null> => {
  let common: Common | null = null;
  let sound: Readonly<{ dataStart: number; length: number }> | null = null;
  let position = start + 12;
  for (let chunk = 0; chunk < mostChunks && !(common && sound); chunk++) {
    const head = await readBytes(handle, position, 16);
    if (head.length < 8) break;
    const id = head.toString('latin1', 0, 4);
    const length = head.readUInt32BE(4);
    if (id === 'COMM')
      common = readCommon(await readBytes(handle, position + 8, Math.min(length, 22)));
    if (id === 'SSND' && head.length === 16) {
      const dataStart = position + 16 + head.readUInt32BE(8);
      sound = { dataStart, length: position + 8 + length - dataStart };
    }
    position += 8 + length + (length % 2);
  }
  if (!common || !sound) return null;
  const { channels, sampleRate, compression } = common;
  const stored = codings[compression];
  if (!stored) throw unsupportedAudio(path, `AIFF with ${compression.trim()}`);
  const { coding, bigEndian, bits = Math.ceil(common.bits / 8) * 8 } = stored;
  if (bits === 0 || channels === 0 || channels > 64 || !(sampleRate > 0)) return null;
  const format = {
    coding,
    bits,
    sampleRate,
    channels,
    blockSize: (channels * bits) / 8,
    blockFrames: 1,
  };
  const there = Math.max(0, size - sound.dataStart);
  // Into a pipe neither of the two can be written.
  const declaredFrames = common.frames || framesIn(sound.length > 0 ? sound.length : there, format);
  const frames = Math.min(framesIn(there, format), declaredFrames);
  return { ...format, bigEndian, dataStart: sound.dataStart, frames, declaredFrames, plain: false };
};

const readCommon = (chunk: Buffer): Common | null => {
  if (chunk.length < 18) return null;
  return {
    channels: chunk.readUInt16BE(0),
    frames: chunk.readUInt32BE(2),
    bits: chunk.readUInt16BE(6),
    sampleRate: Math.round(readExtended(chunk.subarray(8, 18))),
    compression: chunk.length < 22 ? 'NONE' : chunk.toString('latin1', 18, 22),
  };
};

/** A float of 80 bits, as the rate is written. */
const readExtended = (bytes: Buffer): number => {
  const exponent = bytes.readUInt16BE(0) & 0x7fff;
  return Number(bytes.readBigUInt64BE(2)) * 2 ** (exponent - 16_383 - 63);
};
