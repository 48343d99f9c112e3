import { describe, expect, it } from 'vitest';
import { errorLine } from '../../../../shared/error-line';
import { newestFirst } from '../../../../shared/query';
import { createAllSchema, libraryOf, open } from '../../testing/libraries';
import { getGeneration } from './generations';
import { listGenerations } from './pages';

// What a list and details show of texts of megabytes: their ends, and never half a character.

const times = (text: string, bytes: number): string => text.repeat(bytes / Buffer.byteLength(text));
const traceback = (frame: string, last: string): string =>
  `Traceback (most recent call last):\n${times(`  File "${frame}"\n`, 3e6)}RuntimeError: ${last}`;

const errors = [
  ['of one byte a character', traceback('engine.py', 'no room')],
  ['of two', traceback('ñüéß', 'kein Platz für Töne')],
  ['of three', traceback('音楽を作る', '空きがありません')],
  ['of four', traceback('🎹🎷🥁', 'no room for 🎻')],
  [
    'with a last line of its own length',
    `${times('é', 70_000)}\nValueError: ${times('ü', 20_000)}`,
  ],
] as const;

const job = {
  prompt: 'p',
  modelName: 'm',
  durationSeconds: 8,
  sampleRate: 32_000,
  channels: 2,
  filePath: 'a.wav',
};
const page = { filter: {}, sort: newestFirst, position: 0, limit: 10 };

describe.each([
  ['UTF-8', []],
  ['UTF-16', ["PRAGMA encoding = 'UTF-16le'"]],
])('in a library in %s', (_, before) => {
  it.each(errors)('an error in characters %s', (_, error) => {
    const { database, generations } = open(libraryOf(...before, createAllSchema));
    generations.create({ ...job, id: 'a' });
    generations.fail('a', error);
    const [row] = listGenerations(database, page).rows;
    expect(row?.malformed).toBe(false);
    expect(row?.errorSummary).toBe(errorLine(error).slice(0, 300));
    const { generation } = getGeneration(database, 'a');
    expect(errorLine(generation.errorMessage ?? '')).toBe(errorLine(error));
    expect(generation.errorMessage).not.toContain('\ufffd');
  });
});

it('a row of thirty megabytes is a short one in the list, whole in its details', () => {
  const { database, generations } = open(libraryOf(createAllSchema));
  const metadata = { lyrics: times('la la ', 12e6), bpm: 90 };
  generations.create({ ...job, id: 'a', prompt: times('calm piano ', 11e6), metadata });
  const { rows } = listGenerations(database, page);
  expect(rows).toMatchObject([{ id: 'a', malformed: false }]);
  expect(JSON.stringify(rows).length).toBeLessThan(2_000);
  const { cut } = getGeneration(database, 'a');
  expect(cut).toEqual({ prompt: 11e6, metadata: JSON.stringify(metadata).length });
  const { generation } = getGeneration(database, 'a', 'whole');
  expect(generation.metadata.bpm).toBe(90);
});
