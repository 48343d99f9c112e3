import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { expect, test } from './support/application';

// The program's own diary, and what people paste into a report.

const choose = (app: ElectronApplication, label: string) =>
  app.evaluate(({ Menu }, wanted) => {
    const help = Menu.getApplicationMenu()?.items.find(({ role }) => role === 'help');
    help?.submenu?.items.find((item) => item.label === wanted)?.click();
  }, label);

test('the log tells what the program did, and nothing of the library', async ({
  launch,
  library,
  folder,
}) => {
  const { app, page } = await launch({ library });
  await expect(page.locator('[data-generation-id]').first()).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search generations' }).fill('piano');
  await expect(page.getByRole('grid', { name: 'Generations' })).not.toHaveAttribute(
    'aria-rowcount',
    '401',
  );
  await choose(app, 'Copy Diagnostics');
  await expect(page.getByRole('status')).toContainText('Diagnostics are on the clipboard.');
  const report = await app.evaluate(({ clipboard }) => clipboard.readText());
  expect(report).toMatch(/^DGX Music Monitor \d+\.\d+\.\d+/);
  expect(report).toContain('"event":"started"');
  expect(report).toMatch(/Library: phase open, origin alembic/);
  await app.close();

  const text = readFileSync(join(folder, 'data', 'logs', 'monitor.log'), 'utf8');
  const entries = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(entries[0]).toMatchObject({ level: 'info', event: 'started' });
  expect(entries).toContainEqual(expect.objectContaining({ event: 'library', phase: 'open' }));
  for (const said of [text, report]) {
    expect(said).not.toMatch(/piano/i);
    expect(said).not.toContain(library);
    expect(said).not.toContain(folder);
  }
});

test('Show Logs opens the folder of the log', async ({ launch, folder }) => {
  const { app, page } = await launch();
  await expect(page.getByRole('button', { name: /open a library/i })).toBeVisible();
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openPath = async (path) => {
      opened.push(path);
      return '';
    };
  });
  await choose(app, 'Show Logs');
  await expect
    .poll(() => app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened))
    .toEqual([join(folder, 'data', 'logs')]);
});
