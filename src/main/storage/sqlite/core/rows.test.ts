import { describe, expect, it } from 'vitest';
import {
  type GenerationRow,
  type StoredValue,
  toGeneration,
  toStoredRecord,
  toSummary,
} from './rows';

const good: GenerationRow = [
  'gen_1',
  'lo-fi',
  'musicgen-small',
  '1.0',
  8,
  32000,
  2,
  'outputs/gen_1.wav',
  1024,
  'completed',
  '2025-11-20 01:12:17.893917',
  '2025-11-20 01:12:33',
  16.1,
  null,
  '{"bpm": 158, "key": "G", "genre": "rock"}',
];

const withValue = (index: number, value: StoredValue): GenerationRow =>
  good.map((old, at) => (at === index ? value : old));

describe('toGeneration', () => {
  it('reads a sound row', () => {
    expect(toGeneration(good)).toEqual({
      id: 'gen_1',
      prompt: 'lo-fi',
      modelName: 'musicgen-small',
      modelVersion: '1.0',
      durationSeconds: 8,
      sampleRate: 32000,
      channels: 2,
      filePath: 'outputs/gen_1.wav',
      fileSizeBytes: 1024,
      status: 'completed',
      createdAt: new Date('2025-11-20T01:12:17.893Z'),
      completedAt: new Date('2025-11-20T01:12:33Z'),
      generationTimeSeconds: 16.1,
      errorMessage: null,
      metadata: { bpm: 158, key: 'G', genre: 'rock' },
      metadataText: '{"bpm": 158, "key": "G", "genre": "rock"}',
      malformed: [],
    });
  });

  it('never throws, whatever any column holds', () => {
    const values: StoredValue[] = [
      null,
      '',
      'text',
      -1,
      1.5,
      Number.POSITIVE_INFINITY,
      12345678901234567890n,
      Buffer.from([0, 255]),
      '[1,2]',
    ];
    for (let column = 0; column < good.length; column++) {
      for (const value of values) {
        const generation = toGeneration(withValue(column, value));
        expect(typeof generation.id).toBe('string');
        toSummary(generation);
        toStoredRecord(withValue(column, value));
      }
    }
    expect(toGeneration([]).malformed.map(({ field }) => field)).toEqual([
      'id',
      'prompt',
      'modelName',
      'durationSeconds',
      'sampleRate',
      'channels',
      'filePath',
      'status',
      'createdAt',
    ]);
  });

  it.each<[number, StoredValue, { field: string; raw: string }]>([
    [1, Buffer.from([0xca, 0xfe]), { field: 'prompt', raw: "x'cafe'" }],
    [4, 'long', { field: 'durationSeconds', raw: 'long' }],
    [4, null, { field: 'durationSeconds', raw: '' }],
    [8, Number.NaN, { field: 'fileSizeBytes', raw: 'NaN' }],
    [10, 2025, { field: 'createdAt', raw: '2025' }],
    [11, 'soon', { field: 'completedAt', raw: 'soon' }],
    [14, 'not json', { field: 'metadata', raw: 'not json' }],
    [14, '[1,2]', { field: 'metadata', raw: '[1,2]' }],
    [14, '"str"', { field: 'metadata', raw: '"str"' }],
    [14, 'null', { field: 'metadata', raw: 'null' }],
  ])('reports column %i holding %j', (index, value, complaint) => {
    expect(toGeneration(withValue(index, value)).malformed).toEqual([complaint]);
  });

  it('reads what Python calls JSON', () => {
    const text = '{"rms_energy": NaN, "peak": -Infinity, "note": "NaN \\" Infinity"}';
    expect(toGeneration(withValue(14, text))).toMatchObject({
      metadata: { rms_energy: null, peak: null, note: 'NaN " Infinity' },
      malformed: [],
    });
  });

  it('keeps metadata that cannot cross to the window out of it', () => {
    const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
    const generation = toGeneration(withValue(14, deep));
    expect(generation.metadata).toEqual({});
    expect(generation.malformed[0]).toMatchObject({ field: 'metadata' });
  });
});

describe('toSummary', () => {
  it('is bounded in size', () => {
    const summary = toSummary(
      toGeneration(withValue(1, `${'x'.repeat(499)}🎵${'y'.repeat(9000)}`)),
    );
    expect(summary.prompt).toBe('x'.repeat(499));
  });

  it('shows what a traceback ends with', () => {
    const traceback = 'Traceback (most recent call last):\n  File "x.py"\nRuntimeError: cuDNN\n\n';
    expect(toSummary(toGeneration(withValue(13, traceback))).errorSummary).toBe(
      'RuntimeError: cuDNN',
    );
    expect(toSummary(toGeneration(withValue(13, ' \n'))).errorSummary).toBeNull();
  });

  it('takes the musical facts where they are of their kind', () => {
    expect(toSummary(toGeneration(good))).toMatchObject({ bpm: 158, key: 'G', genre: 'rock' });
    expect(toSummary(toGeneration(withValue(14, '{"bpm": "fast", "key": 7}')))).toMatchObject({
      bpm: null,
      key: null,
      genre: null,
      malformed: false,
    });
  });
});

it('toStoredRecord shows the row as it is', () => {
  const record = toStoredRecord(withValue(6, 9007199254740993n).with(5, Buffer.from('hi')));
  expect(Object.keys(record).slice(0, 3)).toEqual(['id', 'prompt', 'model_name']);
  expect(record).toMatchObject({ channels: '9007199254740993', sample_rate: "x'6869'" });
});
