import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { open, rowsOf, sampleLibrary } from '../../testing/libraries';

// What the long torture found: a retry of another program between the two steps of an Undo.
it('an outcome that was brought back and cleared again at once is not forgotten', () => {
  const path = sampleLibrary();
  const failed = rowsOf(path).find(({ status }) => status === 'failed');
  const id = String(failed?.id);
  const dataFolder = join(dirname(path), 'data');
  const other = open(path, { dataFolder });
  let watching = false;
  let committed = false;
  let retried: readonly string[] = [];
  const ours = open(path, {
    dataFolder,
    echo: (sql) => {
      if (!watching || retried.length > 0) return;
      if (committed) retried = other.generations.retry([id]).retried;
      committed = sql.startsWith('COMMIT');
    },
  });
  ours.generations.retry([id]);
  watching = true;
  expect(ours.generations.undoRetry([id]).undone).toEqual([id]);
  expect(retried).toEqual([id]);
  expect(ours.generations.attempts(id)).toMatchObject([{ errorMessage: failed?.error_message }]);
});
