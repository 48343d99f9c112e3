import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, sampleLibrary } from './application';
import { withDatabase } from './database';

/** More rows than a browser can lay out at their height below each other. */
export const manyRows = 1_000_000;

/** The id of a row by its place in the list, zero for the newest. */
export const idAt = (index: number): string => `row_${String(manyRows - index).padStart(7, '0')}`;

/** `test` with a library of {@link manyRows}, made once. Tests look at it and change nothing. */
export const test = base.extend<object, { largeLibrary: string }>({
  largeLibrary: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the dependencies off the pattern
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'dgx-music-monitor-large-'));
      const file = join(folder, 'large.db');
      copyFileSync(sampleLibrary, file);
      withDatabase(file, fill);
      await use(file);
      rmSync(folder, { recursive: true, force: true });
    },
    // Its time is its own, not that of the first test.
    { scope: 'worker', timeout: 180_000 },
  ],
});

const fill = (db: import('better-sqlite3').Database): void => {
  db.pragma('synchronous = off');
  const indices = db
    .prepare<[], { name: string; sql: string }>(
      "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'generations' AND sql NOT NULL",
    )
    .all();
  for (const { name } of indices) db.exec(`DROP INDEX ${name}`);
  db.exec(`
    DELETE FROM generations;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${manyRows})
    INSERT INTO generations (id, prompt, model_name, duration_seconds, sample_rate, channels,
      file_path, status, created_at)
    SELECT printf('row_%07d', i), 'prompt ' || i, 'musicgen-small', 8.0, 32000, 2, 'f',
      iif(i % 10 = 0, 'failed', 'completed'),
      strftime('%Y-%m-%d %H:%M:%S.000000', 1700000000 + i, 'unixepoch')
    FROM n`);
  for (const { sql } of indices) db.exec(sql);
};
