import { describe, expect, it } from 'vitest';
import { diffWords } from './word-diff';

/** `+added+`, `-removed-`. */
const marked = (before: string, after: string): string | undefined =>
  diffWords(before, after)
    ?.map(({ kind, text }) => {
      const mark = { same: '', added: '+', removed: '-' }[kind];
      return mark + text + mark;
    })
    .join('');

describe('word by word', () => {
  it.each([
    ['lo-fi with piano', 'lo-fi with piano', 'lo-fi with piano'],
    ['lo-fi with piano', 'lo-fi with warm piano', 'lo-fi with +warm +piano'],
    ['slow lo-fi', 'fast hi-fi', '-slow lo-fi-+fast hi-fi+'],
    ['a b c d', 'a c d e', 'a -b -c d +e+'],
    ['dark, slow', 'dark and slow', 'dark -, -+and +slow'],
    ['one\ntwo', 'one two', 'one two'],
    ['', 'drums', '+drums+'],
    ['drums', '', '-drums-'],
    ['', '', ''],
    ['piano piano', 'piano', 'piano-piano-'],
  ])('%j → %j', (before, after, expected) => {
    expect(marked(before, after)).toBe(expected);
  });

  it('finds words where nothing separates them', () => {
    expect(marked('悲伤的钢琴音乐', '欢快的钢琴音乐')).toBe('-悲伤-+欢快+的钢琴音乐');
  });

  it('gives both texts back, of the space in the first what the second has', () => {
    const before = 'dark techno, 128 bpm,\n\ndistorted kick — 日本語 🎹';
    const after = 'bright techno, 140 bpm, kick with reverb — 日本語 🎸';
    const parts = diffWords(before, after) ?? [];
    const text = (without: string) =>
      parts.map((part) => (part.kind === without ? '' : part.text)).join('');
    expect(text('added').replace(/\s+/g, ' ')).toBe(before.replace(/\s+/g, ' '));
    expect(text('removed')).toBe(after);
  });

  it('gives up on texts that are both too long, unless they are nearly the same', () => {
    const long = (word: string) => `${word} `.repeat(2_000);
    expect(diffWords(long('one'), long('two'))).toBeNull();
    expect(marked(long('one'), `${long('one')}more`)).toBe(`${long('one')}+more+`);
  });
});
