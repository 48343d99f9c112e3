import { join } from 'node:path';
import { expect, test } from './support/application';
import { expectAccessible } from './support/axe';
import { withDatabase } from './support/database';
import { gridOf, insertGeneration } from './support/list';

// axe on every screen and in every dialog, light and dark: some thirty examinations, each of which
// takes seconds on a busy machine.
test.setTimeout(240_000);

/** A row of every status and a malformed one: all looks a row can have, and quick to examine. */
const keepOneOfEach = (library: string): void => {
  withDatabase(library, (db) =>
    db.exec(`DELETE FROM generations
      WHERE id NOT IN (SELECT max(id) FROM generations GROUP BY status)`),
  );
  insertGeneration(library, {
    id: 'gen_failed',
    status: 'failed',
    metadata: '{"bpm": 120, "list": [1, {"deep": true}]}',
    error_message: 'Traceback (most recent call last):\nRuntimeError: cuDNN error',
  });
  insertGeneration(library, { id: 'gen_malformed', channels: 'two', metadata: 'not json' });
};

test('no serious finding in the list, its details, menus and states', async ({
  launch,
  library,
}) => {
  keepOneOfEach(library);
  const { page } = await launch({ library });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const row = page.locator('[data-generation-id="gen_failed"]');
  await expect(row).toBeVisible();

  await row.click();
  const details = page.getByRole('complementary', { name: 'Generation details' });
  for (const tab of ['Overview', 'Metadata', 'Error', 'Record']) {
    await details.getByRole('tab', { name: tab }).click();
    await expect(details.getByRole('tabpanel')).not.toBeEmpty();
    await expectAccessible(page, `details, ${tab}`, 'aside');
  }

  await gridOf(page).focus();
  await page.keyboard.press('Control+a');
  await expect(page.getByRole('toolbar', { name: 'Selection' })).toBeVisible();
  await expectAccessible(page, 'list, details and selection');
  for (const menu of ['Filter', 'Columns', 'Saved views']) {
    await page.getByRole('button', { name: menu }).click();
    await expect(page.getByRole('menu')).toBeVisible();
    await expectAccessible(page, `menu ${menu}`, '[role="menu"]');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menu')).toHaveCount(0);
  }

  await row.locator('[data-column="prompt"]').click({ button: 'right' });
  await expect(page.getByRole('menu')).toBeVisible();
  await expectAccessible(page, 'menu of a row', '[role="menu"]');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);

  const search = page.getByRole('searchbox', { name: 'Search generations' });
  await search.fill('sta');
  await expect(page.getByRole('listbox', { name: 'Suggestions' })).toBeVisible();
  await expectAccessible(page, 'suggestions', 'search');
  await search.fill('length:abc zzz');
  await expect(page.getByText('needs a number of seconds')).toBeVisible();
  await expect(page.getByText('No generations match')).toBeVisible();
  await expectAccessible(page, 'a mistake, and no matches');
});

test('no serious finding on the other screens and in dialogs', async ({
  launch,
  library,
  folder,
}) => {
  keepOneOfEach(library);
  const { app, page } = await launch({ library });
  await page.getByRole('link', { name: 'Prompts' }).click();
  await expect(page.getByRole('grid', { name: 'Prompt leaderboard' })).toBeVisible();
  await expectAccessible(page, 'prompts');
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('radiogroup', { name: 'Theme' })).toBeVisible();
  await expectAccessible(page, 'settings');
  await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('export')?.click());
  await expect(page.getByRole('dialog', { name: 'Export generations' })).toBeVisible();
  await expectAccessible(page, 'export', '[role="dialog"]');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('link', { name: 'Generations' }).click();
  await page.getByRole('radio', { name: /^Failed/ }).click();
  await page.getByRole('radiogroup', { name: 'Failures shown as' }).getByText('By error').click();
  await expect(page.getByRole('list', { name: 'Kinds of failure' })).toBeVisible();
  await expectAccessible(page, 'failures by error', 'main');
  for (const [key, name] of [
    ['Control+k', 'Command palette'],
    ['?', 'Keyboard shortcuts'],
    ['n', 'New generation'],
  ] as const) {
    await page.keyboard.press(key);
    const dialog = page.getByRole('dialog', { name });
    await expect(dialog).toBeVisible();
    await expectAccessible(page, name, 'dialog[open], [role="dialog"]');
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  }
  await app.close();

  const welcome = await launch({ data: join(folder, 'first day') });
  await expect(welcome.page.getByRole('button', { name: /open a library/i })).toBeVisible();
  await expectAccessible(welcome.page, 'welcome');
  await welcome.app.close();

  const failed = await launch({ library: join(folder, 'missing.db') });
  await expect(failed.page.getByRole('alert')).toBeVisible();
  await expectAccessible(failed.page, 'failed start');
});
