import { type OggLink, oggLinks } from './ogg';
import type { OpenAudio } from './open-audio';
import { readBytes } from './stored-sound';
import { unsupportedAudio } from './unsupported';
import type { ReadAt } from './wav-view';

/** Several pieces of an Ogg file as one, made while it is read. */
export type JoinedOgg = Readonly<{ size: number; read: ReadAt }>;

const lastPage = 4;

/**
 * A file chained of several pieces as a single one. The window's player stops with an error where the
 * second begins: its headers are no sound. They are left out here, and the pages go on counting.
 *
 * @returns `null` for a file of one piece
 * @throws MonitorError `audio-unsupported` for pieces that no single decoder takes
 */
export const joinOgg = async (audio: OpenAudio): Promise<JoinedOgg | null> => {
  const links = await oggLinks(audio);
  refuseMixed(audio, links);
  return links.length > 1 ? joined(audio, links) : null;
};

/** @throws MonitorError `audio-unsupported` for pieces that no single decoder takes */
export const refuseMixed = ({ path }: OpenAudio, links: readonly OggLink[]): void => {
  const kind = links[0]?.kind ?? null;
  if (links.length > 1 && links.some((link) => link.kind === null || link.kind !== kind)) {
    throw unsupportedAudio(path, 'OGG of several pieces that are coded differently');
  }
};

type JoinedPage = Readonly<{
  /** Position in the file, and in what is made of it. */
  position: number;
  place: number;
  length: number;
  /** Added to how far the sound is. */
  earlier: number;
  isFirstLink: boolean;
  isLastLink: boolean;
}>;

const joined = ({ handle }: OpenAudio, links: readonly OggLink[]): JoinedOgg => {
  const serial = links[0]?.serial ?? 0;
  const pages = pagesOf(links);
  const last = pages.at(-1);
  const readPage = async (index: number): Promise<Buffer> => {
    const page = pages[index] as JoinedPage;
    const bytes = await readBytes(handle, page.position, page.length);
    // Someone may have cut the file meanwhile.
    return bytes.length < page.length ? Buffer.alloc(0) : renumber(bytes, page, serial, index);
  };
  return {
    size: last ? last.place + last.length : 0,
    read: async (target, length, position) => {
      let filled = 0;
      for (let index = pageAt(pages, position); index < pages.length && filled < length; index++) {
        const bytes = await readPage(index);
        const from = position + filled - (pages[index]?.place ?? 0);
        const piece = bytes.subarray(from, from + length - filled);
        if (piece.length === 0) break;
        target.set(piece, filled);
        filled += piece.length;
      }
      return filled;
    },
  };
};

const pagesOf = (links: readonly OggLink[]): readonly JoinedPage[] => {
  const pages: JoinedPage[] = [];
  let place = 0;
  let earlier = 0;
  for (const [number, link] of links.entries()) {
    const isFirstLink = number === 0;
    const isLastLink = number === links.length - 1;
    for (let index = isFirstLink ? 0 : link.headerPages; index < link.pages.length; index++) {
      const position = link.pages[index] as number;
      const length = (link.pages[index + 1] ?? link.to) - position;
      pages.push({ position, place, length, earlier, isFirstLink, isLastLink });
      place += length;
    }
    earlier += link.end;
  }
  return pages;
};

/** The page that holds a position; as many as there are for one behind all of them. */
const pageAt = (pages: readonly JoinedPage[], position: number): number => {
  let low = 0;
  let high = pages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const { place, length } = pages[middle] as JoinedPage;
    if (place + length <= position) low = middle + 1;
    else high = middle;
  }
  return low;
};

const renumber = (bytes: Buffer, page: JoinedPage, serial: number, index: number): Buffer => {
  const flags = bytes[5] ?? 0;
  const ends = (flags & lastPage) !== 0 && !page.isLastLink;
  if (page.isFirstLink && !ends) return bytes;
  if (ends) bytes[5] = flags & ~lastPage;
  const granule = bytes.readBigInt64LE(6);
  // No packet ends on a page that says −1.
  if (granule >= 0n) bytes.writeBigInt64LE(granule + BigInt(page.earlier), 6);
  bytes.writeUInt32LE(serial, 14);
  bytes.writeUInt32LE(index, 18);
  bytes.writeUInt32LE(pageChecksum(bytes), 22);
  return bytes;
};

/** CRC-32 with the polynomial 0x04c11db7, the highest bit first, by the highest byte so far. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc;
});

/** The checksum of a page, RFC 3533, whatever stands in its place. */
export const pageChecksum = (page: Uint8Array): number => {
  let crc = 0;
  for (let at = 0; at < page.length; at++) {
    const byte = at >= 22 && at < 26 ? 0 : (page[at] as number);
    crc = ((crc << 8) ^ (table[(crc >>> 24) ^ byte] as number)) >>> 0;
  }
  return crc;
};
