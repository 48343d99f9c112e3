import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { renameSync, rmSync } from 'node:fs';
import { expect, test } from './support/application';
import { withDatabase } from './support/database';
import { showStatus } from './support/list';

// What other programs do to the library while the window shows it.

/** Runs SQL in a process of its own, as the Python worker would: autocommit, its own connection. */
const elsewhere = async (library: string, sql: string): Promise<void> => {
  const program = `
    const Database = require('better-sqlite3');
    const [file, sql] = process.argv.slice(1);
    const db = new Database(file, { timeout: 5000 });
    db.exec(sql);
    db.close();`;
  const child = spawn(process.execPath, ['-e', program, library, sql], { stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(0);
};

for (const mode of ['delete', 'wal']) {
  test.describe(`in journal mode ${mode}`, () => {
    test.beforeEach(({ library }) => {
      withDatabase(library, (db) => db.pragma(`journal_mode = ${mode}`));
    });

    test('inserts, updates and deletes of another process appear', async ({ launch, library }) => {
      const { page } = await launch({ library });
      const grid = page.getByRole('grid', { name: 'Generations' });
      await expect(grid).toHaveAttribute('aria-rowcount', '401');

      await elsewhere(
        library,
        `INSERT INTO generations (id, prompt, model_name, duration_seconds, sample_rate, channels,
           file_path, status, created_at) VALUES ('gen_00000001', 'a new arrival', 'musicgen-small',
           8.0, 32000, 2, 'outputs/gen_00000001.wav', 'pending', '2099-01-01 00:00:00.000000')`,
      );
      await expect(grid).toHaveAttribute('aria-rowcount', '402');
      await expect(page.getByRole('radio', { name: /^Pending/ })).toHaveAccessibleName(/\b4\b/);
      const row = page.locator('[data-generation-id="gen_00000001"]');
      await expect(row).toContainText('a new arrival');

      await elsewhere(
        library,
        "UPDATE generations SET status = 'processing' WHERE id = 'gen_00000001'",
      );
      await expect(row).toHaveAttribute('data-status', 'processing');

      await elsewhere(library, "DELETE FROM generations WHERE id = 'gen_00000001'");
      await expect(row).toHaveCount(0);
      await expect(grid).toHaveAttribute('aria-rowcount', '401');
    });
  });
}

test('details follow the file', async ({ launch, library }) => {
  const { page } = await launch({ library });
  await showStatus(page, 'Failed');
  const row = page.locator('[data-status="failed"]').first();
  const id = await row.getAttribute('data-generation-id');
  await row.click();
  const details = page.getByRole('complementary', { name: 'Generation details' });
  await details.getByRole('tab', { name: 'Error' }).click();
  await elsewhere(
    library,
    `UPDATE generations SET error_message = 'another reason' WHERE id = '${id}'`,
  );
  await expect(details.getByRole('tabpanel')).toContainText('another reason');
});

for (const [how, take] of [
  ['deleted', (file: string) => rmSync(file)],
  ['moved', (file: string) => renameSync(file, `${file}.elsewhere`)],
] as const) {
  test(`a library that is ${how} while open is said to be gone`, async ({ launch, library }) => {
    const { page } = await launch({ library });
    await expect(page.locator('[data-generation-id]').first()).toBeVisible();
    take(library);
    await expect(page.getByRole('alert')).toContainText(/deleted or moved/i);
    await expect(page.getByRole('button', { name: /try again/i })).toBeVisible();
  });
}
