import type { OpenAudio } from './open-audio';
import { readBytes } from './stored-sound';

/** One of the pieces that an Ogg file may be chained of. */
export type OggLink = Readonly<{
  /** Bytes `from … to − 1` of the file. */
  from: number;
  to: number;
  codec: OggCodec;
  seconds: number;
  serial: number;
  /** Position of the last of its sound, in its own clock. */
  end: number;
  /** Positions of its pages, which follow each other without a gap. */
  pages: readonly number[];
  /** How many of them are headers. */
  headerPages: number;
  /** The same for pieces that one decoder takes one after the other; `null` for what stands alone. */
  kind: string | null;
}>;
export type OggCodec = 'vorbis' | 'opus' | 'flac';

/** More than the longest page, bytes. */
const blockLength = 256 * 1024;
const firstPage = 2;

/** How positions count in a piece: so many for each second, from so many before its beginning. */
type Clock = Readonly<{ codec: OggCodec; rate: number; before: number }>;
type Page = Readonly<{ position: number; bytes: Buffer }>;

/** Files whose pieces are remembered: facts, peaks and a player's many parts all ask for them. */
const mostRecent = 4;
const recent = new Map<string, readonly OggLink[]>();

/**
 * The pieces of a file, one after the other: programs that record or join streams begin anew with each
 * title. Goes through a file once, as long as it is one of the last few.
 */
export const oggLinks = async (audio: OpenAudio): Promise<readonly OggLink[]> => {
  const key = [audio.path, audio.size, audio.modified].join('\0');
  const links = recent.get(key) ?? (await readLinks(audio));
  recent.delete(key);
  recent.set(key, links);
  const [oldest] = recent.keys();
  if (recent.size > mostRecent && oldest !== undefined) recent.delete(oldest);
  return links;
};

const readLinks = async (audio: OpenAudio): Promise<readonly OggLink[]> => {
  const links: OggLink[] = [];
  let open: ReturnType<typeof beginLink> | null = null;
  let position = audio.start;
  for await (const page of pagesOf(audio)) {
    const begins = ((page.bytes[5] ?? 0) & firstPage) !== 0;
    // Streams that sound together begin together, before any of their sound.
    if (begins && (open === null || open.hasSound())) {
      links.push(...(open?.close(position) ?? []));
      open = beginLink(page.position);
    }
    open?.add(page, begins);
    position = page.position + page.bytes.length;
  }
  return [...links, ...(open?.close(position) ?? [])];
};

/** Whole pages from the beginning on, as long as one follows the other. */
async function* pagesOf({ handle, start }: OpenAudio): AsyncGenerator<Page> {
  let block: Buffer = Buffer.alloc(0);
  let blockAt = start;
  for (let position = start; ; ) {
    let length = pageLength(block.subarray(position - blockAt));
    if (length === null) {
      block = await readBytes(handle, position, blockLength);
      blockAt = position;
      length = pageLength(block);
      if (length === null) return;
    }
    const at = position - blockAt;
    yield { position, bytes: block.subarray(at, at + length) };
    position += length;
  }
}

/** `null` where no page begins, or not all of it is there. */
const pageLength = (bytes: Buffer): number | null => {
  if (bytes.length < 27 || bytes.toString('latin1', 0, 4) !== 'OggS') return null;
  const body = 27 + (bytes[26] ?? 0);
  const length = bytes.subarray(27, body).reduce((sum, lacing) => sum + lacing, body);
  return length <= bytes.length ? length : null;
};

/** Gathers one piece, page by page. */
const beginLink = (from: number) => {
  const pages: number[] = [];
  const headers = gatherHeaders();
  let clock: Clock | null = null;
  let streams = 0;
  let serial = 0;
  let end = 0;
  let hasSound = false;
  return {
    hasSound: () => hasSound,
    add: ({ position, bytes }: Page, begins: boolean): void => {
      pages.push(position);
      const granule = bytes.readBigInt64LE(6);
      if (begins) {
        streams += 1;
        serial = bytes.readUInt32LE(14);
        clock ??= clockOf(bytes.subarray(27 + (bytes[26] ?? 0)));
      } else if (granule > 0n) {
        end = Number(granule);
        hasSound = true;
      }
      if (clock) headers.add(bytes, clock.codec);
    },
    close: (to: number): readonly OggLink[] => {
      if (!clock || !hasSound) return [];
      const { codec, before, rate } = clock;
      const seconds = Math.max(0, end - before) / rate;
      const kind = streams === 1 ? headers.kind() : null;
      return [{ from, to, codec, seconds, serial, end, pages, headerPages: headers.pages(), kind }];
    },
  };
};

/** How many packets come before the sound; only their first and last say how it is coded. */
const headerPackets = { vorbis: 3, opus: 2, flac: 1 } as const;

const gatherHeaders = () => {
  let codec: OggCodec | null = null;
  let pages = 0;
  let complete = 0;
  let isClean = true;
  let parts: Buffer[] = [];
  let said = '';
  return {
    pages: () => pages,
    kind: () => {
      // FLAC leaves open how many headers it has.
      const isKnown = codec !== null && codec !== 'flac' && complete === headerPackets[codec];
      return isKnown && isClean ? `${codec} ${said}` : null;
    },
    add: (page: Buffer, ofCodec: OggCodec): void => {
      codec = ofCodec;
      if (complete >= headerPackets[codec]) return;
      pages += 1;
      let at = 27 + (page[26] ?? 0);
      for (const lacing of page.subarray(27, at)) {
        // Sound on a page of headers cannot be told from them page by page.
        if (complete >= headerPackets[codec]) isClean = false;
        parts.push(page.subarray(at, at + lacing));
        at += lacing;
        if (lacing === 255) continue;
        said += codingOf(Buffer.concat(parts), complete, codec);
        parts = [];
        complete += 1;
      }
      // Parts of a page are views of a block that is let go of.
      parts = parts.map((part) => Buffer.from(part));
    },
  };
};

/** What a header says of how the sound is coded, without its length, its rate of bits and its title. */
const codingOf = (packet: Buffer, index: number, codec: OggCodec): string => {
  const text = packet.toString('latin1');
  if (codec === 'vorbis')
    return index === 0 ? text.slice(7, 16) + text.slice(28) : index === 2 ? text : '';
  // Channels, and from the gain on; not how much is skipped, nor what it was made from.
  return codec === 'opus' && index === 0 ? text.slice(8, 10) + text.slice(16) : '';
};

/** By what a stream says first; `null` for what is no sound. */
const clockOf = (packet: Buffer): Clock | null => {
  const text = packet.toString('latin1', 0, 8);
  if (text.startsWith('\u0001vorbis') && packet.length >= 16) {
    return { codec: 'vorbis', rate: packet.readUInt32LE(12) || 1, before: 0 };
  }
  // Opus counts at 48 kHz, whatever it was made from.
  if (text === 'OpusHead' && packet.length >= 12) {
    return { codec: 'opus', rate: 48_000, before: packet.readUInt16LE(10) };
  }
  if (text.startsWith('\u007fFLAC') && packet.length >= 31) {
    return { codec: 'flac', rate: packet.readUIntBE(27, 3) >> 4 || 1, before: 0 };
  }
  return null;
};
