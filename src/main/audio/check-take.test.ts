import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Take } from '../../shared/audio-check';
import { checkTakes } from './check-take';
import { openPeakCache } from './peak-cache';
import { wavFile } from './testing';
import { createReferences } from './unreferenced';

const tone = wavFile({ seconds: 1, sampleRate: 8_000, channels: 1 });

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'take-')));
  mkdirSync(join(root, 'data/outputs'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const places = () => ({ libraryPath: join(root, 'data/x.db'), outputFolders: [] });
const take = (name: string, changes: Partial<Take> = {}): Take => ({
  id: name,
  prompt: name,
  filePath: `outputs/${name}`,
  status: 'completed',
  durationSeconds: 1,
  sampleRate: 8_000,
  channels: 1,
  fileSizeBytes: tone.length,
  ...changes,
});
const fileOf = (name: string): string => join(root, 'data/outputs', name);
const put = (name: string, content: Buffer | string) => writeFileSync(fileOf(name), content);

it('finds what is wrong with each take, in their order', async () => {
  put('good.wav', tone);
  put('cut.wav', tone.subarray(0, 1_000));
  put('text.wav', 'words');
  put('quiet.wav', wavFile({ seconds: 1, sampleRate: 8_000, channels: 1, amplitude: 0.0005 }));
  symlinkSync('/etc/hostname', join(root, 'data/outputs/link.wav'));
  const found = await checkTakes(
    [
      take('good.wav'),
      take('gone.wav'),
      take('waiting.wav', { status: 'pending' }),
      take('cut.wav', { fileSizeBytes: null }),
      take('text.wav'),
      take('quiet.wav', { channels: 2 }),
      take('link.wav'),
    ],
    places(),
    openPeakCache(join(root, 'peaks')),
  );
  expect(found.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
    'gone.wav missing',
    'cut.wav truncated',
    'text.wav not-audio',
    'quiet.wav silent',
    'quiet.wav differs',
    'link.wav refused',
  ]);
});

it.each([
  ['silence.flac', ['silent']],
  ['silence.ogg', ['silent']],
  ['silence.opus', ['silent']],
  ['clipped.mp3', ['clipped']],
  ['tone.mp3', []],
  ['tone.opus', []],
])('listens to compressed takes, too: %s', async (name, kinds) => {
  copyFileSync(resolve(import.meta.dirname, '../../../e2e/fixtures/audio', name), fileOf(name));
  const unsaid = { durationSeconds: null, sampleRate: null, channels: null, fileSizeBytes: null };
  const cache = openPeakCache(join(root, 'peaks'));
  const found = await checkTakes([take(name, unsaid)], places(), cache);
  expect(found.map(({ kind }) => kind)).toEqual(kinds);
});

it('lists audio that no generation names, in the folders of those that are named', async () => {
  for (const name of ['a.wav', 'b.wav', 'notes.txt']) put(name, tone);
  writeFileSync(join(root, 'elsewhere.wav'), tone);
  const references = createReferences(places());
  references.add(['outputs/a.wav', '/etc/x.wav', '../../../etc/y.wav', 'nul\0.wav']);
  const found = await references.unreferenced();
  expect(found.map(({ title }) => title)).toEqual(['b.wav']);
});
