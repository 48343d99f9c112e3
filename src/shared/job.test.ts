import { describe, expect, it } from 'vitest';
import { checkJob, jobDifferences, newJobSchema } from './job';

const job = {
  prompt: 'lofi piano',
  modelName: 'musicgen-small',
  modelVersion: null,
  durationSeconds: 16,
  sampleRate: 32_000,
  channels: 2 as const,
  metadata: '{"bpm": 80}',
  rerunOf: null,
};
const fieldsOf = (changes: Partial<typeof job>) =>
  checkJob({ ...job, ...changes }).map(({ field, level }) => `${field} ${level}`);

describe('checkJob', () => {
  it.each<[string, Partial<typeof job>, string[]]>([
    ['nothing', {}, []],
    ['three characters', { prompt: 'abc' }, []],
    ['two characters', { prompt: 'ab' }, ['prompt error']],
    ['blanks', { prompt: '     ' }, ['prompt error']],
    ['500 pairs of surrogates', { prompt: '🎵'.repeat(500) }, []],
    ['501 characters', { prompt: 'é'.repeat(501) }, ['prompt error']],
    ['1 s', { durationSeconds: 1 }, []],
    ['30.5 s', { durationSeconds: 30.5 }, ['durationSeconds error']],
    ['not a number', { durationSeconds: Number.NaN }, ['durationSeconds error']],
    [
      'another model',
      { modelName: 'own-model', prompt: 'a', durationSeconds: 60 },
      ['prompt warning', 'durationSeconds warning'],
    ],
  ])('says of %s', (_, changes, expected) => {
    expect(fieldsOf(changes)).toEqual(expected);
  });
});

it('the schema takes a job and nothing more', () => {
  expect(newJobSchema.safeParse(job).success).toBe(true);
  expect(newJobSchema.safeParse({ ...job, channels: 3 }).success).toBe(false);
  expect(newJobSchema.safeParse({ ...job, metadata: [1] }).success).toBe(false);
  expect(newJobSchema.safeParse({ ...job, metadata: '[1]' }).success).toBe(false);
  expect(newJobSchema.parse({ ...job, metadata: { bpm: 80 } }).metadata).toBe('{"bpm":80}');
  expect(newJobSchema.safeParse({ ...job, id: 'x' }).success).toBe(false);
});

it('differences leave out results and the link', () => {
  const from = {
    ...job,
    metadataText: '{"bpm": 80, "key": "Cm", "peak_amplitude": 0.9, "seed": 6687881544318117707}',
  };
  const to = {
    ...job,
    durationSeconds: 8,
    metadataText:
      '{"bpm": 92, "key": "Cm", "genre": "lofi", "rerun_of": "gen_1", "seed": 6687881544318117706}',
  };
  expect(jobDifferences(from, to)).toEqual([
    { field: 'length', from: 16, to: 8 },
    { field: 'bpm', from: 80, to: 92 },
    { field: 'seed', from: '6687881544318117707', to: '6687881544318117706' },
    { field: 'genre', from: null, to: 'lofi' },
  ]);
  expect(jobDifferences(from, from)).toEqual([]);
});
