import type { Page } from '@playwright/test';
import { expect, test } from './support/application';
import { withDatabase } from './support/database';
import { gridOf, idsBySql, showStatus } from './support/list';

// Choosing rows with mouse and keys, and moving without a mouse at all.

/** Places of the rows that belong to the selection. */
const chosen = (page: Page) =>
  page
    .locator('[data-index][data-checked]')
    .evaluateAll((rows) =>
      rows.map((row) => Number(row.getAttribute('data-index'))).sort((a, b) => a - b),
    );

test('rows are chosen by click, Shift, Ctrl, keys and all at once', async ({ launch, library }) => {
  const { page } = await launch({ library });
  const grid = gridOf(page);
  const row = (index: number) => page.locator(`[data-index="${index}"] [data-column="prompt"]`);
  const bar = page.getByRole('toolbar', { name: 'Selection' });
  await expect(row(0)).toBeVisible();

  await row(2).click();
  await expect(bar).toHaveCount(0);
  await expect(page.locator('[data-index="2"]')).toHaveAttribute('aria-selected', 'true');
  await row(5).click({ modifiers: ['Shift'] });
  await expect.poll(() => chosen(page)).toEqual([2, 3, 4, 5]);
  await expect(bar).toContainText('4 selected');
  await row(3).click({ modifiers: ['ControlOrMeta'] });
  await row(8).click({ modifiers: ['ControlOrMeta'] });
  await expect.poll(() => chosen(page)).toEqual([2, 4, 5, 8]);
  await page.locator('[data-index="9"] [data-column="select"]').click();
  await expect.poll(() => chosen(page)).toEqual([2, 4, 5, 8, 9]);
  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);

  await row(1).click();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+J');
  await expect.poll(() => chosen(page)).toEqual([1, 2, 3]);
  await page.keyboard.press('Shift+ArrowUp');
  await expect.poll(() => chosen(page)).toEqual([1, 2]);
  await page.keyboard.press('x');
  await expect.poll(() => chosen(page)).toEqual([1]);

  // All matches, those that no row in the document stands for as well.
  const total = idsBySql(library, '').length;
  await page.keyboard.press('Control+a');
  await expect(bar).toContainText(`All ${total} selected`);
  await grid.press('End');
  await expect(page.locator(`[data-index="${total - 1}"]`)).toHaveAttribute('data-checked', 'true');
  await page.keyboard.press('x');
  await expect(bar).toContainText(`${total - 1} selected`);
  // What was chosen is of this view.
  await page.getByRole('radio', { name: /^Failed/ }).click();
  await expect(bar).toHaveCount(0);
  await grid.focus();
  await page.keyboard.press('Control+a');
  const failed = idsBySql(library, "WHERE status = 'failed'").length;
  await expect(bar).toContainText(`All ${failed} selected`);
  await bar.getByRole('button', { name: 'Clear selection' }).click();
  await expect(bar).toHaveCount(0);
});

test('when the row one is on leaves the list, keys mean the row that took its place', async ({
  launch,
  library,
}) => {
  const { page } = await launch({ library });
  const grid = gridOf(page);
  const current = () => page.locator('[data-current]').getAttribute('data-generation-id');
  const failed = () =>
    idsBySql(library, "WHERE status = 'failed' ORDER BY created_at DESC, id DESC");
  const [first, second, third, fourth, ...rest] = failed();
  await showStatus(page, 'Failed');
  await grid.focus();
  await page.keyboard.press('Home');
  for (const [index, id] of [first, second].entries()) {
    await expect.poll(current).toBe(id);
    await page.keyboard.press('r');
    await expect.poll(() => failed().length).toBe(rest.length + 3 - index);
  }
  for (const id of [third, fourth]) {
    await expect.poll(current).toBe(id);
    await page.keyboard.press('Delete');
    await expect.poll(() => failed()).not.toContain(id);
  }
  expect(failed()).toEqual(rest);
  await expect.poll(current).toBe(rest[0]);
});

test('details stay on a job that leaves the list, and so does every key', async ({
  launch,
  library,
}) => {
  const { page } = await launch({ library });
  const details = page.getByRole('complementary', { name: 'Generation details' });
  const currents = page.locator('[data-current]');
  const failed = idsBySql(library, "WHERE status = 'failed' ORDER BY created_at DESC, id DESC");
  const [above, read, below] = failed;
  await showStatus(page, 'Failed');
  await page.locator(`[data-generation-id="${read}"] [data-column="prompt"]`).click();
  await expect(details).toHaveAttribute('data-generation-id', read ?? '');
  const setStatus = (status: string) =>
    withDatabase(library, (db) =>
      db.prepare('UPDATE generations SET status = ? WHERE id = ?').run(status, read),
    );
  setStatus('pending');
  await expect(gridOf(page)).toHaveAttribute('aria-rowcount', String(failed.length));
  await expect(currents).toHaveCount(0);
  await expect(details).toHaveAttribute('data-generation-id', read ?? '');

  // No row is marked, so nothing that is meant for a row happens to another.
  await page.keyboard.press('r');
  await page.keyboard.press('x');
  await expect(page.getByRole('toolbar', { name: 'Selection' })).toHaveCount(0);
  // It comes back, and is the row one is on.
  setStatus('failed');
  await expect(currents).toHaveAttribute('data-generation-id', read ?? '');
  setStatus('pending');
  await expect(currents).toHaveCount(0);
  // Its neighbours are those that it had.
  await page.keyboard.press('ArrowDown');
  await expect(currents).toHaveAttribute('data-generation-id', below ?? '');
  await page.keyboard.press('ArrowUp');
  await expect(currents).toHaveAttribute('data-generation-id', above ?? '');
  expect(idsBySql(library, "WHERE status = 'failed' ORDER BY created_at DESC, id DESC")).toEqual([
    above,
    below,
    ...failed.slice(3),
  ]);
});

test('the list is used without a mouse', async ({ launch, library }) => {
  const { page } = await launch({ library });
  const grid = gridOf(page);
  const current = () => page.locator('[data-current]').getAttribute('data-index');
  const details = page.getByRole('complementary', { name: 'Generation details' });
  const ids = idsBySql(library, 'ORDER BY created_at DESC, id DESC');
  await expect(page.locator('[data-index="0"][data-generation-id]')).toBeVisible();
  await grid.focus();
  for (const [key, index] of [
    ['j', 0],
    ['j', 1],
    ['ArrowDown', 2],
    ['k', 1],
    ['ArrowUp', 0],
    ['ArrowUp', 0],
    ['End', ids.length - 1],
    ['j', ids.length - 1],
    ['Home', 0],
  ] as const) {
    await page.keyboard.press(key);
    expect(await current(), key).toBe(String(index));
    await expect(grid).toHaveAttribute('aria-activedescendant', `generation-row-${index}`);
  }

  await page.keyboard.press('Enter');
  await expect(details).toHaveAttribute('data-generation-id', ids[0] ?? '');
  // The details follow, and the focus stays where it was.
  await page.keyboard.press('j');
  await expect(details).toHaveAttribute('data-generation-id', ids[1] ?? '');
  await expect(grid).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(details).toHaveCount(0);

  // `/` leads to the search from the list; in the search it is a character.
  const search = page.getByRole('searchbox', { name: 'Search generations' });
  await page.keyboard.press('/');
  await expect(search).toBeFocused();
  await page.keyboard.press('/');
  await expect(search).toHaveValue('/');
  await page.keyboard.press('Escape');
  await expect(search).toHaveValue('');
  await page.keyboard.press('Escape');
  await expect(grid).toBeFocused();

  // Tab reaches every control above the list, and the focus can be seen on each.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.locator('body').evaluate(() => (document.activeElement as HTMLElement).blur());
  const names = new Set<string>();
  for (let press = 0; press < 25; press++) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const look = () => {
        const parts: string[] = [];
        for (let one: Element | null = element, up = 0; one && up < 3; one = one.parentElement) {
          const { outline, boxShadow, borderColor, backgroundColor } = getComputedStyle(one);
          parts.push(outline, boxShadow, borderColor, backgroundColor);
          up += 1;
        }
        for (const inside of element.querySelectorAll(':scope > * > *')) {
          parts.push(getComputedStyle(inside, '::after').border);
        }
        return parts.join();
      };
      const focused = look();
      (element as HTMLElement).blur();
      const visible = focused !== look();
      (element as HTMLElement).focus();
      return { name: element.getAttribute('aria-label') ?? element.textContent ?? '', visible };
    });
    if (!focus) continue;
    expect(focus.visible, focus.name).toBe(true);
    names.add(focus.name);
  }
  const controls = ['Prompts', 'Settings', 'Search generations', 'Filter', 'Columns'];
  expect([...names]).toEqual(expect.arrayContaining([...controls, 'Generations']));
});
