import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { copyAudio } from './copy-audio';
import { openAudio } from './open-audio';
import { wavFile } from './testing';

const tone = wavFile({ seconds: 1 });

let root: string;
let libraryPath: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'copy-')));
  libraryPath = join(root, 'x.db');
  writeFileSync(libraryPath, 'library');
  writeFileSync(join(root, 'a.wav'), tone);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const copyTo = async (name: string): Promise<void> => {
  const audio = await openAudio('a.wav', { libraryPath, outputFolders: [] });
  try {
    await copyAudio(audio, join(root, name), libraryPath);
  } finally {
    await audio.handle.close();
  }
};

it('copies byte by byte, over what is there', async () => {
  writeFileSync(join(root, 'b.wav'), 'something longer than nothing');
  await copyTo('b.wav');
  expect(readFileSync(join(root, 'b.wav')).equals(tone)).toBe(true);
  expect(readdirSync(root).sort()).toEqual(['a.wav', 'b.wav', 'x.db']);
});

it('replaces neither the library nor the original', async () => {
  await expect(copyTo('x.db')).rejects.toMatchObject({ code: 'audio-refused' });
  await expect(copyTo('a.wav')).rejects.toMatchObject({ code: 'audio-refused' });
  expect(readFileSync(libraryPath, 'utf8')).toBe('library');
});

it('leaves nothing behind where it cannot write', async () => {
  await expect(copyTo('no/such/folder.wav')).rejects.toMatchObject({ code: 'internal' });
  expect(readdirSync(root).sort()).toEqual(['a.wav', 'x.db']);
});
