import { describe, expect, it } from 'vitest';
import { freeName, readableName } from './readable-name';

const name = (prompt: string, bpm: number | null = null, key: string | null = null) =>
  readableName({ prompt, bpm, key }, '.wav');

describe('a readable name', () => {
  it.each([
    [name('warm house', 124, 'Am'), 'warm house, 124 BPM, Am.wav'],
    [name('warm house'), 'warm house.wav'],
    [name('日本の琴とドラムンベース 🎵', 97.6), '日本の琴とドラムンベース 🎵, 98 BPM.wav'],
    [name('../../etc/passwd'), 'etc passwd.wav'],
    [name('a/b\\c:d*e?f"g<h>i|j'), 'a b c d e f g h i j.wav'],
    [name('line one\nline two\ttabbed\0'), 'line one line two tabbed.wav'],
    [name('   '), 'generation.wav'],
    [name('...'), 'generation.wav'],
    [name('CON'), 'CON_.wav'],
    [name('key', null, '../x'), 'key, x.wav'],
  ])('%s', (made, expected) => {
    expect(made).toBe(expected);
  });

  it('is cut at a word, and never within a character', () => {
    expect(name('word '.repeat(40))).toBe(`${'word '.repeat(16).trim()}.wav`);
    expect(name('🎵'.repeat(200))).toBe(`${'🎵'.repeat(80)}.wav`);
  });

  it('is told apart from those taken', () => {
    const taken = new Set(['a.wav', 'a (2).wav']);
    expect(freeName('A.wav', taken)).toBe('A (3).wav');
    expect(freeName('b.wav', taken)).toBe('b.wav');
  });
});
