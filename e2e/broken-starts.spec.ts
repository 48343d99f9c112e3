import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import Database from 'better-sqlite3';
import { expect, test } from './support/application';
import { showStatus } from './support/list';

// Starts that go wrong. Each has a message of its own and a way on, and leaves the file as it was.

const failure = (page: Page) => page.getByRole('alert');

const expectWaysOn = async (page: Page) => {
  await expect(page.getByRole('button', { name: /try again/i })).toBeVisible();
  await expect(page.getByRole('button', { name: /open another/i })).toBeVisible();
};

test('without a library there is a welcome', async ({ launch }) => {
  const { page } = await launch();
  await expect(page.getByRole('button', { name: /open a library/i })).toBeVisible();
  await expect(page.getByRole('button', { name: /create/i })).toBeVisible();
});

test('a file that is not there', async ({ launch, folder }) => {
  const file = join(folder, 'missing.db');
  const { page } = await launch({ library: file });
  await expect(failure(page)).toContainText(/no file|not found|does not exist/i);
  await expect(page.getByText(file, { exact: true })).toBeVisible();
  await expectWaysOn(page);
  expect(() => statSync(file)).toThrow();
});

test('a file that appears meanwhile opens with Try again', async ({ launch, folder, library }) => {
  const file = join(folder, 'later.db');
  const { page } = await launch({ library: file });
  await expect(failure(page)).toBeVisible();
  writeFileSync(file, readFileSync(library));
  await page.getByRole('button', { name: /try again/i }).click();
  await expect(page.getByRole('grid', { name: 'Generations' })).toBeVisible();
});

test('settings that are a folder', async ({ launch, library, folder }) => {
  const data = join(folder, 'data');
  mkdirSync(join(data, 'settings.json', 'somebody'), { recursive: true });
  const { app, page } = await launch({ library, data });
  await expect(page.locator('[data-generation-id]').first()).toBeVisible();
  await expect(page.getByRole('status')).toContainText('could not be read');
  await app.close();
  expect(readdirSync(join(data, 'settings.json.broken'))).toEqual(['somebody']);
  expect(JSON.parse(readFileSync(join(data, 'settings.json'), 'utf8'))).toMatchObject({
    recent: [{ path: library }],
  });
});

test('a file that is not a database', async ({ launch, folder }) => {
  const file = join(folder, 'notes.db');
  writeFileSync(file, 'Dear diary, today I made a song.\n'.repeat(200));
  const before = readFileSync(file);
  const { page } = await launch({ library: file });
  await expect(failure(page)).toContainText(/not a (sqlite )?database/i);
  await expectWaysOn(page);
  expect(readFileSync(file).equals(before)).toBe(true);
});

test('a database of something else', async ({ launch, folder }) => {
  const file = join(folder, 'recipes.db');
  const db = new Database(file);
  db.exec('CREATE TABLE recipes (id INTEGER PRIMARY KEY, name TEXT)');
  db.close();
  const before = readFileSync(file);
  const { page } = await launch({ library: file });
  await expect(failure(page)).toContainText(/no DGX Music library/i);
  await expect(failure(page)).toContainText('recipes');
  await expectWaysOn(page);
  expect(readFileSync(file).equals(before)).toBe(true);
});

test('a folder in place of a file cannot be read', async ({ launch, folder }) => {
  const file = join(folder, 'folder.db');
  mkdirSync(file);
  const { page } = await launch({ library: file });
  await expect(failure(page)).toContainText(/folder|cannot be read/i);
  await expectWaysOn(page);
});

test('a library whose end is missing', async ({ launch, library }) => {
  truncateSync(library, Math.floor(statSync(library).size / 3));
  const before = readFileSync(library);
  const { page } = await launch({ library });
  await expect(failure(page).first()).toContainText(/damaged|malformed|corrupt|truncated/i);
  expect(readFileSync(library).equals(before)).toBe(true);
});

test('a read-only library is shown, and says why nothing can be changed', async ({
  launch,
  library,
  folder,
}) => {
  const shelf = join(folder, 'shelf');
  mkdirSync(shelf);
  const stored = join(shelf, 'generations.db');
  renameSync(library, stored);
  chmodSync(stored, 0o444);
  chmodSync(shelf, 0o555);
  try {
    const { page } = await launch({ library: stored });
    await expect(page.locator('[data-generation-id]').first()).toBeVisible();
    await showStatus(page, 'Failed');
    await expect(page.getByText(/read-only/i).first()).toBeVisible();
    await expect(
      page.locator('[data-status="failed"]').first().getByRole('button', { name: 'Retry' }),
    ).toBeDisabled();
  } finally {
    chmodSync(shelf, 0o755);
  }
});
