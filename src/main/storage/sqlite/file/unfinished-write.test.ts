import { chmodSync, copyFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { cutInTheMiddle, failureOf, open, temporaryFolder } from '../../testing/libraries';
import { openLibrary } from '../library';

// What is left of a program that was killed while it wrote, in a folder where nothing can be written.

const closeFolder = (path: string): void => {
  chmodSync(dirname(path), 0o555);
  onTestFinished(() => chmodSync(dirname(path), 0o755));
};

it('a write that has to be taken back is named, and what to copy', () => {
  const path = cutInTheMiddle('delete');
  closeFolder(path);
  const options = { dataFolder: temporaryFolder() };
  const { code, message, hint } = failureOf(() => openLibrary(path, options));
  expect(code).toBe('library-unreadable');
  expect(message).toContain('generations.db-journal');
  expect(message).toContain('read-only');
  expect(hint).toContain('Copy generations.db and generations.db-journal together');
  // As it says: the copy opens, and nothing of the unfinished write is in it.
  const copies = temporaryFolder();
  for (const name of readdirSync(dirname(path))) {
    copyFileSync(join(dirname(path), name), join(copies, name));
  }
  const library = open(join(copies, basename(path)));
  expect(library.generations.count()).toBe(400);
  expect(library.check().ok).toBe(true);
});

it('what is only in the write-ahead log is read, or that it cannot be is said', () => {
  const path = cutInTheMiddle('wal');
  closeFolder(path);
  try {
    // The superuser may make the file that a reader needs there.
    expect(open(path).generations.get('gen_3c6ef369')?.prompt).toMatch(/0{500}$/);
  } catch (thrown) {
    expect(thrown).toMatchObject({
      code: 'library-unreadable',
      hint: expect.stringContaining('Copy generations.db and generations.db-wal together'),
    });
  }
});
