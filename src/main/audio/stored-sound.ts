import type { FileHandle } from 'node:fs/promises';

/** How one sample is written. */
export type Coding = 'integer' | 'float' | 'µ-law' | 'A-law' | 'IMA ADPCM' | 'MS ADPCM';

/** How a file stores sound that takes no decoder, or next to none, and where. */
export type StoredSound = Readonly<{
  coding: Coding;
  /** Bits of one sample as stored, of whole bytes but for ADPCM. */
  bits: number;
  /** AIFF has the largest part of a number first, and signs its bytes. */
  bigEndian: boolean;
  /** Hz. */
  sampleRate: number;
  channels: number;
  /** Bytes that belong together, and the samples of each channel that they hold. */
  blockSize: number;
  blockFrames: number;
  /** Position of the first sample in the file, bytes. */
  dataStart: number;
  /** Samples of each channel that are there. */
  frames: number;
  /** Samples of each channel that the header promises; as `frames` where it leaves that open. */
  declaredFrames: number;
  /** Whether a player gets it right from the file as it is. */
  plain: boolean;
}>;

/** What a header says of every sample. */
export type SoundFormat = Pick<
  StoredSound,
  'coding' | 'bits' | 'sampleRate' | 'channels' | 'blockSize' | 'blockFrames'
>;

/** Bytes of a file, fewer where it ends. */
export const readBytes = async (
  handle: FileHandle,
  position: number,
  length: number,
): Promise<Buffer> => {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
};

/** More than the longest frame or page of any of these formats, bytes. */
const tailLength = 256 * 1024;

/** The end of a file, no more of it than {@link tailLength}. */
export const readTail = (
  { handle, size }: Readonly<{ handle: FileHandle; size: number }>,
  from: number,
): Promise<Buffer> => {
  const start = Math.max(from, size - tailLength);
  return readBytes(handle, start, Math.max(0, size - start));
};

/** Samples of each channel in so many bytes; the last block may be cut short. */
export const framesIn = (
  bytes: number,
  { coding, channels, blockSize, blockFrames }: SoundFormat,
): number => {
  const blocks = Math.floor(bytes / blockSize);
  return blocks * blockFrames + framesInBlock(bytes - blocks * blockSize, coding, channels);
};

/** A block of ADPCM begins with one or two samples in full; those after them take four bits each. */
export const framesInBlock = (bytes: number, coding: Coding, channels: number): number => {
  if (coding === 'IMA ADPCM' && bytes >= 4 * channels) {
    return 1 + 8 * (Math.floor(bytes / (4 * channels)) - 1);
  }
  if (coding === 'MS ADPCM' && bytes >= 7 * channels) {
    return 2 + Math.floor(((bytes - 7 * channels) * 2) / channels);
  }
  return 0;
};
