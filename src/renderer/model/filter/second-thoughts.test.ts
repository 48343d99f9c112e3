import { describe, expect, it } from 'vitest';
import { secondThoughts } from './second-thoughts';

const known = {
  statuses: ['failed', 'completed', 'pending'],
  models: ['musicgen-small', 'musicgen-large'],
  tags: ['keep', 'tug', 'a$&gs'],
  metadata: [
    { path: 'bpm', values: ['120', '97.5'] },
    { path: 'key', values: ['Am', 'C'] },
    { path: 'mix.reverb', values: ['0.4'] },
  ],
};
const first = (line: string) => secondThoughts(line, known)[0];

describe('what this library does not have', () => {
  it.each([
    ['bmp:120', 'bpm:120'],
    ['creatd:today', 'created:today'],
    ['statsu:failed', 'status:failed'],
    ['Key:Am', 'key:Am'],
    ['tempo:>120', 'bpm:>120'],
    ['duration:30', 'length:30'],
    ['gnre:jazz', 'genre:jazz'],
    ['mix.revreb:0.4', 'mix.reverb:0.4'],
    ['status:faild', 'status:failed'],
    ['model:musicgen-smal1', 'model:musicgen-small'],
    ['tag:tag', 'tag:tug'],
    ['tag:a$&gz', 'tag:a$&gs'],
    ['is:failed kye:"A minor"', 'key:"A minor"'],
  ])('%s is probably %s', (line, instead) => {
    expect(first(line)?.instead).toBe(instead);
  });

  it.each(['bpm:abc', 'bpm:fast', 'mix.reverb:much'])('%s needs a number', (line) => {
    expect(first(line)).toMatchObject({ message: expect.stringContaining('needs a number') });
  });

  it('is said without a guess where nothing is like it', () => {
    expect(first('sampler:euler')).toEqual({
      text: 'sampler:euler',
      message: 'Nothing in this library has “sampler”.',
      instead: null,
    });
  });

  it.each([
    'bpm:120',
    'bpm:>=120',
    'bpm:100..120',
    'bpm:*',
    'key:Cm',
    'status:fail',
    'status:failed,pen',
    'model:musicgen',
    'created:today',
    'date:today',
    'length:2:30',
    '2:30',
    'genre:jazz',
    'plain words "and: text"',
  ])('%s is well as it is', (line) => {
    expect(secondThoughts(line, known)).toEqual([]);
  });
});
