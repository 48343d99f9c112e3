// How people write what DGX Music keeps in metadata: keys and tempos.

/** A key by its tonic, `A` to `G` with `#` or `b`, and its mode. */
export type MusicalKey = Readonly<{ tonic: string; mode: 'major' | 'minor' }>;

const english = /^([a-g])\s*(#|♯|b|♭|[\s-]?sharp|[\s-]?flat)?[\s-]*(minor|min|major|maj)\.?$/iu;
/** Case tells the modes apart: `Am`, `AM`. */
const short = /^([A-G])(#|♯|b|♭)?(m|M)$/u;
const german = /^([a-h])(is|es|s)?[\s-]*(moll|dur)$/iu;

/** Reads `A minor`, `Am`, `a-moll`, `F# min`, `Bb major`, `cis-Moll`; `null` for anything else. */
export const readKey = (text: string): MusicalKey | null => {
  const name = text.trim();
  const found = english.exec(name) ?? short.exec(name);
  if (found) {
    const [, letter = '', sign = '', mode = ''] = found;
    const minor = mode === 'm' || /^min/iu.test(mode);
    return { tonic: letter.toUpperCase() + signOf(sign), mode: minor ? 'minor' : 'major' };
  }
  const [, letter = '', ending = '', mode = ''] = german.exec(name) ?? [];
  if (letter === '') return null;
  const tonic = germanTonic(letter.toUpperCase(), ending.toLowerCase());
  return tonic === null ? null : { tonic, mode: mode.toLowerCase() === 'moll' ? 'minor' : 'major' };
};

const signOf = (sign: string): string => {
  if (/#|♯|sharp/iu.test(sign)) return '#';
  return sign === '' ? '' : 'b';
};

/** German B is the English B flat, and H the English B. */
const germanTonic = (letter: string, ending: string): string | null => {
  if (ending === 's' && letter !== 'A' && letter !== 'E') return null;
  if (letter === 'B') return ending === '' ? 'Bb' : null;
  const tonic = letter === 'H' ? 'B' : letter;
  if (ending === '') return tonic;
  return tonic + (ending === 'is' ? '#' : 'b');
};

const german12: Readonly<Record<string, string>> = { B: 'H', Bb: 'B', Ab: 'As', Eb: 'Es' };
const germanName = (tonic: string): string =>
  german12[tonic] ?? tonic.replace('#', 'is').replace('b', 'es');

/** Every way in which a library may spell a key, case included. */
export const keySpellings = ({ tonic, mode }: MusicalKey): readonly string[] => {
  const signs = tonic.endsWith('#') ? ['#', '♯'] : tonic.endsWith('b') ? ['b', '♭'] : [''];
  const letter = tonic.slice(0, 1);
  const tonics = signs.flatMap((sign) => [letter + sign, letter.toLowerCase() + sign]);
  const words =
    mode === 'minor'
      ? ['minor', 'Minor', 'MINOR', 'min', 'Min']
      : ['major', 'Major', 'MAJOR', 'maj', 'Maj'];
  const spelled = tonics.flatMap((name) =>
    words.flatMap((word) => ['', ' ', '-', '_'].map((gap) => name + gap + word)),
  );
  const german = germanName(tonic);
  const endings = mode === 'minor' ? ['moll', 'Moll'] : ['dur', 'Dur'];
  const germanSpelled = [german, german.toLowerCase()].flatMap((name) =>
    endings.flatMap((word) => [' ', '-'].map((gap) => name + gap + word)),
  );
  const brief = signs.map((sign) => letter + sign + (mode === 'minor' ? 'm' : 'M'));
  // A tonic alone is major.
  const alone = mode === 'major' ? signs.map((sign) => letter + sign) : [];
  return [...new Set([...brief, ...alone, ...spelled, ...germanSpelled])];
};

/** A word or two of a text that name a tempo or a key, and the rest. */
export type MusicalWords = Readonly<{
  bpm: number | null;
  key: string | null;
  rest: readonly string[];
}>;

const tempo = /^(\d{2,3}(?:\.\d+)?)bpm$/iu;

/**
 * Finds `120 BPM`, `120bpm`, `A minor`, `Am` and `a-moll` among words; of several the first counts.
 *
 * @param literal words that stand in quotes: they mean themselves
 */
export const musicalWords = (
  words: readonly string[],
  literal: (index: number) => boolean = () => false,
): MusicalWords => {
  let bpm: number | null = null;
  let key: string | null = null;
  const rest: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const one = words[at] ?? '';
    if (literal(at)) {
      rest.push(one);
      continue;
    }
    const two = literal(at + 1) ? '' : (words[at + 1] ?? '');
    const pair = `${one} ${two}`;
    const [, number] = tempo.exec(one) ?? tempo.exec(one + two) ?? [];
    if (number !== undefined && bpm === null) {
      bpm = Number(number);
      if (!tempo.test(one)) at++;
    } else if (key === null && two !== '' && !readKey(one) && readKey(pair)) {
      key = pair;
      at++;
    } else if (key === null && readKey(one)) key = one;
    else rest.push(one);
  }
  return { bpm, key, rest };
};
