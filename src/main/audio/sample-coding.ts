import type { StoredSound } from './stored-sound';

/** Samples as players take them in a WAV file: little-endian, 8-bit ones without a sign. */
export type PlainCoding = Readonly<{ encoding: 'integer' | 'float'; bits: 8 | 16 | 24 | 32 }>;

/** From samples as stored to plain ones. */
export type Conversion = PlainCoding &
  Readonly<{
    /** Converts whole blocks; `null` where there is nothing to convert. */
    convert: ((blocks: Uint8Array) => Uint8Array) | null;
  }>;

/** How to make plain samples of stored ones. */
export const conversionOf = (sound: StoredSound): Conversion => {
  const { coding, bits, bigEndian } = sound;
  switch (coding) {
    case 'integer': {
      const convert = !bigEndian ? null : bits === 8 ? unsign : swap(bits / 8);
      return { encoding: 'integer', bits: bits as PlainCoding['bits'], convert };
    }
    case 'float': {
      const convert = bits === 64 ? shorten(!bigEndian) : bigEndian ? swap(4) : null;
      return { encoding: 'float', bits: 32, convert };
    }
    case 'µ-law':
      return { encoding: 'integer', bits: 16, convert: lookUp(muLaw) };
    case 'A-law':
      return { encoding: 'integer', bits: 16, convert: lookUp(aLaw) };
    case 'IMA ADPCM':
      return { encoding: 'integer', bits: 16, convert: blockwise(sound, decodeIma) };
    case 'MS ADPCM':
      return { encoding: 'integer', bits: 16, convert: blockwise(sound, decodeMs) };
  }
};

const unsign = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte ^ 0x80);

const swap =
  (width: number) =>
  (bytes: Uint8Array): Uint8Array => {
    const swapped = new Uint8Array(bytes.length);
    for (let at = 0; at + width <= bytes.length; at += width) {
      for (let index = 0; index < width; index++) {
        swapped[at + index] = bytes[at + width - 1 - index] as number;
      }
    }
    return swapped;
  };

/** Floats of 64 bits to those of 32. */
const shorten =
  (littleEndian: boolean) =>
  (bytes: Uint8Array): Uint8Array => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const short = new DataView(new ArrayBuffer(Math.floor(bytes.length / 8) * 4));
    for (let at = 0; at < short.byteLength; at += 4) {
      short.setFloat32(at, view.getFloat64(at * 2, littleEndian), true);
    }
    return new Uint8Array(short.buffer);
  };

const lookUp =
  (table: Int16Array) =>
  (bytes: Uint8Array): Uint8Array =>
    littleEndian(Int16Array.from(bytes, (byte) => table[byte] as number));

/** The bytes of numbers; all machines that Electron runs on have the smallest part first. */
const littleEndian = (samples: Int16Array): Uint8Array => new Uint8Array(samples.buffer);

/** ITU-T G.711, by its stored byte. */
const muLaw = Int16Array.from({ length: 256 }, (_, byte) => {
  const value = ~byte & 0xff;
  const size = (((value & 0x0f) << 3) + 0x84) << ((value & 0x70) >> 4);
  return (value & 0x80) === 0 ? size - 0x84 : 0x84 - size;
});

const aLaw = Int16Array.from({ length: 256 }, (_, byte) => {
  const value = byte ^ 0x55;
  const exponent = (value & 0x70) >> 4;
  const mantissa = ((value & 0x0f) << 4) + 8;
  const size = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
  return (value & 0x80) === 0 ? -size : size;
});

/** Decodes one block into `samples`, the channels in turn, from its first place on. */
type DecodeBlock = (block: DataView, samples: Int16Array, channels: number) => void;

const blockwise =
  ({ blockSize, blockFrames, channels }: StoredSound, decode: DecodeBlock) =>
  (bytes: Uint8Array): Uint8Array => {
    const blocks = Math.floor(bytes.length / blockSize);
    const perBlock = blockFrames * channels;
    const samples = new Int16Array(blocks * perBlock);
    for (let block = 0; block < blocks; block++) {
      const view = new DataView(bytes.buffer, bytes.byteOffset + block * blockSize, blockSize);
      decode(view, samples.subarray(block * perBlock, (block + 1) * perBlock), channels);
    }
    return littleEndian(samples);
  };

const imaSteps = [
  7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73,
  80, 88, 97, 107, 118, 130, 143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449, 494,
  544, 598, 658, 724, 796, 876, 963, 1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272, 2499,
  2749, 3024, 3327, 3660, 4026, 4428, 4871, 5358, 5894, 6484, 7132, 7845, 8630, 9493, 10442, 11487,
  12635, 13899, 15289, 16818, 18500, 20350, 22385, 24623, 27086, 29794, 32767,
];
const imaChanges = [-1, -1, -1, -1, 2, 4, 6, 8];

const clamp = (value: number): number => Math.max(-32_768, Math.min(32_767, value));

const decodeIma: DecodeBlock = (block, samples, channels) => {
  for (let channel = 0; channel < channels; channel++) {
    let value = block.getInt16(channel * 4, true);
    let index = Math.min(88, block.getUint8(channel * 4 + 2));
    samples[channel] = value;
    // Four bytes of each channel in turn are its next eight samples.
    for (let at = channels + channel, place = 0; at < samples.length; at += channels, place++) {
      const group = 4 * channels * (1 + (place >> 3)) + 4 * channel;
      const byte = block.getUint8(group + ((place & 7) >> 1));
      const code = place & 1 ? byte >> 4 : byte & 0x0f;
      const step = imaSteps[index] as number;
      const size =
        (step >> 3) +
        (code & 1 ? step >> 2 : 0) +
        (code & 2 ? step >> 1 : 0) +
        (code & 4 ? step : 0);
      value = clamp(code & 8 ? value - size : value + size);
      index = Math.max(0, Math.min(88, index + (imaChanges[code & 7] as number)));
      samples[at] = value;
    }
  }
};

const msFirst = [256, 512, 0, 192, 240, 460, 392];
const msSecond = [0, -256, 0, 64, 0, -208, -232];
const msSteps = [230, 230, 230, 230, 307, 409, 512, 614, 768, 614, 512, 409, 307, 230, 230, 230];

const decodeMs: DecodeBlock = (block, samples, channels) => {
  const state = Array.from({ length: channels }, (_, channel) => {
    const predictor = Math.min(6, block.getUint8(channel));
    const number = (place: number): number =>
      block.getInt16(channels + 2 * (place * channels + channel), true);
    const [delta, last, before] = [number(0), number(1), number(2)];
    samples[channel] = before;
    samples[channels + channel] = last;
    return {
      first: msFirst[predictor] ?? 0,
      second: msSecond[predictor] ?? 0,
      delta,
      last,
      before,
    };
  });
  for (let at = 2 * channels; at < samples.length; at++) {
    const of = state[at % channels] as (typeof state)[number];
    const place = at - 2 * channels;
    const byte = block.getUint8(7 * channels + (place >> 1));
    const code = place & 1 ? byte & 0x0f : byte >> 4;
    const signed = code >= 8 ? code - 16 : code;
    const predicted = (of.last * of.first + of.before * of.second) >> 8;
    const value = clamp(predicted + signed * of.delta);
    of.before = of.last;
    of.last = value;
    of.delta = Math.max(16, ((msSteps[code] as number) * of.delta) >> 8);
    samples[at] = value;
  }
};
