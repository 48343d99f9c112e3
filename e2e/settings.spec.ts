import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/application';
import { dump, withDatabase } from './support/database';
import { cells, gridOf, showStatus } from './support/list';

// Settings: each applies at once and is there again at the next start.

test('theme, density and times apply at once and stay', async ({ launch, library }) => {
  const first = await launch({ library });
  const { app, page } = first;
  await expect(page.locator('[data-generation-id]').first()).toBeVisible();
  const rowHeight = async (of = page) =>
    (await of.locator('[data-index="0"]').boundingBox())?.height ?? 0;
  const comfortable = await rowHeight();
  const relative = await cells(page, 'createdAt').first().innerText();

  await page.getByRole('link', { name: 'Settings' }).click();
  const choose = (group: string, option: string) =>
    page.getByRole('radiogroup', { name: group }).getByText(option, { exact: true }).click();
  await choose('Theme', 'Dark');
  await expect.poll(() => app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark');
  await page.emulateMedia({ colorScheme: null });
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const scheme = page.locator('html');
  await expect(scheme).toHaveAttribute('data-mantine-color-scheme', 'dark');
  const dark = await background();
  await choose('Theme', 'Light');
  await expect(scheme).toHaveAttribute('data-mantine-color-scheme', 'light');
  await expect.poll(background).not.toBe(dark);
  await choose('Theme', 'Dark');
  await expect.poll(background).toBe(dark);
  await choose('Density', 'Compact');
  await choose('Times', 'Date and time');
  await page.getByRole('link', { name: 'Generations' }).click();
  await expect.poll(() => rowHeight()).toBeLessThan(comfortable);
  const absolute = await cells(page, 'createdAt').first().innerText();
  expect(absolute).not.toBe(relative);
  expect(absolute).toMatch(/\d{2}:\d{2}:\d{2}/);
  const compact = await rowHeight();
  await app.close();

  const second = await launch({ library });
  await expect(second.page.locator('[data-generation-id]').first()).toBeVisible();
  expect(await rowHeight(second.page)).toBe(compact);
  await expect(cells(second.page, 'createdAt').first()).toHaveText(absolute);
  await second.page.getByRole('link', { name: 'Settings' }).click();
  for (const [group, option] of [
    ['Theme', 'Dark'],
    ['Density', 'Compact'],
    ['Times', 'Date and time'],
  ] as const) {
    await expect(
      second.page.getByRole('radiogroup', { name: group }).getByRole('radio', { name: option }),
    ).toBeChecked();
  }
  // What the library is, as far as it can be said.
  const about = second.page.getByRole('region', { name: 'Library' });
  await expect(about).toContainText(library);
  await expect(about).toContainText('DGX Music');
  await second.page.getByRole('link', { name: 'Generations' }).click();
  await expect(gridOf(second.page)).toBeVisible();
});

test('a backup, and our indexes, which an adopted library has once one agrees', async ({
  launch,
  library,
  folder,
}) => {
  const { page } = await launch({ library });
  const before = dump(library);
  await page.getByRole('link', { name: 'Settings' }).click();
  const about = page.getByRole('region', { name: 'Library' });
  await about.getByRole('button', { name: 'Back up' }).click();
  const said = page.getByRole('status').filter({ hasText: 'Backed up and checked' });
  await expect(said).toContainText('400 generations');
  const backups = () => readdirSync(folder).filter((name) => /backup|before/.test(name));
  const [backup = ''] = backups();
  await expect(said).toContainText(backup);
  expect(dump(join(folder, backup))).toEqual(before);

  await about.getByRole('button', { name: 'Add…' }).click();
  expect(dump(library)).toEqual(before);
  await page.getByRole('button', { name: 'Back up and add' }).click();
  await expect(about).toContainText('All there.');
  expect(backups()).toHaveLength(2);
  const after = dump(library);
  expect(after.generations).toEqual(before.generations);
  expect(after.prompts).toEqual(before.prompts);
  expect(Object.keys(after)).toEqual(Object.keys(before));
  // What is read and kept goes on with them, and stays beside the library.
  await page.getByRole('link', { name: 'Generations' }).click();
  await expect(gridOf(page)).toHaveAttribute('aria-rowcount', '401');
  await showStatus(page, 'Failed');
  await page.getByRole('button', { name: 'Retry', exact: true }).first().click();
  await expect
    .poll(() =>
      withDatabase(library, (db) =>
        db.prepare("SELECT count(*) FROM generations WHERE status = 'failed'").pluck().get(),
      ),
    )
    .toBe(34);
  expect(Object.keys(dump(library))).toEqual(Object.keys(before));
});
