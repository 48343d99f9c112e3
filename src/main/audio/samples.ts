import type { FileHandle } from 'node:fs/promises';
import type { Samples } from '../../shared/peaks';
import type { WavLayout } from './wav';

/** What to multiply stored samples with, so that 1 is full scale. */
export const sampleScale = (layout: WavLayout): number =>
  layout.encoding === 'float' ? 1 : 1 / 2 ** (storedBits(layout) - 1);

/** Eight-bit samples are widened when read, 24-bit ones too. */
const storedBits = ({ bits }: WavLayout): number => (bits === 8 ? 16 : bits === 24 ? 32 : bits);

/** The samples of a piece as numbers, without a copy where the layout allows it. */
export const samplesOf = (piece: Uint8Array, count: number, layout: WavLayout): Samples => {
  const { buffer } = piece;
  if (layout.encoding === 'float') {
    return layout.bits === 64
      ? new Float64Array(buffer, 0, count)
      : new Float32Array(buffer, 0, count);
  }
  if (layout.bits === 16) return new Int16Array(buffer, 0, count);
  if (layout.bits === 32) return new Int32Array(buffer, 0, count);
  if (layout.encoding === 'µ-law') return Int16Array.from(piece.subarray(0, count), fromMuLaw);
  if (layout.encoding === 'A-law') return Int16Array.from(piece.subarray(0, count), fromALaw);
  if (layout.bits === 8) return Int16Array.from(piece.subarray(0, count), (v) => (v - 128) << 8);
  const wide = new Int32Array(count);
  for (let index = 0, at = 0; index < count; index++, at += 3) {
    wide[index] =
      ((piece[at] ?? 0) << 8) | ((piece[at + 1] ?? 0) << 16) | ((piece[at + 2] ?? 0) << 24);
  }
  return wide;
};

/** ITU-T G.711. */
const fromMuLaw = (stored: number): number => {
  const code = ~stored & 0xff;
  const magnitude = ((((code & 0x0f) << 3) + 0x84) << ((code & 0x70) >> 4)) - 0x84;
  return code & 0x80 ? -magnitude : magnitude;
};

const fromALaw = (stored: number): number => {
  const code = stored ^ 0x55;
  const exponent = (code & 0x70) >> 4;
  const mantissa = ((code & 0x0f) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
  return code & 0x80 ? magnitude : -magnitude;
};

/** `count` frames from `first` on, all channels together; what lies outside is silence. */
export const readMono = async (
  handle: FileHandle,
  layout: WavLayout,
  first: number,
  count: number,
): Promise<Float32Array> => {
  const { channels, frameSize } = layout;
  const start = Math.max(0, Math.min(first, layout.frames - count));
  const piece = new Uint8Array(count * frameSize);
  const wanted = Math.min(count, layout.frames) * frameSize;
  const { bytesRead } = await handle.read(piece, 0, wanted, layout.dataStart + start * frameSize);
  const frames = Math.floor(bytesRead / frameSize);
  const samples = samplesOf(piece, frames * channels, layout);
  const scale = sampleScale(layout) / channels;
  const mono = new Float32Array(count);
  for (let frame = 0, at = 0; frame < frames; frame++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) sum += samples[at++] as number;
    mono[frame] = sum * scale;
  }
  return mono;
};
