import { pageChecksum } from './ogg-join';

// One sound in the forms that people's programs write it in, for tests.

/** Where `wavFile` puts its format and the size of its samples. */
const formatAt = 20;
const sizeAt = 40;
const headerLength = 44;

/** A chunk of RIFF, with the byte that makes it even. */
export const chunk = (id: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.write(id);
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
};

/** A WAV file whose header says other sizes, as that of a program that writes into a pipe. */
export const ofSize = (wav: Buffer, data: number, riff: number = data): Buffer => {
  const file = Buffer.from(wav);
  file.writeUInt32LE(riff, 4);
  file.writeUInt32LE(data, sizeAt);
  return file;
};

/** A WAV file whose header names another codec by its number; the samples stay. */
export const ofCodec = (wav: Buffer, tag: number): Buffer => {
  const file = Buffer.from(wav);
  file.writeUInt16LE(tag, formatAt);
  return file;
};

/** A WAV file with something more between its format and its samples. */
export const withChunks = (wav: Buffer, ...chunks: readonly Buffer[]): Buffer => {
  const before = wav.subarray(0, headerLength - 8);
  const file = Buffer.concat([before, ...chunks, wav.subarray(headerLength - 8)]);
  file.writeUInt32LE(file.length - 8, 4);
  return file;
};

/** An ID3 tag with a title, and a picture of so many bytes of anything. */
export const id3Tag = (pictureBytes = 0): Buffer => {
  const frame = (id: string, body: Buffer) => {
    const head = Buffer.alloc(10);
    head.write(id);
    head.writeUInt32BE(body.length, 4);
    return Buffer.concat([head, body]);
  };
  // Bytes that look like sound now and then, as those of a picture may.
  const picture = Uint8Array.from({ length: pictureBytes }, (_, at) =>
    at % 999 < 2 ? 0xfb | (at % 999 === 0 ? 0x04 : 0) : (at * 7_919) % 251,
  );
  const body = Buffer.concat([
    frame('TIT2', Buffer.from('\0calm piano take', 'latin1')),
    ...(pictureBytes > 0
      ? [frame('APIC', Buffer.concat([Buffer.from('\0image/png\0\u0003\0', 'latin1'), picture]))]
      : []),
  ]);
  const head = Buffer.from('ID3\u0003\0\0....', 'latin1');
  for (let index = 0; index < 4; index++) {
    head[6 + index] = (body.length >> (7 * (3 - index))) & 0x7f;
  }
  return Buffer.concat([head, body]);
};

/** The samples of a 16-bit WAV file as AIFF, or as AIFF-C of this compression. */
export const asAiff = (wav: Buffer, compression: 'sowt' | 'NONE' | null = null): Buffer => {
  const channels = wav.readUInt16LE(22);
  const samples = Buffer.from(wav.subarray(headerLength));
  if (compression !== 'sowt') samples.swap16();
  const common = Buffer.alloc(compression ? 24 : 18);
  common.writeUInt16BE(channels, 0);
  common.writeUInt32BE(samples.length / (2 * channels), 2);
  common.writeUInt16BE(16, 6);
  // A float of 80 bits: the rate moved up until its first bit is the highest.
  const rate = wav.readUInt32LE(24);
  const shift = Math.clz32(rate);
  common.writeUInt16BE(16_383 + 31 - shift, 8);
  common.writeUInt32BE((rate << shift) >>> 0, 10);
  if (compression) common.write(compression, 18);
  const ours = (id: string, body: Buffer) => {
    const head = Buffer.alloc(8);
    head.write(id);
    head.writeUInt32BE(body.length, 4);
    return Buffer.concat([head, body]);
  };
  const content = Buffer.concat([
    Buffer.from(compression ? 'AIFC' : 'AIFF'),
    ours('COMM', common),
    ours('SSND', Buffer.concat([Buffer.alloc(8), samples])),
  ]);
  return ours('FORM', content);
};

/** A FLAC file whose header leaves its length open. */
export const ofOpenLength = (flac: Buffer): Buffer => {
  const file = Buffer.from(flac);
  file[21] = (file[21] ?? 0) & 0xf0;
  file.fill(0, 22, 26);
  return file;
};

/** The pages of an Ogg file, which a view of each is. */
export const oggPages = (ogg: Buffer): readonly Buffer[] => {
  const pages: Buffer[] = [];
  for (let at = 0; at < ogg.length; at += pages.at(-1)?.length ?? 0) {
    const body = 27 + (ogg[at + 26] ?? 0);
    const lacings = ogg.subarray(at + 27, at + body);
    pages.push(ogg.subarray(at, at + lacings.reduce((sum, lacing) => sum + lacing, body)));
  }
  return pages;
};

/** An Ogg file whose stream has another number. */
export const renumbered = (ogg: Buffer, serial: number): Buffer => {
  const file = Buffer.from(ogg);
  for (const page of oggPages(file)) {
    page.writeUInt32LE(serial, 14);
    page.writeUInt32LE(pageChecksum(page), 22);
  }
  return file;
};
