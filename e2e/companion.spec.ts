import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/application';
import { withDatabase } from './support/database';
import { gridOf, idsShown, showStatus } from './support/list';

// What is ours about a library is kept in a file beside the settings. Where that fails, it is said.

test('says that judgements cannot be kept, and shows the list all the same', async ({
  launch,
  library,
  folder,
}) => {
  const data = join(folder, 'data-of-ours');
  mkdirSync(data);
  writeFileSync(join(data, 'libraries'), 'a file where the folder should be');
  // What an earlier version left in the library has to go there.
  withDatabase(library, (db) =>
    db.exec(`CREATE TABLE generation_attempts (id INTEGER PRIMARY KEY, generation_id VARCHAR,
      attempt INTEGER, status VARCHAR, completed_at, generation_time_seconds, file_size_bytes,
      error_message, retried_at DATETIME);
      INSERT INTO generation_attempts VALUES (1, 'x', 1, 'failed', NULL, NULL, NULL, 'boom',
        '2025-11-20 01:00:00.000000')`),
  );
  const { page } = await launch({ library, data });
  await expect(page.getByRole('alert')).toContainText('cannot be kept or read');
  await expect(gridOf(page)).toHaveAttribute('aria-rowcount', '401');
  await showStatus(page, 'Failed');
  await page.getByRole('button', { name: 'Retry', exact: true }).first().click();
  await expect(page.getByRole('alert')).toHaveCount(2);
  withDatabase(library, (db) =>
    expect(
      db.prepare("SELECT count(*) FROM generations WHERE status = 'failed'").pluck().get(),
    ).toBe(35),
  );
});

test('judges in a library of UTF-16, and finds it again', async ({ launch, library, folder }) => {
  const file = join(folder, 'utf16.db');
  withDatabase(file, (copy) => {
    copy.pragma("encoding = 'UTF-16le'");
    withDatabase(library, (db) => {
      const schema = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type = 'index'";
      for (const sql of db.prepare(schema).pluck().all()) copy.exec(String(sql));
      for (const table of ['generations', 'prompts']) {
        for (const row of db.prepare(`SELECT * FROM ${table}`).raw().all() as unknown[][]) {
          copy.prepare(`INSERT INTO ${table} VALUES (${row.map(() => '?').join()})`).run(...row);
        }
      }
    });
  });
  const first = await launch({ library: file });
  await showStatus(first.page, 'Completed');
  const id = String((await idsShown(first.page))[0]);
  const outcome = await first.page.evaluate(
    (one) =>
      window.monitor.judgements.set({ changes: [{ ids: [one], change: { starred: true } }] }),
    id,
  );
  expect(outcome.ok).toBe(true);
  await first.app.close();
  const { page } = await launch({ library: file });
  await page.getByRole('searchbox', { name: 'Search generations' }).fill('is:starred');
  await expect(gridOf(page)).toHaveAttribute('aria-rowcount', '2');
  expect(await idsShown(page)).toEqual([id]);
});
