import { type EarlyEnd, endOfFlac } from './flac';
import type { OpenAudio } from './open-audio';
import { id3Length } from './sniff';
import { readBytes, readTail } from './stored-sound';

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
    default:
      return Promise.resolve(null);
  }
};

/** The last page of a stream says that it is the last, and each page how far the sound is. */
const endOfOgg = async (audio: OpenAudio): Promise<EarlyEnd | null> => {
  const tail = await readTail(audio, audio.start);
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
  const start = id3Length(await readBytes(audio.handle, 0, 10));
  const frame = await readBytes(audio.handle, start, 64);
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
