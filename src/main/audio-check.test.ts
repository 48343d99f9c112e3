import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CheckState, Take } from '../shared/audio-check';
import { createAudioCheck } from './audio-check';
import type { AudioHost } from './audio-host';
import { openCheckStore } from './check-store';
import type { StorageHost } from './storage-host';

let folder: string;
let libraryPath: string;
let states: CheckState[];
/** Called with the number of takes of each page that the thread is given. */
let onPage: (takes: number) => void;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'check-'));
  libraryPath = '/music/a.db';
  states = [];
  onPage = () => {};
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const takes = Array.from(
  { length: 300 },
  (_, index): Take => ({
    id: String(index).padStart(4, '0'),
    prompt: `take ${index}`,
    filePath: `outputs/${index}.wav`,
    status: 'completed',
    durationSeconds: 8,
    sampleRate: 32_000,
    channels: 2,
    fileSizeBytes: null,
  }),
);

const storage = {
  call: async (name: string, input: { after: string; limit: number }) =>
    name === 'generations.count'
      ? { total: takes.length }
      : { libraryPath, takes: takes.filter(({ id }) => id > input.after).slice(0, input.limit) },
} as unknown as Pick<StorageHost, 'call'>;

/** Finds every hundredth take missing, and one file that none names. */
const thread = {
  call: async (name: string, input: { takes: readonly Take[]; filePaths: readonly string[] }) => {
    if (name === 'unreferenced') {
      expect(input.filePaths).toHaveLength(takes.length);
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
    store: openCheckStore(join(folder, 'checks')),
    outputFolders: () => [],
    progress: (state) => states.push(state),
  });
const settled = (phase: CheckState['phase']) =>
  vi.waitFor(() => expect(states.at(-1)?.phase).toBe(phase));

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
    // Another start of the application finds it.
    const later = create();
    await vi.waitFor(async () => expect((await later.state()).phase).toBe('done'));
    const { total, findings } = await later.findings('missing', 1, 10);
    expect(total).toBe(3);
    expect(findings.map(({ id }) => id)).toEqual(['0100', '0200']);
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
    expect(pages.reduce((sum, count) => sum + count, 0)).toBe(300 - 64);
    expect(states.at(-1)?.counts).toEqual({ missing: 3, unreferenced: 1 });
  });

  it('stops when another library is opened, and takes nothing over to it', async () => {
    const check = create();
    onPage = () => {
      libraryPath = '/music/b.db';
    };
    await check.start(false);
    await settled('stopped');
    expect(await check.state()).toMatchObject({ phase: 'never' });
    libraryPath = '/music/a.db';
    expect(await check.state()).toMatchObject({ phase: 'stopped', checked: 64 });
  });
});
