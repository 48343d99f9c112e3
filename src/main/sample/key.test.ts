import { describe, expect, it } from 'vitest';
import { frequencyOf, keyInPrompt, parseKey, scaleOf } from './key';

describe('keys', () => {
  it.each([
    ['Cm', 0, 'minor', 'Cm'],
    ['F#', 6, 'major', 'F#'],
    ['Bb', 10, 'major', 'Bb'],
    ['E♭ minor', 3, 'minor', 'Ebm'],
    ['a major', 9, 'major', 'A'],
    ['C#min', 1, 'minor', 'C#m'],
    ['Cb', 11, 'major', 'Cb'],
    ['GM', 7, 'major', 'G'],
  ])('%s', (text, tonic, mode, name) => {
    expect(parseKey(text)).toEqual({ tonic, mode, name });
  });

  it.each(['', 'H', 'fast', 'Cmm', 'C minor blues'])('“%s” is no key', (text) => {
    expect(parseKey(text)).toBeNull();
  });

  it.each([
    ['warm jazz in C minor, slow', 'Cm'],
    ['something in F# major', 'F#'],
    ['techno in Bbm', 'Bbm'],
    ['key of E-flat major', 'Eb'],
    ['in G', 'G'],
  ])('is found in “%s”', (prompt, name) => {
    expect(keyInPrompt(prompt)?.name).toBe(name);
  });

  it.each(['rain in August', 'in a bar', 'A piano in Berlin'])('is not seen in “%s”', (prompt) => {
    expect(keyInPrompt(prompt)).toBeNull();
  });

  it('knows scales and frequencies', () => {
    expect(scaleOf({ name: 'Am', tonic: 9, mode: 'minor' })).toEqual([9, 11, 0, 2, 4, 5, 7]);
    expect(frequencyOf(57)).toBeCloseTo(220, 9);
  });
});
