import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { foldersOf } from './allowed-file';
import { openAudio } from './open-audio';
import { traversalAttempts, wavFile } from './testing';

const tone = wavFile({ seconds: 0.01 });

/** `root/music/data/generations.db`, with audio in it, beside `root/secret/target.wav`. */
let root: string;
let libraryPath: string;
let target: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'audio-')));
  mkdirSync(join(root, 'music/data/outputs'), { recursive: true });
  mkdirSync(join(root, 'music/outputs'));
  mkdirSync(join(root, 'secret'));
  libraryPath = join(root, 'music/data/generations.db');
  target = join(root, 'secret/target.wav');
  writeFileSync(libraryPath, 'SQLite format 3');
  writeFileSync(target, tone);
  writeFileSync(join(root, 'music/outputs/a.wav'), tone);
  writeFileSync(join(root, 'music/data/outputs/b.wav'), tone);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** The path that was opened, relative to the root, or the code of the refusal. */
const attempt = async (filePath: string, ...outputFolders: string[]): Promise<string> => {
  try {
    const { handle, path } = await openAudio(filePath, { libraryPath, outputFolders });
    await handle.close();
    return path.slice(root.length + 1);
  } catch (thrown) {
    return (thrown as { code: string }).code;
  }
};

describe('audio is found', () => {
  it('in the library’s folder, then its parent', async () => {
    expect(await attempt('outputs/b.wav')).toBe('music/data/outputs/b.wav');
    expect(await attempt('outputs/a.wav')).toBe('music/outputs/a.wav');
    expect(await attempt('data/outputs/b.wav')).toBe('music/data/outputs/b.wav');
    expect(await attempt('../outputs/a.wav')).toBe('music/outputs/a.wav');
  });

  it('beside the link that the library was opened by', async () => {
    mkdirSync(join(root, 'desk/data/outputs'), { recursive: true });
    writeFileSync(join(root, 'desk/data/outputs/c.wav'), tone);
    const places = { libraryPath, linkFolder: join(root, 'desk/data'), outputFolders: [] };
    const { handle, path } = await openAudio('outputs/c.wav', places);
    await handle.close();
    expect(path).toBe(join(root, 'desk/data/outputs/c.wav'));
    expect(await attempt('outputs/c.wav')).toBe('audio-missing');
  });

  it('by a URL, and with the separators of Windows, in the same folders only', async () => {
    const url = (path: string) => pathToFileURL(join(root, path)).href;
    expect(await attempt(url('music/outputs/a.wav'))).toBe('music/outputs/a.wav');
    expect(await attempt(url('secret/target.wav'))).toBe('audio-refused');
    expect(await attempt('outputs\\a.wav')).toBe('music/outputs/a.wav');
    expect(await attempt('..\\..\\secret\\target.wav')).toBe('audio-refused');
    expect(await attempt('./outputs/a.wav')).toBe('music/outputs/a.wav');
  });

  it('in a configured folder before those', async () => {
    mkdirSync(join(root, 'extra/outputs'), { recursive: true });
    writeFileSync(join(root, 'extra/outputs/a.wav'), tone);
    expect(await attempt('outputs/a.wav', join(root, 'extra'))).toBe('extra/outputs/a.wav');
  });

  it('by an absolute path, inside the allowed folders only', async () => {
    expect(await attempt(join(root, 'music/outputs/a.wav'))).toBe('music/outputs/a.wav');
    expect(await attempt(target)).toBe('audio-refused');
    expect(await attempt(target, join(root, 'secret'))).toBe('secret/target.wav');
  });

  it('through links that stay inside, and through linked allowed folders', async () => {
    symlinkSync(join(root, 'music/outputs/a.wav'), join(root, 'music/data/link.wav'));
    expect(await attempt('link.wav')).toBe('music/outputs/a.wav');
    symlinkSync(join(root, 'secret'), join(root, 'allowed'));
    expect(await attempt(target, join(root, 'allowed'))).toBe('secret/target.wav');
  });
});

describe('what leads elsewhere is refused', () => {
  it('by the hundred', async () => {
    const attempts = traversalAttempts(target);
    expect(attempts.length).toBeGreaterThan(100);
    for (const path of attempts) {
      expect(await attempt(path), JSON.stringify(path.slice(0, 200))).toMatch(
        /^audio-(missing|refused|not-audio)$/,
      );
    }
  });

  it('says which folder to allow', async () => {
    await expect(openAudio(target, { libraryPath, outputFolders: [] })).rejects.toMatchObject({
      code: 'audio-refused',
      message: expect.stringContaining(target),
      hint: expect.stringContaining(join(root, 'secret')),
    });
  });

  it('through links of any kind', async () => {
    symlinkSync(target, join(root, 'music/outputs/link.wav'));
    symlinkSync('../../secret', join(root, 'music/outputs/folder'));
    symlinkSync('/etc/passwd', join(root, 'music/outputs/passwd.wav'));
    symlinkSync('loop.wav', join(root, 'music/outputs/loop.wav'));
    expect(await attempt('outputs/link.wav')).toBe('audio-refused');
    expect(await attempt('outputs/folder/target.wav')).toBe('audio-refused');
    expect(await attempt('outputs/passwd.wav')).toBe('audio-refused');
    expect(await attempt('outputs/loop.wav')).toBe('audio-missing');
  });

  it('the library itself under any name, which closing would unlock', async () => {
    linkSync(libraryPath, join(root, 'music/outputs/hard.wav'));
    symlinkSync(libraryPath, join(root, 'music/outputs/soft.wav'));
    writeFileSync(`${libraryPath}-wal`, 'x');
    linkSync(`${libraryPath}-wal`, join(root, 'music/outputs/wal.wav'));
    for (const name of ['hard.wav', 'soft.wav', 'wal.wav']) {
      expect(await attempt(`outputs/${name}`)).toBe('audio-not-audio');
    }
  });

  it('while links are being swapped', async () => {
    const name = join(root, 'music/outputs/swapped.wav');
    const spare = join(root, 'music/outputs/spare');
    let opened = 0;
    for (let round = 0; round < 300; round++) {
      const pending = attempt('outputs/swapped.wav');
      symlinkSync(round % 2 ? target : join(root, 'music/outputs/a.wav'), spare);
      renameSync(spare, name);
      const answer = await pending;
      if (answer === 'music/outputs/a.wav') opened++;
      else expect(answer).toMatch(/^audio-(missing|refused)$/);
    }
    expect(opened).toBeGreaterThan(0);
  });

  it('in the root of the disk, when the library lies near it', () => {
    expect(foldersOf({ libraryPath: '/data/x.db', outputFolders: ['/', 'relative'] })).toEqual([
      '/data',
    ]);
  });
});

describe('what is no audio is refused', () => {
  it.each([
    ['a text file named .wav', 'notes.wav', 'just some words in a text file', /something else/],
    ['a file without a byte', 'empty.wav', '', /empty/],
    ['audio with another name', 'audio.txt', tone, /not named like/],
  ])('%s', async (_what, name, content, message) => {
    writeFileSync(join(root, 'music/outputs', name), content);
    await expect(
      openAudio(`outputs/${name}`, { libraryPath, outputFolders: [] }),
    ).rejects.toMatchObject({
      code: 'audio-not-audio',
      message: expect.stringMatching(message),
    });
  });

  it('folders, pipes and files that nobody may read', async () => {
    mkdirSync(join(root, 'music/outputs/folder.wav'));
    execFileSync('mkfifo', [join(root, 'music/outputs/pipe.wav')]);
    expect(await attempt('outputs/folder.wav')).toBe('audio-not-audio');
    expect(await attempt('outputs/pipe.wav')).toBe('audio-not-audio');
    chmodSync(join(root, 'music/outputs/a.wav'), 0);
    // The superuser reads it all the same.
    expect(await attempt('outputs/a.wav')).toBe(
      process.getuid?.() === 0 ? 'music/outputs/a.wav' : 'audio-unreadable',
    );
  });
});
