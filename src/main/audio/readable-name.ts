/** What a file's name is made of. */
export type NamedTake = Readonly<{ prompt: string; bpm: number | null; key: string | null }>;

/** Characters of the prompt that a name keeps. */
const promptLength = 80;
/** Names that Windows keeps for devices. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/**
 * A file name that people recognise and every system accepts: `warm house, 124 BPM, Am.wav`.
 *
 * @param extension with its dot
 */
export const readableName = ({ prompt, bpm, key }: NamedTake, extension: string): string => {
  const words = cut(cleaned(prompt), promptLength) || 'generation';
  const parts = [
    reserved.test(words) ? `${words}_` : words,
    bpm !== null && `${Math.round(bpm)} BPM`,
    key !== null && cleaned(key),
  ];
  return `${parts.filter(Boolean).join(', ')}${extension}`;
};

/** The same name, told apart from those already taken: `name (2).wav`. */
export const freeName = (name: string, taken: ReadonlySet<string>): string => {
  const dot = name.lastIndexOf('.');
  for (let number = 1; ; number++) {
    const next = number === 1 ? name : `${name.slice(0, dot)} (${number})${name.slice(dot)}`;
    if (!taken.has(next.toLowerCase())) return next;
  }
};

/** Without what a system refuses in names, or hides. */
const cleaned = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\p{Cs}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.~-]+|[\s.]+$/g, '');

/** At a word's end where there is one near, never within a character. */
const cut = (text: string, length: number): string => {
  const characters = [...text];
  if (characters.length <= length) return text;
  const start = characters.slice(0, length).join('');
  const space = start.lastIndexOf(' ');
  return (space > start.length / 2 ? start.slice(0, space) : start).replace(/[\s.,]+$/, '');
};
