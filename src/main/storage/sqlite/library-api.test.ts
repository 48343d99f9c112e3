import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../shared/generation';
import { GenerationStatus, openLibrary as openPublic } from '../entry';
import { toPromptRecord, toRecord } from '../record';
import {
  documentsSchema,
  failureOf,
  libraryOf,
  open,
  rowsOf,
  sampleLibrary,
  temporaryFolder,
  withRaw,
} from '../testing/libraries';
import type { ConnectedLibrary } from './library';

const job = {
  prompt: 'lo-fi',
  modelName: 'm',
  durationSeconds: 10,
  sampleRate: 32000,
  channels: 2,
  filePath: 'x.wav',
};

describe('the package', () => {
  it('shows no connection', () => {
    const library = openPublic(sampleLibrary(), { dataFolder: temporaryFolder() });
    try {
      expect(library).not.toHaveProperty('database');
      expect(library.generations.count()).toBe(400);
    } finally {
      library.close();
    }
  });
});

describe('library', () => {
  it('runs a whole life of jobs', () => {
    const library = open(join(temporaryFolder(), 'new.db'));
    const { generations, prompts } = library;
    const first = generations.create(job);
    const second = generations.create({ ...job, prompt: 'techno' });
    expect(generations.pending().map(({ id }) => id)).toEqual([second.id, first.id]);
    expect(generations.claimNext()?.id).toBe(first.id);
    generations.complete(first.id, { generationTimeSeconds: 4, fileSizeBytes: 10 });
    generations.markProcessing(second.id);
    generations.updateStatus(second.id, 'failed', 'CUDA out of memory: 2 GiB');
    expect(generations.countByStatus()).toMatchObject({ completed: 1, failed: 1, pending: 0 });
    expect(generations.retry({}).retried).toEqual([second.id]);
    expect(generations.retry({ statuses: ['completed'] }).retried).toEqual([]);
    expect(generations.attempts(second.id)).toHaveLength(1);
    expect(generations.undoRetry([second.id]).undone).toEqual([second.id]);
    expect(generations.retry([second.id]).retried).toEqual([second.id]);
    generations.fail(second.id, 'CUDA out of memory: 3 GiB');
    expect(library.leaderboard.prompts()).toMatchObject([
      {
        prompt: 'techno',
        uses: 1,
        failed: 1,
        successRate: 0,
        medianTimeSeconds: null,
        realTimeFactor: null,
      },
      {
        prompt: 'lo-fi',
        uses: 1,
        completed: 1,
        successRate: 1,
        medianTimeSeconds: 4,
        realTimeFactor: 0.4,
      },
    ]);
    expect(library.leaderboard.models()).toMatchObject([{ model: 'm', uses: 2, successRate: 0.5 }]);
    expect(library.leaderboard.failures()).toMatchObject([
      { signature: 'CUDA out of memory: <n> GiB', count: 1, models: ['m'] },
    ]);
    expect(library.stats()).toMatchObject({ totalGenerations: 2, totalPrompts: 2 });
    expect(
      prompts
        .mostUsed()
        .map(({ text }) => text)
        .sort(),
    ).toEqual(['lo-fi', 'techno']);
    expect(prompts.track('lo-fi').usedCount).toBe(2);
    expect(prompts.get(1)).toEqual(prompts.getByText('lo-fi'));
    expect(prompts.list({ limit: 1 })).toHaveLength(1);
    expect(prompts.count()).toBe(2);
    const third = generations.create(job);
    expect(generations.cancel([third.id]).cancelled).toEqual([third.id]);
    const deleted = generations.delete([third.id]);
    expect(generations.get(third.id)).toBeNull();
    generations.restore(deleted);
    expect(generations.get(third.id)?.status).toBe('cancelled');
    expect(generations.list({ status: 'cancelled' })).toHaveLength(1);
    expect(generations.page({ limit: 1 }).next).not.toBeNull();
    expect(generations.count({ prompt: 'lo-fi' })).toBe(2);
  });

  it('rolls all of a transaction back when any of it fails', () => {
    const library = open(sampleLibrary());
    const before = rowsOf(library.info().path);
    expect(() =>
      library.transaction(() => {
        library.generations.create(job);
        library.generations.retry({});
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(rowsOf(library.info().path)).toEqual(before);
    expect(library.generations.count()).toBe(400);
    const { id } = library.transaction(() => library.generations.create(job));
    expect(library.generations.get(id)).not.toBeNull();
  });

  it('forgets counts that a rolled back transaction saw', () => {
    const { generations, transaction } = open(sampleLibrary());
    expect(() =>
      transaction(() => {
        generations.create(job);
        expect(generations.count()).toBe(401);
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(generations.count()).toBe(400);
  });

  it('resets only when that is confirmed', () => {
    const library = open(libraryOf(documentsSchema));
    library.generations.create(job);
    library.generations.fail(library.generations.claimNext()?.id ?? '', 'x');
    library.generations.retry({});
    expect(failureOf(() => library.reset({ confirm: false })).code).toBe('invalid-input');
    library.reset({ confirm: true });
    expect(library.stats()).toMatchObject({
      totalGenerations: 0,
      totalPrompts: 0,
      successRate: null,
    });
    library.generations.create(job);
    expect(library.prompts.list()).toMatchObject([{ id: 1 }]);
  });

  it('changes its version with every commit of anybody', () => {
    const library = open(sampleLibrary());
    const versions = [library.version(), library.version()];
    library.prompts.track('x');
    versions.push(library.version());
    withRaw(library.info().path, (raw) => raw.exec('DELETE FROM prompts'));
    versions.push(library.version());
    expect(new Set(versions).size).toBe(3);
  });

  it('sums up the sample library', () => {
    const { leaderboard } = open(sampleLibrary());
    expect(leaderboard.failures().reduce((sum, { count }) => sum + count, 0)).toBe(35);
    expect(leaderboard.failures().map(({ signature }) => signature)).toContain(
      'CUDA out of memory. Tried to allocate <n> GiB (GPU <n>; <n> GiB total capacity)',
    );
    expect(leaderboard.prompts(5)).toHaveLength(5);
    expect(leaderboard.models().reduce((sum, { uses }) => sum + uses, 0)).toBe(400);
  });
});

it('an id that is taken is refused, and nothing is counted', () => {
  const { generations, prompts } = open(join(temporaryFolder(), 'new.db'));
  generations.create({ ...job, id: 'a' });
  expect(failureOf(() => generations.create({ ...job, id: 'a', prompt: 'other' }))).toMatchObject({
    code: 'generation-exists',
  });
  expect(prompts.getByText('other')).toBeNull();
});

it('completing a job that had failed clears its error', () => {
  const { generations } = open(join(temporaryFolder(), 'new.db'));
  const { id } = generations.create(job);
  generations.fail(id, 'no room');
  expect(generations.complete(id, { generationTimeSeconds: 1, fileSizeBytes: 1 })).toMatchObject({
    status: GenerationStatus.completed,
    errorMessage: null,
  });
});

it('metadata can be set whatever the status', () => {
  const { generations } = open(sampleLibrary());
  for (const status of Object.values(GenerationStatus)) {
    const [one] = generations.list({ status, limit: 1 });
    const id = one?.id ?? '';
    expect(generations.setMetadata(id, { bpm: 90 })?.metadata).toEqual({ bpm: 90 });
    expect(generations.setMetadata(id, null)?.metadataText).toBeNull();
    expect(generations.get(id)?.status).toBe(status);
  }
  expect(generations.setMetadata('none', {})).toBeNull();
});

it('statistics are flat, as those of Python, beside ours', () => {
  const { stats } = open(sampleLibrary());
  const { byStatus, ...flat } = stats();
  for (const status of Object.values(GenerationStatus)) expect(flat[status]).toBe(byStatus[status]);
});

it('toPromptRecord is what to_dict is', () => {
  const { prompts } = open(join(temporaryFolder(), 'new.db'));
  const prompt = prompts.track('lo-fi');
  expect(toPromptRecord(prompt)).toEqual({
    id: 1,
    text: 'lo-fi',
    used_count: 1,
    first_used_at: prompt.firstUsedAt?.toISOString().slice(0, -1),
    last_used_at: prompt.lastUsedAt?.toISOString().slice(0, -1),
  });
});

it('toRecord is what to_dict is', () => {
  const { generations } = open(sampleLibrary());
  const generation = generations.get('gen_3c6ef369');
  if (!generation) throw new Error('the sample has it');
  expect(toRecord(generation)).toEqual({
    id: 'gen_3c6ef369',
    prompt: '日本の琴とドラムンベース 🎵',
    model_name: 'musicgen-small',
    model_version: '1.0',
    duration_seconds: 30,
    sample_rate: 32000,
    channels: 1,
    file_path: '/opt/dgx-music/data/outputs/gen_3c6ef369.wav',
    file_size_bytes: 3840044,
    status: 'completed',
    created_at: '2025-11-20T01:16:14.158',
    completed_at: '2025-11-20T01:16:35.255',
    generation_time_seconds: 21.097,
    error_message: null,
    metadata: {},
  });
});

describe('what a program hands in by mistake', () => {
  const none = undefined as unknown as string;
  const mistakes: readonly (readonly [string, (library: ConnectedLibrary) => unknown])[] = [
    ['a job without a prompt', ({ generations }) => generations.create({ ...job, prompt: none })],
    [
      'a length in words',
      ({ generations }) => generations.create({ ...job, durationSeconds: 'x' as never }),
    ],
    [
      'a list for metadata',
      ({ generations }) => generations.create({ ...job, metadata: [1] as never }),
    ],
    ['a completion without a time', ({ generations }) => generations.complete('a', {} as never)],
    ['no message', ({ generations }) => generations.fail('a', none)],
    ['no status', ({ generations }) => generations.updateStatus('a', none)],
    ['an id that is no list', ({ generations }) => generations.delete('a' as never)],
    [
      'another name for a condition',
      ({ generations }) => generations.retry({ status: 'failed' } as never),
    ],
    ['half a row', ({ generations }) => generations.list({ limit: 1.5 })],
    [
      'an order that there is not',
      ({ generations }) => generations.page({ sort: { column: 'x' } as never }),
    ],
    ['an empty prompt', ({ generations }) => generations.create({ ...job, prompt: '' })],
    ['a blank prompt', ({ generations }) => generations.create({ ...job, prompt: ' \n' })],
    ['no length', ({ generations }) => generations.create({ ...job, durationSeconds: 0 })],
    [
      'a length below zero',
      ({ generations }) => generations.create({ ...job, durationSeconds: -1 }),
    ],
    ['no channel', ({ generations }) => generations.create({ ...job, channels: 0 })],
    ['three channels', ({ generations }) => generations.create({ ...job, channels: 3 })],
    ['a blank prompt to count', ({ prompts }) => prompts.track(' ')],
    ['metadata that is a list', ({ generations }) => generations.setMetadata('a', [1] as never)],
    [
      'metadata with a BigInt',
      ({ generations }) => generations.create({ ...job, metadata: { seed: 1n } as never }),
    ],
    [
      'a completion with a BigInt',
      ({ generations }) =>
        generations.complete('a', {
          generationTimeSeconds: 1,
          fileSizeBytes: 1,
          metadata: { seed: [1n] } as never,
        }),
    ],
    ['metadata in a circle', ({ generations }) => generations.setMetadata('a', circle() as never)],
    ['metadata without a bottom', ({ generations }) => generations.setMetadata('a', deep(200))],
    ['a transaction of nothing', ({ transaction }) => transaction(undefined as never)],
    ['a transaction of text', ({ transaction }) => transaction('x' as never)],
    [
      'an asynchronous transaction',
      ({ transaction, generations }) => transaction(async () => generations.create(job)),
    ],
    [
      'a transaction that answers a promise',
      ({ transaction, generations }) => transaction(() => Promise.resolve(generations.create(job))),
    ],
    ['less than no prompts', ({ prompts }) => prompts.mostUsed(-1)],
  ];

  const circle = (): object => {
    const value: { self?: object } = {};
    value.self = value;
    return value;
  };
  const deep = (levels: number): JsonObject =>
    JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);

  it.each(mistakes)('is refused: %s', (_, work) => {
    const library = open(sampleLibrary());
    const before = rowsOf(library.database.path);
    expect(failureOf(() => work(library)).code).toBe('invalid-input');
    expect(rowsOf(library.database.path)).toEqual(before);
  });

  it('is refused: anything after the library was closed', () => {
    const library = open(sampleLibrary());
    library.close();
    expect(failureOf(() => library.generations.count()).code).toBe('library-none');
    expect(failureOf(() => library.info()).code).toBe('library-none');
  });
});
