import type { OpenAudio } from './open-audio';
import { readBytes } from './stored-sound';

/** One of the pieces that an Ogg file may be chained of. */
export type OggLink = Readonly<{
  /** Bytes `from … to − 1` of the file. */
  from: number;
  to: number;
  codec: OggCodec;
  seconds: number;
}>;
export type OggCodec = 'vorbis' | 'opus' | 'flac';

/** Longest header of a page, bytes. */
const headerLength = 27 + 255;
/** What is read of a page that begins a piece: enough for what each codec says first. */
const firstPacketLength = 64;
const firstPage = 2;

/** How positions count in a piece: so many for each second, from so many before its beginning. */
type Clock = Readonly<{ codec: OggCodec; rate: number; before: number }>;

/**
 * The pieces of a file, one after the other: programs that record or join streams begin anew with each
 * title. Players go on from one to the next of the same codec; what comes behind another one is left
 * out here as it is there. Goes from page to page and reads their headers only.
 */
export const oggLinks = async ({ handle, start, size }: OpenAudio): Promise<readonly OggLink[]> => {
  const links: OggLink[] = [];
  let clock: Clock | null = null;
  let from = start;
  let last = 0;
  let begun = false;
  let position = start;
  const close = (): void => {
    if (!clock || !begun || (links[0] && links[0].codec !== clock.codec)) return;
    const seconds = Math.max(0, last - clock.before) / clock.rate;
    links.push({ from, to: position, codec: clock.codec, seconds });
  };
  while (position + 27 <= size) {
    const page = await readBytes(handle, position, headerLength + firstPacketLength);
    if (page.toString('latin1', 0, 4) !== 'OggS' || page.length < 27) break;
    const body = 27 + (page[26] ?? 0);
    const next = position + body + page.subarray(27, body).reduce((sum, lacing) => sum + lacing, 0);
    if (next > size) break;
    const granule = page.readBigInt64LE(6);
    if (((page[5] ?? 0) & firstPage) !== 0) {
      const opened = clockOf(page.subarray(body));
      // Streams that sound together begin together, before any of their sound.
      if (begun) {
        close();
        [clock, from, last, begun] = [opened, position, 0, false];
      } else clock ??= opened;
    } else if (granule > 0n) {
      last = Number(granule);
      begun = true;
    }
    position = next;
  }
  close();
  return links;
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
