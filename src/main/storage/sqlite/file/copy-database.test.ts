import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cutInTheMiddle, rowsOf, sampleLibrary, temporaryFolder } from '../../testing/libraries';
import { copyDatabase } from './copy-database';

// What the long torture found: a program killed in the middle of a write, and a copy at that moment.
it('a copy takes back what a killed program did not finish', async () => {
  const before = rowsOf(sampleLibrary());
  const killed = cutInTheMiddle('delete');
  const copy = join(temporaryFolder(), 'copy.db');
  await copyDatabase(killed, copy);
  expect(rowsOf(copy)).toEqual(before);
});
