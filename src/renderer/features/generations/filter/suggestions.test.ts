import { describe, expect, it } from 'vitest';
import { suggest, tokenAt, type Vocabulary } from './suggestions';

const words: Vocabulary = {
  statuses: ['pending', 'failed'],
  models: ['musicgen-small', 'my model'],
  tags: ['intro', 'big drop'],
  metadata: [
    { path: 'bpm', values: ['120', '90'] },
    { path: 'genre', values: ['hip hop', 'house'] },
  ],
};
const texts = (token: string) => suggest(token, words).map(({ text }) => text);

describe('the token at the caret', () => {
  it('is what one is typing', () => {
    expect(tokenAt('status:failed bp', 16)).toEqual({ start: 14, text: 'bp' });
    expect(tokenAt('status:failed bp', 4)).toEqual({ start: 0, text: 'stat' });
    expect(tokenAt('genre:"hip h', 12)).toEqual({ start: 0, text: 'genre:"hip h' });
    expect(tokenAt('a ', 2)).toEqual({ start: 2, text: '' });
  });
});

describe('suggestions', () => {
  it('are names first', () => {
    expect(texts('st')).toEqual(['status:']);
    expect(texts('g')).toEqual(['genre:']);
    expect(texts('')).toContain('bpm:');
  });

  it('are values after the colon', () => {
    expect(texts('status:')).toEqual(['status:pending', 'status:failed']);
    expect(texts('status:failed,p')).toEqual(['status:failed,pending']);
    expect(texts('model:my')).toEqual(['model:"my model"']);
    expect(texts('genre:h')).toEqual(['genre:"hip hop"', 'genre:house']);
    expect(texts('is:unh')).toEqual(['is:unheard']);
    expect(texts('tag:b')).toEqual(['tag:"big drop"']);
    expect(texts('rating:>')).toEqual(['rating:>=4', 'rating:>=3']);
    expect(texts('has:b')).toEqual(['has:bpm']);
    expect(texts('status:failed')).toEqual([]);
  });
});
