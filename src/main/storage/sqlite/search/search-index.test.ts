import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fold } from '../../../../shared/fold';
import {
  createAllSchema,
  libraryOf,
  open,
  rowsOf,
  sampleLibrary,
  withRaw,
} from '../../testing/libraries';
import type { ConnectedLibrary } from '../library';

const prompts = [
  'Lo-Fi 100% vinyl_crackle',
  '日本の琴とドラムンベース 🎵',
  'e\u0301tude no\u0308tig',
  'étude',
  'ΟΔΟΣ ΟΔΟΣΑ',
  'İstanbul ISPARTA',
  'Straße',
  '"quoted" \'single\' back\\slash',
  'line one\nline two\ttabbed',
  'nul\0inside',
  '',
  ' ',
  'مقطوعة موسيقية هادئة',
  '*? [a-z] ^$ NEAR AND OR NOT',
];

const needles = [
  ...prompts.flatMap((text) => [text, text.slice(0, 1), text.slice(1, 3), text.slice(2, 7)]),
  ...prompts.map((text) => text.toUpperCase()),
  ...[
    'a',
    'e',
    'é',
    '%',
    '_',
    '-',
    '🎵',
    '\ud83c',
    'σ',
    'ς',
    'ΟΔΟΣ',
    'i',
    'gen_00',
    '0a',
    'cuda',
    'OOM',
    'small',
    'l M',
    'zzz',
  ],
].filter((text) => text !== '');

const insert = `INSERT INTO generations (id, prompt, model_name, status, error_message, created_at,
  completed_at, duration_seconds, sample_rate, channels, file_path)
  VALUES (?, ?, ?, ?, ?, ?, ?, 8, 1, 1, '')`;

/** @param count rows; every 50th has a prompt of its own */
const library = (count: number, options = {}): ConnectedLibrary => {
  const path = libraryOf(createAllSchema);
  withRaw(path, (raw) => {
    const statement = raw.prepare(insert);
    raw.transaction(() => {
      for (let index = 0; index < count; index++) {
        statement.run(
          `gen_${index.toString(16).padStart(8, '0')}`,
          count > 1_000
            ? `${prompts[index % prompts.length]} ${index}`
            : prompts[index % prompts.length],
          index % 3 ? 'MusicGen-Small' : 'yue',
          index % 4 ? 'completed' : 'failed',
          index % 4 ? null : `CUDA OOM after ${index % 16} steps`,
          `2025-01-01 00:00:${String(index % 60).padStart(2, '0')}`,
          '2025-01-02 00:00:00',
        );
      }
    })();
  });
  return open(path, options);
};

/** Plainly: fold, and look. */
const expected = ({ database }: ConnectedLibrary, needle: string): string[] =>
  rowsOf(database.path)
    .filter((row) => {
      const { model_name } = row as unknown as { model_name: string };
      return [row.prompt, model_name, row.id, row.error_message ?? ''].some((text) =>
        fold(text).includes(fold(needle)),
      );
    })
    .map(({ id }) => id)
    .sort();

const found = ({ generations }: ConnectedLibrary, text: string): string[] => {
  const { rows } = generations.page({ filter: { text }, limit: 100_000 });
  expect(generations.count({ text })).toBe(rows.length);
  const byStatus = generations.countByStatus({ text });
  for (const status of ['failed', 'completed']) {
    const there = rows.filter((row) => row.status === status).length;
    expect(byStatus[status]).toBe(there);
    expect(generations.count({ text, statuses: [status] })).toBe(there);
  }
  return rows.map(({ id }) => id).sort();
};

const isIndexed = ({ database }: ConnectedLibrary): boolean =>
  database.search.find(database, 'anything') !== null;

const indexed = async (searched: ConnectedLibrary): Promise<ConnectedLibrary> => {
  searched.database.search.start(searched.database);
  await searched.database.search.ready();
  expect(isIndexed(searched)).toBe(true);
  return searched;
};

describe('searching', () => {
  it('finds what a plain look finds, before there is an index', () => {
    const searched = library(140);
    for (const needle of needles.filter((_, index) => index % 4 === 0)) {
      expect(found(searched, needle)).toEqual(expected(searched, needle));
    }
  });

  it('finds the same with an index in memory', async () => {
    const searched = await indexed(library(140));
    for (const needle of needles)
      expect(found(searched, needle)).toEqual(expected(searched, needle));
  });

  it('finds the same with the trigram index, and again after it was closed', async () => {
    const searched = await indexed(library(7_000));
    const some = needles.filter((_, index) => index % 9 === 0);
    for (const needle of [...some, '345', '🎵 1', 'vinyl_crackle 6']) {
      expect(found(searched, needle)).toEqual(expected(searched, needle));
    }
    const path = searched.database.path;
    searched.database.search.close();
    expect(existsSync(join(dirname(path), 'data', 'search'))).toBe(true);
    const again = await indexed(open(path));
    expect(found(again, 'vinyl_crackle 6')).toEqual(expected(again, 'vinyl_crackle 6'));
  });

  it('builds by itself once somebody searches', async () => {
    const searched = library(140);
    expect(isIndexed(searched)).toBe(false);
    await searched.database.search.ready();
    expect(isIndexed(searched)).toBe(true);
  });
});

describe('the index keeps step with', () => {
  const job = { modelName: 'm', durationSeconds: 1, sampleRate: 1, channels: 1, filePath: '' };

  it('new rows, ends of jobs and retries, here and elsewhere', async () => {
    const searched = await indexed(library(140));
    const { generations } = searched;
    const { id } = generations.create({ ...job, prompt: 'brand new' });
    expect(found(searched, 'brand new')).toEqual([id]);
    expect(isIndexed(searched)).toBe(true);
    generations.fail(id, 'an unheard-of failure');
    expect(found(searched, 'unheard-of')).toEqual([id]);
    generations.retry([id]);
    expect(found(searched, 'unheard-of')).toEqual([]);
    generations.undoRetry([id]);
    expect(found(searched, 'UNHEARD-OF')).toEqual([id]);
    withRaw(searched.database.path, (raw) => {
      raw
        .prepare(insert)
        .run('gen_raw', 'from elsewhere', 'm', 'pending', null, '2020-01-01 00:00:00', null);
    });
    expect(found(searched, 'elsewhere')).toEqual(['gen_raw']);
    expect(isIndexed(searched)).toBe(true);
  });

  it('deleted rows and renumbered ones, by building again', async () => {
    const searched = await indexed(library(140));
    const gone = expected(searched, 'quoted');
    searched.generations.delete(gone);
    expect(found(searched, 'quoted')).toEqual([]);
    await indexed(searched);
    expect(found(searched, 'quoted')).toEqual([]);
    withRaw(searched.database.path, (raw) => raw.exec('VACUUM'));
    expect(found(searched, 'crackle')).toEqual(expected(searched, 'crackle'));
    await indexed(searched);
    expect(found(searched, 'crackle')).toEqual(expected(searched, 'crackle'));
  });

  it('ids that others gave to waiting jobs, in the middle and at the end', async () => {
    const searched = await indexed(library(140));
    const [first, last] = [1, 140].map((rowid) => (id: string) => {
      withRaw(searched.database.path, (raw) =>
        raw
          .prepare("UPDATE generations SET status = 'pending', id = ? WHERE rowid = ?")
          .run(id, rowid),
      );
    });
    last?.('renamed_at_the_end');
    expect(found(searched, 'renamed')).toEqual(['renamed_at_the_end']);
    expect(isIndexed(searched)).toBe(true);
    first?.('renamed_longer_than_before_in_the_middle');
    const both = ['renamed_at_the_end', 'renamed_longer_than_before_in_the_middle'];
    expect(found(searched, 'renamed')).toEqual(both);
    await indexed(searched);
    expect(found(searched, 'renamed')).toEqual(both);
    expect(found(searched, 'gen_00')).toEqual(expected(searched, 'gen_00'));
  });

  it('more texts than sixteen bits count', async () => {
    const searched = await indexed(library(1));
    withRaw(searched.database.path, (raw) => {
      const statement = raw.prepare(insert);
      raw.transaction(() => {
        for (let n = 0; n < 66_000; n++) {
          statement.run(
            `many_${n}`,
            `text ${n}`,
            'm',
            'completed',
            null,
            '2020-01-01',
            '2020-01-01',
          );
        }
      })();
    });
    await indexed(searched);
    expect(found(searched, 'text 65999')).toEqual(['many_65999']);
    expect(searched.generations.count({ text: 'text 12' })).toBe(1 + 10 + 100 + 1_000);
  });

  it('texts that others changed in place, a little later, and says so', async () => {
    const searched = await indexed(library(140));
    expect(found(searched, 'brass')).toEqual([]);
    withRaw(searched.database.path, (raw) =>
      raw.exec("UPDATE generations SET prompt = 'brass, and nothing else' WHERE rowid = 70"),
    );
    const readAgain = new Promise<void>((heard) => searched.database.search.whenReadAgain(heard));
    found(searched, 'anything');
    await readAgain;
    expect(isIndexed(searched)).toBe(true);
    expect(found(searched, 'brass')).toHaveLength(1);
    expect(found(searched, 'brass')).toEqual(expected(searched, 'brass'));
  });

  it('nothing that was rolled back', async () => {
    const searched = await indexed(library(140));
    expect(() =>
      searched.transaction(() => {
        searched.generations.create({ ...job, prompt: 'never was' });
        expect(searched.generations.count({ text: 'never was' })).toBe(1);
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(found(searched, 'never was')).toEqual([]);
  });
});

describe('the file of the index', () => {
  it('is made anew when it is spoiled', async () => {
    const path = sampleLibrary();
    const first = await indexed(open(path));
    const { id } = first.info();
    first.database.search.close();
    const file = join(dirname(path), 'data', 'search', `${id}.db`);
    writeFileSync(file, 'spoiled '.repeat(2_000));
    const second = await indexed(open(path));
    expect(found(second, 'piano')).toEqual(expected(second, 'piano'));
  });

  it('serves one process at a time; the other searches without it', async () => {
    const path = sampleLibrary();
    const [first, second] = [await indexed(open(path)), await indexed(open(path))];
    for (const searched of [first, second]) {
      expect(found(searched, 'piano')).toEqual(expected(searched, 'piano'));
    }
  });

  it('is given up where none can be made', async () => {
    const path = sampleLibrary();
    const dataFolder = join(dirname(path), 'blocked');
    writeFileSync(dataFolder, '');
    const searched = await indexed(open(path, { dataFolder }));
    expect(found(searched, 'piano')).toEqual(expected(searched, 'piano'));
  });

  it('is free again when building was given up', async () => {
    const path = sampleLibrary();
    const left = open(path, { search: true });
    left.database.search.close();
    await left.database.search.ready();
    const again = await indexed(open(path));
    expect(found(again, 'piano')).toEqual(expected(again, 'piano'));
  });

  it('is not for rowids that are far apart', async () => {
    const path = sampleLibrary();
    withRaw(path, (raw) => raw.exec('UPDATE generations SET rowid = rowid * 1000000'));
    const searched = open(path, { search: true });
    await searched.database.search.ready();
    expect(isIndexed(searched)).toBe(false);
    expect(found(searched, 'piano')).toEqual(expected(searched, 'piano'));
    await searched.database.search.ready();
    expect(isIndexed(searched)).toBe(false);
  });

  it('may be left in the middle of building', async () => {
    const searched = library(7_000, { search: true });
    searched.database.search.close();
    await searched.database.search.ready();
    expect(searched.generations.count({ text: 'crackle' })).toBe(500);
  });
});
