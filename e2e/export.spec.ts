import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { expect, test } from './support/application';
import { withDatabase } from './support/database';
import { showStatus } from './support/list';
import './support/page';

// Export by the native menu. The system's save dialog itself cannot be driven: its answer is given.

const answerSaveDialog = (app: ElectronApplication, path: string) =>
  app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);

const chooseExport = (app: ElectronApplication) =>
  app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('export')?.click());

test('the matches go to a CSV file', async ({ launch, library, folder }) => {
  const { app, page } = await launch({ library });
  await showStatus(page, 'Failed');
  const path = join(folder, 'failed.csv');
  await answerSaveDialog(app, path);
  await chooseExport(app);
  const dialog = page.getByRole('dialog', { name: 'Export generations' });
  await expect(dialog).toContainText('35 generations');
  await dialog.getByRole('button', { name: 'Export…' }).click();
  await expect(dialog.getByRole('status')).toContainText('35 generations');
  const ids = withDatabase(library, (db) =>
    db.prepare("SELECT id FROM generations WHERE status = 'failed'").pluck().all(),
  ) as string[];
  const text = readFileSync(path, 'utf8');
  expect(text).toContain('id,prompt,model_name');
  for (const id of ids) expect(text).toContain(`\r\n${id},`);
});

test('a library goes to a JSON file, whole', async ({ launch, library, folder }) => {
  const { app, page } = await launch({ library });
  await expect(page.locator('[data-generation-id]').first()).toBeVisible();
  const path = join(folder, 'all.json');
  await answerSaveDialog(app, path);
  await chooseExport(app);
  const dialog = page.getByRole('dialog', { name: 'Export generations' });
  await dialog.getByText('JSON', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Export…' }).click();
  await expect(dialog.getByRole('status')).toContainText('400 generations');
  expect(JSON.parse(readFileSync(path, 'utf8'))).toHaveLength(400);
});

test('an export that is stopped leaves no file', async ({ launch, library, folder }) => {
  withDatabase(library, (db) =>
    db.exec(`
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)
      INSERT INTO generations (id, prompt, model_name, duration_seconds, sample_rate, channels,
        file_path, status, created_at)
      SELECT 'c' || i, 'p', 'm', 8.0, 32000, 2, 'f', 'completed', '2026-01-01 00:00:00.000000'
      FROM n`),
  );
  const { app, page } = await launch({ library });
  await expect(page.locator('[data-generation-id]').first()).toBeVisible();
  const path = join(folder, 'all.json');
  await answerSaveDialog(app, path);
  await chooseExport(app);
  const dialog = page.getByRole('dialog', { name: 'Export generations' });
  await dialog.getByRole('button', { name: 'Export…' }).click();
  await dialog.getByRole('button', { name: 'Stop' }).click();
  await expect(dialog).toContainText('No file was written');
  expect(existsSync(path)).toBe(false);
  expect(existsSync(`${path}.part`)).toBe(false);

  // Stop reaches an export, too, that the storage has not begun.
  const early = await page.evaluate(async () => {
    const sort = { column: 'createdAt', direction: 'descending' } as const;
    const outcome = window.monitor.generations.export({ filter: {}, sort, format: 'csv' });
    await window.monitor.generations.cancelExport();
    return outcome;
  });
  expect(early).toMatchObject({ ok: true, value: { cancelled: true } });
  expect(existsSync(path)).toBe(false);
});
