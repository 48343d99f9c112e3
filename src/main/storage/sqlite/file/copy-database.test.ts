import { copyFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { rowsOf, sampleLibrary, temporaryFolder, withRaw } from '../../testing/libraries';
import { copyDatabase } from './copy-database';

// What the long torture found: a program killed in the middle of a write, and a copy at that moment.
it('a copy takes back what a killed program did not finish', async () => {
  const path = sampleLibrary();
  const before = rowsOf(path);
  const folder = temporaryFolder();
  withRaw(path, (raw) => {
    raw.pragma('journal_mode = delete');
    raw.pragma('cache_size = 1');
    raw.exec('BEGIN; UPDATE generations SET prompt = prompt || hex(zeroblob(500))');
    for (const name of readdirSync(dirname(path))) {
      copyFileSync(join(dirname(path), name), join(folder, name));
    }
    raw.exec('ROLLBACK');
  });
  const killed = join(folder, basename(path));
  const copy = join(folder, 'copy.db');
  await copyDatabase(killed, copy);
  expect(rowsOf(copy)).toEqual(before);
});
