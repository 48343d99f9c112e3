import type { OpenAudio } from './open-audio';
import { conversionOf, type PlainCoding } from './sample-coding';
import type { StoredSound } from './stored-sound';

/** Reads `length` bytes from `position` on into the beginning of `target`; answers how many there were. */
export type ReadAt = (target: Uint8Array, length: number, position: number) => Promise<number>;

/** A WAV file that every player takes, which may exist nowhere: it is made while it is read. */
export type WavView = PlainCoding &
  Readonly<{
    sampleRate: number;
    channels: number;
    /** Bytes of one sample of every channel. */
    frameSize: number;
    /** Samples of each channel. */
    frames: number;
    /** Position of the first sample, bytes. */
    dataStart: number;
    /** Of all of it, bytes. */
    size: number;
    read: ReadAt;
  }>;

/** Samples converted at a time: as many as take a millisecond or less. */
const samplesAtOnce = 32_768;

/**
 * A file's sound as plain WAV: the file itself where its samples are plain and its header is right,
 * else with a header of ours, and converted as it is read.
 */
export const viewAsWav = ({ handle, size }: OpenAudio, sound: StoredSound): WavView => {
  const { convert, encoding, bits } = conversionOf(sound);
  const { channels, sampleRate, frames, dataStart, plain, blockSize, blockFrames } = sound;
  const frameSize = (channels * bits) / 8;
  const shared = { encoding, bits, sampleRate, channels, frameSize, frames };
  const readFile: ReadAt = async (target, length, position) =>
    (await handle.read(target, 0, length, position)).bytesRead;
  if (plain && !convert) return { ...shared, dataStart, size, read: readFile };

  const header = wavHeader(shared);
  const dataSize = frames * frameSize;
  const plainBlock = blockFrames * frameSize;
  /** Bytes of samples from `from` on, all within `dataSize`. */
  const readData: ReadAt = async (target, length, from) => {
    if (!convert) return readFile(target, length, dataStart + from);
    let filled = 0;
    while (filled < length) {
      const block = Math.floor((from + filled) / plainBlock);
      const skipped = from + filled - block * plainBlock;
      const wanted = Math.ceil((skipped + length - filled) / plainBlock);
      const blocks = Math.min(
        wanted,
        Math.max(1, Math.floor(samplesAtOnce / (blockFrames * channels))),
      );
      const stored = new Uint8Array(blocks * blockSize);
      // The last block may be cut short: the rest of it is never asked for.
      const there = await readFile(stored, stored.length, dataStart + block * blockSize);
      if (there === 0) break;
      const piece = convert(stored).subarray(skipped, skipped + length - filled);
      target.set(piece, filled);
      filled += piece.length;
    }
    return filled;
  };
  const read: ReadAt = async (target, length, position) => {
    const end = Math.min(position + length, header.length + dataSize);
    let at = position;
    if (at < header.length) {
      const piece = header.subarray(at, Math.min(end, header.length));
      target.set(piece);
      at += piece.length;
    }
    if (at < end) {
      at += await readData(target.subarray(at - position), end - at, at - header.length);
    }
    return Math.max(0, at - position);
  };
  return { ...shared, dataStart: header.length, size: header.length + dataSize, read };
};

type Header = Pick<
  WavView,
  'encoding' | 'bits' | 'sampleRate' | 'channels' | 'frameSize' | 'frames'
>;

/** The header before plain samples; beyond 4 GB as RF64 has it. */
const wavHeader = ({ encoding, bits, sampleRate, channels, frameSize, frames }: Header): Buffer => {
  const dataSize = frames * frameSize;
  const isLong = dataSize > 0xffffff00;
  const sizes = Buffer.alloc(isLong ? 36 : 0);
  if (isLong) {
    sizes.write('ds64');
    sizes.writeUInt32LE(28, 4);
    sizes.writeBigUInt64LE(BigInt(dataSize + 72), 8);
    sizes.writeBigUInt64LE(BigInt(dataSize), 16);
    sizes.writeBigUInt64LE(BigInt(frames), 24);
  }
  const riff = Buffer.from('RIFF....WAVE', 'latin1');
  if (isLong) riff.write('RF64');
  riff.writeUInt32LE(isLong ? 0xffffffff : dataSize + 36, 4);
  const rest = Buffer.alloc(32);
  rest.write('fmt ');
  rest.writeUInt32LE(16, 4);
  rest.writeUInt16LE(encoding === 'float' ? 3 : 1, 8);
  rest.writeUInt16LE(channels, 10);
  rest.writeUInt32LE(sampleRate, 12);
  rest.writeUInt32LE(sampleRate * frameSize, 16);
  rest.writeUInt16LE(frameSize, 20);
  rest.writeUInt16LE(bits, 22);
  rest.write('data', 24);
  rest.writeUInt32LE(isLong ? 0xffffffff : dataSize, 28);
  return Buffer.concat([riff, sizes, rest]);
};
