import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newestFirst } from '../../../../shared/query';
import {
  createAllSchema,
  libraryOf,
  open,
  temporaryFolder,
  withRaw,
} from '../../testing/libraries';
import { facets } from '../insights/insights';
import { addMetadata } from '../jobs/hand-over';
import { createJobs } from '../jobs/new-jobs';
import { countGenerations } from '../rows/counts';
import { exportGenerations } from '../rows/export';

// Metadata that other programs wrote keeps each digit: seeds of 64 bits, 3.0, spaces, order.

const seeds =
  '{"seed": 6687881544318117707, "bpm": 90,  "key":"Cm", "cfg": 3.0, "x": NaN, "sampler": {"noise_seed": 18446744073709551615}}';

const library = (metadata = seeds, status = 'pending') => {
  const path = libraryOf(
    createAllSchema,
    `INSERT INTO generations (id, prompt, model_name, duration_seconds, sample_rate, channels,
      file_path, status, created_at, error_message, metadata) VALUES ('a', 'p', 'm', 8, 32000, 1, 'x.wav',
      '${status}', '2026-01-01 00:00:00.000000', 'x', '${metadata}')`,
  );
  const stored = (id = 'a') =>
    withRaw(path, (raw) =>
      raw.prepare('SELECT metadata FROM generations WHERE id = ?').pluck().get(id),
    ) as string;
  return { ...open(path), stored };
};

describe('metadata', () => {
  it('keeps every byte but the keys that are set', () => {
    const { generations, stored } = library();
    expect(generations.claimNext()?.id).toBe('a');
    expect(stored()).toBe(seeds);
    const done = { generationTimeSeconds: 1, fileSizeBytes: 1 };
    generations.complete('a', { ...done, metadata: { bpm: 91, rms_energy: 0.25 } });
    const expected = seeds.replace('90', '91').replace(/\}$/, ', "rms_energy": 0.25}');
    expect(stored()).toBe(expected);
    generations.complete('a', done);
    expect(stored()).toBe(expected);
  });

  it('survives a retry, and what the service was not told is added to it', () => {
    const { generations, database, stored } = library(seeds, 'failed');
    generations.retry({});
    expect(stored()).toBe(seeds);
    addMetadata(database, 'a', '{"bpm": 1, "rerun_of": "b", "big": 9007199254740993}');
    expect(stored()).toBe(seeds.replace(/\}$/, ', "rerun_of": "b", "big": 9007199254740993}'));
  });

  it('of a new job is as it was typed', () => {
    const { database, stored } = library();
    const typed = '{"seed": 18446744073709551615, "cfg": 3.0}';
    const job = {
      prompt: 'lo-fi',
      modelName: 'm',
      modelVersion: null,
      durationSeconds: 8,
      sampleRate: 32_000,
      channels: 2 as const,
    };
    const { ids } = createJobs(database, [
      { ...job, metadata: typed, rerunOf: null },
      { ...job, metadata: typed, rerunOf: 'a' },
    ]);
    expect(stored(ids[0])).toBe(typed);
    expect(stored(ids[1])).toBe(typed.replace(/\}$/, ', "rerun_of": "a"}'));
  });

  it('reads rounded as numbers, and whole as text', () => {
    const found = library().generations.get('a');
    expect(found?.metadataText).toBe(seeds);
    expect(found?.metadata.cfg).toBe(3);
    expect(library('not json').generations.get('a')?.metadataText).toBeNull();
  });

  it('is exported digit for digit', async () => {
    const strict = seeds.replace(' "x": NaN,', '');
    const { database } = library(strict);
    const path = join(temporaryFolder(), 'all.json');
    await exportGenerations(
      database,
      { filter: {}, sort: newestFirst, format: 'json', path },
      { progress: () => {}, isCancelled: () => false },
    );
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(strict);
    expect(JSON.parse(text)).toHaveLength(1);
  });
});

describe('a filter for an integer of 64 bits', () => {
  const count = (path: string, operator: '=' | '≠' | '<' | '≤' | '≥' | '>', integer: string) =>
    countGenerations(library().database, {
      metadata: [{ path: path.split('.'), operator, value: { integer } }],
    }).total;

  it.each<[string, '=' | '≠' | '<' | '≤' | '≥' | '>', string, number]>([
    ['seed', '=', '6687881544318117707', 1],
    ['seed', '=', '6687881544318117708', 0],
    ['seed', '=', '6687881544318117000', 0],
    ['seed', '≠', '6687881544318117708', 1],
    ['seed', '≠', '6687881544318117707', 0],
    ['seed', '>', '6687881544318117706', 1],
    ['seed', '>', '6687881544318117707', 0],
    ['seed', '≥', '6687881544318117707', 1],
    ['seed', '<', '6687881544318117708', 1],
    ['seed', '≤', '6687881544318117706', 0],
    ['sampler.noise_seed', '=', '18446744073709551615', 1],
    ['sampler.noise_seed', '=', '18446744073709551614', 0],
    ['sampler.noise_seed', '=', '18446744073709551616', 0],
    ['cfg', '<', '9007199254740993', 1],
    ['key', '=', '9007199254740993', 0],
    ['none', '≠', '9007199254740993', 1],
  ])('%s %s %s finds %i', (path, operator, integer, expected) => {
    expect(count(path, operator, integer)).toBe(expected);
  });

  it('is offered as it is spelled', () => {
    const strict = library(seeds.replace(' "x": NaN,', '')).database;
    expect(facets(strict).metadata).toContainEqual({
      path: ['seed'],
      count: 1,
      values: [{ value: { integer: '6687881544318117707' }, count: 1 }],
    });
  });
});
