import { describe, expect, it } from 'vitest';
import type { Generation } from '../../../shared/generation';
import { checkDraft, type Draft, draftLike, draftOf, promptsOf } from './draft';

const draft: Draft = { ...draftLike(undefined), prompt: 'lofi piano' };
const problemsOf = (changes: Partial<Draft>) =>
  checkDraft({ ...draft, ...changes }).problems.map(({ field, level }) => `${field} ${level}`);

describe('checkDraft', () => {
  it('makes a job', () => {
    expect(checkDraft({ ...draft, prompt: ' lofi piano\n', metadata: '{"bpm": 80}' })).toEqual({
      problems: [],
      jobs: [
        {
          prompt: 'lofi piano',
          modelName: 'musicgen-small',
          modelVersion: null,
          durationSeconds: 16,
          sampleRate: 32_000,
          channels: 2,
          metadata: '{"bpm":80}',
          rerunOf: null,
        },
      ],
    });
  });

  it('makes each line a prompt, and each prompt several takes', () => {
    const { jobs } = checkDraft({ ...draft, prompt: 'one\n\n  two \n', byLine: true, takes: '2' });
    expect(jobs.map(({ prompt }) => prompt)).toEqual(['one', 'one', 'two', 'two']);
  });

  it.each<[Partial<Draft>, string[]]>([
    [{ prompt: '  ' }, ['prompt error']],
    [{ prompt: 'ab' }, ['prompt error']],
    [{ prompt: 'fine\nab', byLine: true }, ['prompt error']],
    [{ length: '31' }, ['length error']],
    [{ length: 'long' }, ['length error']],
    [{ length: '31', modelName: 'own' }, ['length warning']],
    [{ modelName: ' ' }, ['modelName error']],
    [{ sampleRate: '44.1' }, ['sampleRate error']],
    [{ takes: '0' }, ['takes error']],
    [{ takes: '501' }, ['takes error']],
    [
      { metadata: '[1]', length: '31', prompt: 'ab' },
      ['metadata error', 'prompt error', 'length error'],
    ],
    [{ metadata: '[1]' }, ['metadata error']],
    [{ metadata: '{bpm: 1}' }, ['metadata error']],
  ])('says what is wrong with %o', (changes, expected) => {
    expect(problemsOf(changes)).toEqual(expected);
    const refused = expected.some((problem) => problem.endsWith('error'));
    expect(checkDraft({ ...draft, ...changes }).jobs.length > 0).toBe(!refused);
  });
});

it('a draft of a generation has its wishes, not its results', () => {
  const generation = {
    id: 'gen_1',
    prompt: ' as it was ',
    modelName: 'own',
    modelVersion: '2',
    durationSeconds: 8.5,
    sampleRate: 44_100,
    channels: 1,
    metadataText:
      '{"bpm": 80, "rerun_of": "gen_0", "peak_amplitude": 1, "seed": 18446744073709551615, "cfg": 3.0}',
  } as unknown as Generation;
  const made = draftOf(generation);
  expect(made).toMatchObject({
    modelVersion: '2',
    length: '8.5',
    sampleRate: '44100',
    channels: 1,
    rerunOf: { id: 'gen_1' },
  });
  expect(made.metadata).toBe('{\n  "bpm": 80,\n  "seed": 18446744073709551615,\n  "cfg": 3.0\n}');
  expect(checkDraft({ ...made, modelName: 'own' }).jobs[0]?.metadata).toBe(
    '{"bpm":80,"seed":18446744073709551615,"cfg":3.0}',
  );
  expect(promptsOf(made)).toEqual([' as it was ']);
  expect(promptsOf({ ...made, prompt: ' changed ' })).toEqual(['changed']);
});
