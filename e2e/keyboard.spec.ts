import { expect, test } from './support/application';
import { gridOf, idsBySql, insertGeneration, showStatus } from './support/list';

// Commands by name, by key and by the native menu.

test('the command palette finds and runs, and gives the focus back', async ({
  launch,
  library,
}) => {
  const { page } = await launch({ library });
  const grid = gridOf(page);
  await expect(page.locator('[data-generation-id]').first()).toBeVisible();
  await grid.focus();
  const dialog = page.getByRole('dialog');
  const field = page.getByRole('searchbox', { name: 'Commands' });
  const options = dialog.getByRole('option');
  const run = async (words: string) => {
    await page.keyboard.press('Control+k');
    await expect(field).toBeFocused();
    await page.keyboard.type(words);
    await expect(options.first()).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    // Another dialog may be what the command opens.
    await expect(field).toHaveCount(0);
  };

  await page.keyboard.press('Control+k');
  await expect(field).toBeFocused();
  const all = await options.count();
  expect(all).toBeGreaterThan(15);
  await page.keyboard.type('show fail');
  await expect.poll(() => options.count()).toBeLessThan(all);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(grid).toBeFocused();

  await run('show failed');
  const failed = idsBySql(library, "WHERE status = 'failed'").length;
  await expect(grid).toHaveAttribute('aria-rowcount', String(failed + 1));
  await run('select all');
  await expect(page.getByRole('toolbar', { name: 'Selection' })).toContainText(
    `${failed} selected`,
  );
  await run('clear filters');
  await expect(grid).toHaveAttribute('aria-rowcount', String(idsBySql(library, '').length + 1));
  const height = async () => (await page.locator('[data-index="0"]').boundingBox())?.height ?? 0;
  const before = await height();
  await run('compact');
  await expect.poll(height).toBeLessThan(before);
  await run('hide overview');
  await expect(page.getByRole('region', { name: 'Overview' })).toHaveCount(0);
  await run('export');
  await expect(page.getByRole('dialog', { name: 'Export generations' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await run('keyboard shortcuts');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await run('go to models');
  await expect(page.getByRole('grid', { name: 'Model leaderboard' })).toBeVisible();
  await run('go to settings');
  await expect(page.getByRole('radiogroup', { name: 'Theme' })).toBeVisible();
});

test('shortcuts and the native menu lead everywhere', async ({ launch, library }) => {
  const { app, page } = await launch({ library });
  const grid = gridOf(page);
  await expect(page.locator('[data-generation-id]').first()).toBeVisible();

  await page.keyboard.press('?');
  const shortcuts = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  for (const what of ['Search', 'Details', 'All matches', 'Retry', 'Play, pause']) {
    await expect(shortcuts.getByText(what, { exact: true })).toBeVisible();
  }
  // Keys mean nothing to what is behind a dialog.
  await page.keyboard.press('j');
  await expect(page.locator('[data-current]')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(shortcuts).toHaveCount(0);

  // Without the focus on the list, its keys work all the same.
  await page.keyboard.press('j');
  await expect(page.locator('[data-current]')).toHaveAttribute('data-index', '0');
  await expect(grid).toBeFocused();

  const choose = (id: string) =>
    app.evaluate(({ Menu }, item) => {
      const found = Menu.getApplicationMenu()?.getMenuItemById(item);
      if (!found?.enabled) throw new Error(`no item ${item} that can be chosen`);
      found.click();
    }, id);
  const details = page.getByRole('complementary', { name: 'Generation details' });
  await choose('toggle-details');
  await expect(details).toBeVisible();
  await choose('toggle-details');
  await expect(details).toHaveCount(0);
  await choose('show-prompts');
  await expect(page.getByRole('grid', { name: 'Prompt leaderboard' })).toBeVisible();
  await choose('show-settings');
  await expect(page.getByRole('radiogroup', { name: 'Theme' })).toBeVisible();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(page.getByRole('grid', { name: 'Prompt leaderboard' })).toBeVisible();
  await page.keyboard.press('Alt+ArrowRight');
  await expect(page.getByRole('radiogroup', { name: 'Theme' })).toBeVisible();
  await choose('show-generations');
  await expect(grid).toBeVisible();
  await choose('search');
  const search = page.getByRole('searchbox', { name: 'Search generations' });
  await expect(search).toBeFocused();
  await page.keyboard.type('?');
  await expect(search).toHaveValue('?');
  await expect(shortcuts).toHaveCount(0);
  await search.fill('');
  await choose('palette');
  await expect(page.getByRole('searchbox', { name: 'Commands' })).toBeFocused();
  await page.keyboard.press('Escape');
  await choose('shortcuts');
  await expect(shortcuts).toBeVisible();
  await page.keyboard.press('Escape');

  // Retry of the row one is on, by the menu as by its key.
  await showStatus(page, 'Failed');
  const failed = idsBySql(library, "WHERE status = 'failed'").length;
  // Letters mean the list also while a radio has the focus.
  await page.keyboard.press('j');
  await expect(grid).toBeFocused();
  for (const [how, act] of [
    ['menu', () => choose('retry')],
    ['key', () => page.keyboard.press('r')],
  ] as const) {
    const left = how === 'menu' ? failed - 1 : failed - 2;
    await grid.focus();
    await page.keyboard.press('Home');
    await expect(page.locator('[data-index="0"]')).toHaveAttribute('data-current', 'true');
    await act();
    await expect
      .poll(() => idsBySql(library, "WHERE status = 'failed'").length, { message: how })
      .toBe(left);
    await expect(grid).toHaveAttribute('aria-rowcount', String(left + 1));
  }
});

test('keys wait for the list that was asked for, and mean its rows', async ({
  launch,
  library,
}) => {
  insertGeneration(library, { id: 'newest' });
  const failed = "WHERE status = 'failed' ORDER BY created_at DESC, id DESC";
  const before = idsBySql(library, failed);
  const { page } = await launch({ library });
  const first = page.locator('[data-index="0"]');
  await expect(first).toHaveAttribute('data-generation-id', 'newest');
  await first.click();
  await page.keyboard.press('Control+a');
  await expect(page.getByRole('toolbar', { name: 'Selection' })).toBeVisible();

  // All at once: no rows can have arrived in between.
  const failedOnes = page.getByRole('radio', { name: /^Failed/ });
  await failedOnes.evaluate((radio: HTMLInputElement) => {
    radio.click();
    const grid = document.querySelector('[role="grid"]');
    for (const key of ['j', 'j', 'r', 'x']) {
      grid?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    }
  });
  await expect.poll(() => idsBySql(library, failed)).toEqual(before.toSpliced(1, 1));
  await expect(page.getByRole('toolbar', { name: 'Selection' })).toContainText('1 selected');
});

test('/ and ? mean the same whichever control has the focus', async ({ launch, library }) => {
  const { page } = await launch({ library });
  const search = page.getByRole('searchbox', { name: 'Search generations' });
  const failed = page.getByRole('radio', { name: /^Failed\b/ });
  const row = page.locator('[data-generation-id]').first();
  await expect(row).toBeVisible();
  const controls: readonly (readonly [string, () => Promise<void>])[] = [
    ['a status that was clicked', () => showStatus(page, 'Failed')],
    ['a status', () => failed.focus()],
    ['a link', () => page.getByRole('link', { name: 'Generations' }).focus()],
    ['a button', () => page.getByRole('button', { name: 'Filter', exact: true }).focus()],
    ['the list', () => gridOf(page).focus()],
    ['a row that was clicked', () => row.click()],
    ['a tab of the details', () => page.getByRole('tab', { name: 'Record' }).click()],
  ];
  for (const [name, focus] of controls) {
    await test.step(name, async () => {
      await focus();
      await page.keyboard.press('/');
      await expect(search).toBeFocused();
      await page.keyboard.press('Escape');
      await focus();
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog')).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    });
  }
  await search.focus();
  await page.keyboard.type('a/b?');
  await expect(search).toHaveValue('a/b?');
});
