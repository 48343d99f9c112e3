import type { AudioFormat } from '../../shared/audio';

/** Bytes from the start of a file that {@link sniffFormat} wants to see. */
export const sniffLength = 12;

const extensions: ReadonlySet<string> = new Set([
  '.wav',
  '.wave',
  '.flac',
  '.mp3',
  '.ogg',
  '.oga',
  '.opus',
]);

/** Whether a name with this extension may hold audio; `extension` with its dot, in any case. */
export const isAudioExtension = (extension: string): boolean =>
  extensions.has(extension.toLowerCase());

/** What a file holds by its first bytes, `null` when that is no audio we know. */
export const sniffFormat = (head: Uint8Array): AudioFormat | null => {
  const text = (start: number, end: number): string =>
    String.fromCharCode(...head.subarray(start, end));
  const tag = text(0, 4);
  if (['RIFF', 'RF64', 'BW64'].includes(tag) && text(8, 12) === 'WAVE') return 'wav';
  if (tag === 'fLaC') return 'flac';
  if (tag === 'OggS') return 'ogg';
  if (tag.startsWith('ID3') || isMp3Frame(head)) return 'mp3';
  return null;
};

/**
 * Where the audio begins behind an ID3v2 tag, which taggers also put before WAV and FLAC; 0 without one.
 *
 * @param head ten bytes at least
 */
export const afterId3 = (head: Uint8Array): number => {
  if (String.fromCharCode(...head.subarray(0, 3)) !== 'ID3') return 0;
  const [flags = 0, a = 0, b = 0, c = 0, d = 0] = head.subarray(5, 10);
  const length = ((a & 127) << 21) | ((b & 127) << 14) | ((c & 127) << 7) | (d & 127);
  return 10 + length + (flags & 0x10 ? 10 : 0);
};

/** Sync word, layer III, and neither a reserved version nor a reserved rate. */
const isMp3Frame = ([first = 0, second = 0, third = 0]: Uint8Array): boolean =>
  first === 0xff &&
  (second & 0xe0) === 0xe0 &&
  (second & 0x18) !== 0x08 &&
  (second & 0x06) === 0x02 &&
  (third & 0xf0) !== 0xf0 &&
  (third & 0xf0) !== 0 &&
  (third & 0x0c) !== 0x0c;

/** The media type to serve a format as. */
export const contentTypes: Readonly<Record<AudioFormat, string>> = {
  wav: 'audio/wav',
  flac: 'audio/flac',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
};
