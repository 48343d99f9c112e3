import { describe, expect, it } from 'vitest';
import { keySpellings, musicalWords, readKey } from './musical-words';

describe('a key', () => {
  it.each([
    ['A minor', 'A', 'minor'],
    ['a minor', 'A', 'minor'],
    ['Am', 'A', 'minor'],
    ['Amin', 'A', 'minor'],
    ['a-moll', 'A', 'minor'],
    ['AM', 'A', 'major'],
    ['C# min', 'C#', 'minor'],
    ['C♯m', 'C#', 'minor'],
    ['cis-Moll', 'C#', 'minor'],
    ['C sharp minor', 'C#', 'minor'],
    ['Bb major', 'Bb', 'major'],
    ['B flat major', 'Bb', 'major'],
    ['B-Dur', 'Bb', 'major'],
    ['h-moll', 'B', 'minor'],
    ['As-Dur', 'Ab', 'major'],
    ['Es Dur', 'Eb', 'major'],
    ['F#maj', 'F#', 'major'],
  ])('%s', (text, tonic, mode) => {
    expect(readKey(text)).toEqual({ tonic, mode });
  });

  it.each(['am', 'A', 'minor', 'piano', 'a major role', 'Hm', 'cs-moll', '', 'Amen'])(
    'is not %s',
    (text) => expect(readKey(text)).toBeNull(),
  );

  it.each(['A minor', 'F# major', 'Bb minor', 'B major', 'Eb minor'])(
    'has spellings that are all read as the same: %s',
    (text) => {
      const key = readKey(text);
      if (!key) throw new Error('no key');
      const spellings = keySpellings(key).filter((spelling) => readKey(spelling) !== null);
      expect(spellings.length).toBeGreaterThan(20);
      for (const spelling of spellings)
        expect([spelling, readKey(spelling)]).toEqual([spelling, key]);
    },
  );
});

it.each([
  ['120 bpm A minor', 120, 'A minor', ''],
  ['techno 120 BPM Am bells', 120, 'Am', 'techno bells'],
  ['97.5bpm', 97.5, null, ''],
  ['120 bpm 90 bpm', 120, null, '90 bpm'],
  ['a-moll', null, 'a-moll', ''],
  ['am I late', null, null, 'am I late'],
  ['bpm 120', null, null, 'bpm 120'],
])('words: %s', (line, bpm, key, rest) => {
  const found = musicalWords(line.split(' '));
  expect([found.bpm, found.key, found.rest.join(' ')]).toEqual([bpm, key, rest]);
});
