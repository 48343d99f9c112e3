import { expect, it } from 'vitest';
import type { Generation, JsonObject } from '../../../shared/generation';
import { parametersOf } from './parameters';

const generation = (changes: Partial<Generation>, metadata: JsonObject): Generation => ({
  id: 'x',
  prompt: 'x',
  modelName: 'musicgen-small',
  modelVersion: null,
  durationSeconds: 16,
  sampleRate: 32_000,
  channels: 2,
  filePath: 'x.wav',
  fileSizeBytes: null,
  status: 'completed',
  createdAt: null,
  completedAt: null,
  generationTimeSeconds: null,
  errorMessage: null,
  malformed: [],
  ...changes,
  metadata,
  metadataText: JSON.stringify(metadata),
});

it('puts what takes were made with side by side, whatever each of them has', () => {
  const parameters = parametersOf([
    generation({}, { seed: 7, instruments: ['piano', 'bass'], nested: { a: [1] } }),
    generation(
      { modelVersion: '1.0', durationSeconds: null, channels: 1, generationTimeSeconds: 12.5 },
      { seed: 8, rerun_of: 'x', note: 'a'.repeat(2_000) },
    ),
  ]);
  expect(parameters).toEqual([
    { name: 'Model', values: ['musicgen-small', 'musicgen-small'] },
    { name: 'Version', values: [null, '1.0'] },
    { name: 'Length', values: ['16 s', null] },
    { name: 'Sample rate', values: ['32 kHz', '32 kHz'] },
    { name: 'Channels', values: ['Stereo', 'Mono'] },
    { name: 'seed', values: ['7', '8'] },
    { name: 'instruments', values: ['piano, bass', null] },
    { name: 'nested', values: ['{"a":[1]}', null] },
    { name: 'note', values: [null, `${'a'.repeat(1_000)}…`] },
    { name: 'Time taken', values: [null, '12.5 s'] },
  ]);
});
