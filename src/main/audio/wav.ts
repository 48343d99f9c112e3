import type { OpenAudio } from './open-audio';
import {
  framesIn,
  framesInBlock,
  readBytes,
  type SoundFormat,
  type StoredSound,
} from './stored-sound';
import { unsupportedAudio } from './unsupported';

/** A header may hold pictures and notes, but no more chunks than this before its samples. */
const mostChunks = 200;
const extensible = 0xfffe;
/** Sizes of four bytes begin anew here. */
const wrap = 2 ** 32;

/** Codecs that people meet in WAV files and that are not played, by their number in the header. */
const otherCodecs: Readonly<Record<number, string>> = {
  2: 'MS ADPCM of an unusual kind',
  17: 'IMA ADPCM of an unusual kind',
  20: 'G.723 ADPCM',
  22: 'G.726 ADPCM',
  49: 'GSM 6.10',
  64: 'G.721 ADPCM',
  69: 'G.726 ADPCM',
  80: 'MPEG layer I or II',
  85: 'MP3',
  100: 'G.726 ADPCM',
  101: 'G.722 ADPCM',
  255: 'AAC',
  352: 'Windows Media Audio',
  353: 'Windows Media Audio',
  354: 'Windows Media Audio',
  512: 'Creative ADPCM',
  5632: 'AAC',
  8192: 'AC-3',
  8193: 'DTS',
  28781: 'Vorbis',
  28783: 'Opus',
  61868: 'FLAC',
};

/**
 * Reads the header of a WAV file (RIFF, RF64 or BW64), and nothing of its samples. Programs that write
 * into a pipe cannot know how much it will be, and those of four bytes for sizes begin anew at 4 GB: in
 * both cases the sound goes on to the file's end.
 *
 * @returns `null` where the header is broken or cut off
 * @throws MonitorError `audio-unsupported` for a codec that is not played
 */
export const readWav = async (audio: OpenAudio): Promise<StoredSound | null> => {
  const { handle, start, size } = audio;
  let format: SoundFormat | null = null;
  let saidFrames: number | null = null;
  let longData: number | null = null;
  let isUsual = start === 0;
  let position = start + 12;
  for (let chunk = 0; chunk < mostChunks; chunk++) {
    const head = await readBytes(handle, position, 9);
    if (head.length < 8) return null;
    const id = head.toString('latin1', 0, 4);
    const length = head.readUInt32LE(4);
    const body = position + 8;
    if (id === 'ds64' && length >= 24) {
      const sizes = await readBytes(handle, body, 24);
      if (sizes.length === 24) longData = Number(sizes.readBigUInt64LE(8));
    } else if (id === 'fmt ' && length >= 16) {
      const wanted = Math.min(length, 40);
      const content = await readBytes(handle, body, wanted);
      if (content.length < wanted) return null;
      format = readFormat(content, audio.path);
    } else if (id === 'fact' && length >= 4) {
      const content = await readBytes(handle, body, 4);
      if (content.length === 4) saidFrames = content.readUInt32LE(0);
    } else if (id === 'data') {
      if (!format) return null;
      const there = Math.max(0, size - body);
      const isEmpty = length === 0 && (await onlyChunks(audio, body));
      const declared = isEmpty ? 0 : dataLength(length, longData, there);
      const asSaid = declared === (length === wrap - 1 ? longData : length);
      const frames = framesIn(Math.min(declared ?? there, there), format);
      const declaredFrames = framesIn(declared ?? there, format);
      // The last block of ADPCM is filled up with silence, and the header says how far the sound goes.
      const padding = saidFrames === null ? 0 : declaredFrames - saidFrames;
      const cut = padding > 0 && padding < format.blockFrames ? padding : 0;
      return {
        ...format,
        bigEndian: false,
        dataStart: body,
        frames: Math.min(frames, declaredFrames - cut),
        declaredFrames: declaredFrames - cut,
        plain: isUsual && asSaid && (declared ?? 0) <= there && isKnownToPlayers(format),
      };
    }
    position = body + length + (length % 2);
    // Some forget the byte that makes a chunk even.
    if (
      length % 2 === 1 &&
      (await isChunk(handle, body + length)) &&
      !(await isChunk(handle, position))
    ) {
      position -= 1;
      isUsual = false;
    }
  }
  return null;
};

/** Bytes of samples; `null` where nobody can tell but by the file's end. */
const dataLength = (length: number, longData: number | null, there: number): number | null => {
  if (length === wrap - 1) return longData || null;
  if (length === 0 || (length > there && isPlaceholder(length))) return null;
  return there >= wrap ? length + Math.floor((there - length) / wrap) * wrap : length;
};

/** Near the largest size of 31 or 32 bits, which SoX, FFmpeg and others write into a pipe. */
const isPlaceholder = (length: number): boolean =>
  (length >= 0x7fff0000 && length <= 0x80000000) || length >= 0xffff0000;

/** Whether nothing but chunks follows, to the very end: then no sound is a true statement. */
const onlyChunks = async ({ handle, size }: OpenAudio, from: number): Promise<boolean> => {
  let position = from;
  for (let chunk = 0; chunk < mostChunks && position + 8 <= size; chunk++) {
    if (!(await isChunk(handle, position))) return false;
    const length = (await readBytes(handle, position + 4, 4)).readUInt32LE(0);
    position += 8 + length + (length % 2);
  }
  // Nothing at all follows, or the last chunk lacks the byte that makes it even.
  return position >= size && position <= size + 1;
};

const chunkNames = new Set(
  'fmt ,data,fact,LIST,id3 ,ID3 ,cue ,bext,smpl,inst,PEAK,JUNK,junk,FLLR,PAD ,iXML,_PMX,afsp,acid,axml,chna,ds64,DISP,strc,SAUR,wavl,plst,note,labl,ltxt,umid,minf,elm1,regn,Fake'.split(
    ',',
  ),
);

const isChunk = async (handle: OpenAudio['handle'], position: number): Promise<boolean> =>
  chunkNames.has((await readBytes(handle, position, 4)).toString('latin1'));

const isKnownToPlayers = ({ coding, bits }: SoundFormat): boolean =>
  coding === 'integer' ||
  coding === 'µ-law' ||
  coding === 'A-law' ||
  (coding === 'float' && bits === 32);

/** `null` where the numbers make no sense. */
const readFormat = (chunk: Buffer, path: string): SoundFormat | null => {
  const tag = chunk.readUInt16LE(0);
  const kind = tag === extensible && chunk.length >= 26 ? chunk.readUInt16LE(24) : tag;
  const channels = chunk.readUInt16LE(2);
  const sampleRate = chunk.readUInt32LE(4);
  const blockSize = chunk.readUInt16LE(12);
  const said = chunk.readUInt16LE(14);
  if (channels === 0 || channels > 64 || sampleRate === 0) return null;
  const shared = { channels, sampleRate };
  const inWholeSamples = (coding: 'integer' | 'float' | 'µ-law' | 'A-law', bits: number) => ({
    ...shared,
    coding,
    bits,
    blockSize: (channels * bits) / 8,
    blockFrames: 1,
  });
  if (kind === 1 || kind === 3) {
    const coding = kind === 1 ? 'integer' : 'float';
    // 20 bits lie in three bytes, 12 in two: the block says so.
    const inBlock = blockSize % channels === 0 ? (blockSize / channels) * 8 : 0;
    const bits = inBlock > said && inBlock - said < 8 ? inBlock : said;
    const known = kind === 1 ? [8, 16, 24, 32] : [32, 64];
    if (known.includes(bits)) return inWholeSamples(coding, bits);
    if (bits === 0 || bits > 64) return null;
    throw unsupportedAudio(path, `WAV with ${bits}-bit ${kind === 1 ? 'integers' : 'floats'}`);
  }
  if (kind === 6 || kind === 7) return inWholeSamples(kind === 6 ? 'A-law' : 'µ-law', 8);
  const coding = kind === 17 ? 'IMA ADPCM' : 'MS ADPCM';
  if ((kind === 17 || kind === 2) && said === 4) {
    const blockFrames = framesInBlock(blockSize, coding, channels);
    if (blockFrames > 0) return { ...shared, coding, bits: 4, blockSize, blockFrames };
  }
  if (kind === 0) return null;
  const number = `codec number 0x${kind.toString(16).padStart(4, '0')}`;
  throw unsupportedAudio(path, `WAV with ${otherCodecs[kind] ?? number}`);
};
