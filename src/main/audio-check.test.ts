import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CheckState, Take } from '../shared/audio-check';
import { createAudioCheck } from './audio-check';
import type { AudioHost } from './audio-host';
import { takesAfter } from './storage/sqlite/audio/audio-files';
import { keepCheck, lastCheck, listFindings } from './storage/sqlite/audio/audio-findings';
import { type ConnectedLibrary, openLibrary } from './storage/sqlite/library';
import { countGenerations } from './storage/sqlite/rows/counts';
import type { StorageHost } from './storage-host';

let folder: string;
let library: ConnectedLibrary;
let opened: ConnectedLibrary[];
let states: CheckState[];
/** Called with the number of takes of each page that the thread is given. */
let onPage: (takes: number) => void;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'check-'));
  opened = [];
  library = open('a');
  states = [];
  onPage = () => {};
});
afterEach(() => {
  for (const one of opened) one.close();
  rmSync(folder, { recursive: true, force: true });
});

const total = 300;

/** A library of so many takes. */
const open = (name: string): ConnectedLibrary => {
  const made = openLibrary(join(folder, `${name}.db`), { dataFolder: join(folder, 'data') });
  made.database.connection.exec(`INSERT OR IGNORE INTO generations (id, prompt, model_name,
      duration_seconds, sample_rate, channels, file_path, status, created_at)
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${total - 1})
    SELECT format('%04d', i), 'take ' || i, 'm', 8.0, 32000, 2, 'outputs/' || i || '.wav',
      'completed', '2026-01-01 00:00:00.000000' FROM n`);
  opened.push(made);
  return made;
};

/** The storage's own functions on the library that is open. */
const storage = {
  call: async (name: string, input: never) => {
    const { database } = library;
    if (name === 'generations.count') return countGenerations(database, {});
    if (name === 'lastCheck') return lastCheck(database);
    if (name === 'keepCheck') return keepCheck(database, input);
    const { after, limit } = input as { after: string; limit: number };
    return takesAfter(database, after, limit);
  },
} as unknown as Pick<StorageHost, 'call'>;

/** Finds every hundredth take missing, and one file that none names. */
const thread = {
  call: async (name: string, input: { takes: readonly Take[]; filePaths: readonly string[] }) => {
    if (name === 'unreferenced') {
      expect(input.filePaths).toHaveLength(total);
      return [{ kind: 'unreferenced', id: null, title: 'x.wav', message: 'x' }];
    }
    onPage(input.takes.length);
    return input.takes
      .filter(({ id }) => id.endsWith('00'))
      .map(({ id, prompt }) => ({ kind: 'missing', id, title: prompt, message: 'gone' }));
  },
} as unknown as AudioHost;

const create = () =>
  createAudioCheck({
    storage,
    thread,
    outputFolders: () => [],
    progress: (state) => states.push(state),
  });
const settled = (phase: CheckState['phase']) => expect.poll(() => states.at(-1)?.phase).toBe(phase);

describe('the check of the audio', () => {
  it('goes through everything and keeps what it found', async () => {
    expect(await create().state()).toMatchObject({ phase: 'never' });
    const check = create();
    expect(await check.start(false)).toMatchObject({ phase: 'running', checked: 0, total: 300 });
    await settled('done');
    expect(states.at(-1)).toMatchObject({
      checked: 300,
      counts: { missing: 3, unreferenced: 1 },
    });
    // Another start of the application finds it, and the list can be filtered by it.
    expect(await create().state()).toMatchObject({ phase: 'done', counts: { missing: 3 } });
    const { database, generations } = library;
    const missing = listFindings(database, { kind: 'missing', position: 1, limit: 10 });
    expect(missing.total).toBe(3);
    expect(missing.findings.map(({ id }) => id)).toEqual(['0100', '0200']);
    expect(generations.count({ audio: ['missing', 'silent'] })).toBe(3);
    expect(generations.count({ audio: ['missing'], text: 'take 10' })).toBe(1);
    expect(generations.count({ audio: ['silent'] })).toBe(0);
    states = [];
    await check.start(false);
    await settled('done');
    expect(states.at(-1)?.counts).toEqual({ missing: 3, unreferenced: 1 });
  });

  it('goes through everything once when it is started twice at once', async () => {
    const pages: number[] = [];
    onPage = (count) => pages.push(count);
    const check = create();
    await Promise.all([check.start(false), check.start(false)]);
    await settled('done');
    expect(pages.reduce((sum, count) => sum + count, 0)).toBe(total);
  });

  it('goes on where it was stopped, in another start too', async () => {
    const check = create();
    onPage = () => check.stop();
    await check.start(false);
    await settled('stopped');
    expect(states.at(-1)?.checked).toBe(64);
    const pages: number[] = [];
    onPage = (count) => pages.push(count);
    states = [];
    const later = create();
    await later.start(true);
    await settled('done');
    expect(pages.reduce((sum, count) => sum + count, 0)).toBe(total - 64);
    expect(states.at(-1)?.counts).toEqual({ missing: 3, unreferenced: 1 });
  });

  it('stops when another library is opened, and takes nothing over to it', async () => {
    const check = create();
    onPage = () => {
      library = open('b');
    };
    await check.start(false);
    await settled('stopped');
    expect(await check.state()).toMatchObject({ phase: 'never' });
    library = opened[0] ?? library;
    expect(await check.state()).toMatchObject({ phase: 'stopped', checked: 0, total });
  });
});
