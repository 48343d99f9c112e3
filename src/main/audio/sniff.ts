import type { AudioFormat } from '../../shared/audio';

/** Bytes from the start of a file's content that {@link sniffFormat} wants to see. */
export const sniffLength = 32;

const extensions: ReadonlySet<string> = new Set(
  // What is played, then what is told apart from damage by its name.
  [
    ['wav', 'wave', 'bwf', 'rf64', 'flac', 'mp3', 'mpga', 'ogg', 'oga', 'opus', 'spx'],
    ['aif', 'aiff', 'aifc', 'm4a', 'm4b', 'mp4', 'aac', 'webm', 'weba', 'mka'],
    [
      'mp2',
      'wma',
      'caf',
      'w64',
      'au',
      'snd',
      'ape',
      'wv',
      'tta',
      'mpc',
      'dsf',
      'dff',
      'amr',
      'voc',
    ],
    ['ac3', 'dts', 'mid', 'midi'],
  ]
    .flat()
    .map((name) => `.${name}`),
);

/** Whether a name with this extension may hold audio; `extension` with its dot, in any case. */
export const isAudioExtension = (extension: string): boolean =>
  extensions.has(extension.toLowerCase());

/**
 * Bytes of the ID3 tag that a file begins with, or that follows at this place; 0 where there is none.
 * Some programs put one before files of every format.
 */
export const id3Length = (head: Uint8Array): number => {
  const [i, d, three, , , flags = 0, ...size] = head.subarray(0, 10);
  if (i !== 0x49 || d !== 0x44 || three !== 0x33 || size.length < 4) return 0;
  const footer = (flags & 0x10) === 0 ? 0 : 10;
  return 10 + size.reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0) + footer;
};

/** What a file holds by its first bytes behind tags, `null` when that is no audio we play. */
export const sniffFormat = (head: Uint8Array): AudioFormat | null => {
  const text = (start: number, end: number): string =>
    String.fromCharCode(...head.subarray(start, end));
  const tag = text(0, 4);
  if (['RIFF', 'RF64', 'BW64'].includes(tag) && text(8, 12) === 'WAVE') return 'wav';
  if (tag === 'fLaC') return 'flac';
  if (tag === 'OggS') return 'ogg';
  if (tag === 'FORM' && ['AIFF', 'AIFC'].includes(text(8, 12))) return 'aiff';
  if (text(4, 8) === 'ftyp') return 'm4a';
  if (tag === '\u001aE\u00df\u00a3') return 'webm';
  if (head[0] === 0xff && ((head[1] ?? 0) & 0xf6) === 0xf0) return 'aac';
  if (mpegLayer(head) === 3) return 'mp3';
  return null;
};

/** Layer of the MPEG frame that begins here; `null` where none does: it is a weak sign, so all of it counts. */
export const mpegLayer = ([first = 0, second = 0, third = 0]: Uint8Array): 1 | 2 | 3 | null => {
  const isFrame =
    first === 0xff &&
    (second & 0xe0) === 0xe0 &&
    (second & 0x18) !== 0x08 &&
    (third & 0xf0) !== 0xf0 &&
    (third & 0xf0) !== 0 &&
    (third & 0x0c) !== 0x0c;
  return isFrame ? (([null, 3, 2, 1] as const)[(second & 0x06) >> 1] ?? null) : null;
};

/** The media type of a format. */
export const contentTypes: Readonly<Record<AudioFormat, string>> = {
  wav: 'audio/wav',
  flac: 'audio/flac',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  aiff: 'audio/aiff',
  m4a: 'audio/mp4',
  aac: 'audio/aac',
  webm: 'audio/webm',
};
