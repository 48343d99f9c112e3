import type { Samples } from '../../shared/peaks';
import type { WavView } from './wav-view';

/** What to multiply stored samples with, so that 1 is full scale. */
export const sampleScale = (layout: WavView): number =>
  layout.encoding === 'float' ? 1 : 1 / 2 ** (storedBits(layout) - 1);

/** Eight-bit samples are widened when read, 24-bit ones too. */
const storedBits = ({ bits }: WavView): number => (bits === 8 ? 16 : bits === 24 ? 32 : bits);

/** The samples of a piece as numbers, without a copy where the layout allows it. */
export const samplesOf = (piece: Uint8Array, count: number, layout: WavView): Samples => {
  const { buffer } = piece;
  if (layout.encoding === 'float') return new Float32Array(buffer, 0, count);
  if (layout.bits === 16) return new Int16Array(buffer, 0, count);
  if (layout.bits === 32) return new Int32Array(buffer, 0, count);
  if (layout.bits === 8) return Int16Array.from(piece.subarray(0, count), (v) => (v - 128) << 8);
  const wide = new Int32Array(count);
  for (let index = 0, at = 0; index < count; index++, at += 3) {
    wide[index] =
      ((piece[at] ?? 0) << 8) | ((piece[at + 1] ?? 0) << 16) | ((piece[at + 2] ?? 0) << 24);
  }
  return wide;
};

/** `count` frames from `first` on, all channels together; what lies outside is silence. */
export const readMono = async (
  layout: WavView,
  first: number,
  count: number,
): Promise<Float32Array> => {
  const { channels, frameSize } = layout;
  const start = Math.max(0, Math.min(first, layout.frames - count));
  const piece = new Uint8Array(count * frameSize);
  const wanted = Math.min(count, layout.frames) * frameSize;
  const bytesRead = await layout.read(piece, wanted, layout.dataStart + start * frameSize);
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
