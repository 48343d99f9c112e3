/** A key: its tonic as pitch class (C = 0 … B = 11) and its mode. */
export type Key = Readonly<{ name: string; tonic: number; mode: 'major' | 'minor' }>;

const naturals: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };
const majorSteps: readonly number[] = [0, 2, 4, 5, 7, 9, 11];
const minorSteps: readonly number[] = [0, 2, 3, 5, 7, 8, 10];

const keyName = /^\s*([A-Ga-g])\s*(#|♯|b|♭|sharp|flat)?\s*[-_]?\s*(m|min|minor|maj|major|M)?\s*$/;

/** Reads "Cm", "F#", "Bb", "E♭ minor", "a major"; `null` for anything else. */
export const parseKey = (text: string): Key | null => {
  const match = keyName.exec(text);
  const letter = match?.[1]?.toUpperCase();
  const natural = letter === undefined ? undefined : naturals[letter];
  if (!match || letter === undefined || natural === undefined) return null;
  const sharp = match[2] === '#' || match[2] === '♯' || match[2] === 'sharp';
  const shift = match[2] === undefined ? 0 : sharp ? 1 : -1;
  const mode = match[3]?.startsWith('m') && !match[3].startsWith('maj') ? 'minor' : 'major';
  const accidental = shift === 0 ? '' : sharp ? '#' : 'b';
  return {
    name: `${letter}${accidental}${mode === 'minor' ? 'm' : ''}`,
    tonic: (natural + shift + 12) % 12,
    mode,
  };
};

/** Finds "in C minor", "in F# major", "key of Bb" in a prompt. */
export const keyInPrompt = (prompt: string): Key | null => {
  const match =
    /\b(?:in|key of|key:?)\s+([A-G](?:#|♯|b|♭|[ -]sharp|[ -]flat)?(?:m\b|[ -]?minor|[ -]?major)?)(?![\w#])/.exec(
      prompt,
    );
  return match?.[1] === undefined ? null : parseKey(match[1].replaceAll('-', ' '));
};

/** Keys that people ask for, by mode. */
export const commonKeys = {
  major: ['C', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb'],
  minor: ['Am', 'Bbm', 'Bm', 'Cm', 'C#m', 'Dm', 'Ebm', 'Em', 'Fm', 'F#m', 'Gm'],
} as const;

/** Semitones above the tonic of a scale's step; steps below 0 and beyond 6 go on in other octaves. */
export const semitonesOf = (mode: Key['mode'], step: number): number => {
  const steps = mode === 'minor' ? minorSteps : majorSteps;
  const octave = Math.floor(step / 7);
  return (steps[step - octave * 7] ?? 0) + 12 * octave;
};

/** The pitch classes of a key's scale. */
export const scaleOf = (key: Key): readonly number[] =>
  [0, 1, 2, 3, 4, 5, 6].map((step) => (key.tonic + semitonesOf(key.mode, step)) % 12);

/** Hz of a MIDI note number, A4 = 69 = 440 Hz. */
export const frequencyOf = (note: number): number => 440 * 2 ** ((note - 69) / 12);
