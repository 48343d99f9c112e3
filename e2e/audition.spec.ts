import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { wavFile } from '../src/main/audio/testing';
import { expect, test } from './support/application';
import { expectAccessible } from './support/axe';
import { withDatabase } from './support/database';
import { cells, gridOf, idsShown, matches } from './support/list';
import { layOutMusic } from './support/music';
import './support/page';

// What people think of takes, in a library that was adopted: not a byte of it may change.

const row = (page: Page, id = '') => page.locator(`[data-generation-id="${id}"][role="row"]`);
const details = (page: Page) => page.getByRole('complementary', { name: 'Generation details' });
const search = (page: Page) => page.getByRole('searchbox', { name: 'Search generations' });

/** What is kept of a generation. */
const judgementOf = (page: Page, id = '') =>
  page.evaluate(async (one) => {
    const result = await window.monitor.judgements.get({ ids: [one] });
    return result.ok ? (result.value[0] ?? null) : null;
  }, id);

test('takes are heard, rated, starred, rejected, tagged and noted, and it all stays', async ({
  launch,
  folder,
}) => {
  const { library, ids } = layOutMusic(folder, {
    'a.wav': wavFile({ seconds: 30 }),
    'b.wav': wavFile({ seconds: 8 }),
  });
  const [first = '', second = '', third = ''] = ids;
  const before = readFileSync(library);
  const { app, page } = await launch({ library });

  // Heard: after some seconds of sound, not at the click.
  await row(page, first).getByRole('button', { name: 'Play' }).click();
  await expect.poll(async () => (await judgementOf(page, first))?.heardAt).toBeTruthy();
  const played = await page.evaluate(() => document.querySelector('audio')?.currentTime);
  expect(played).toBeGreaterThanOrEqual(3);
  expect(await judgementOf(page, second)).toBeNull();

  // By keys, on the row one is on.
  await row(page, second).click();
  await page.keyboard.press('4');
  await expect(row(page, second).getByRole('img', { name: '4 of 5' })).toBeVisible();
  await page.keyboard.press('s');
  const section = details(page);
  await expect(section.getByRole('button', { name: 'Star', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await page.keyboard.press('Shift+X');
  await expect(row(page, second)).toHaveAttribute('data-rejected', 'true');
  await page.keyboard.press('0');
  await expect(section.getByRole('radio', { checked: true })).toHaveCount(0);
  await section.getByRole('radio', { name: '5 stars' }).click();
  await expect(row(page, second).getByRole('img', { name: '5 of 5' })).toBeVisible();

  // Tags and a note, kept while one types; keys that judge are only text here.
  const tag = section.getByRole('combobox', { name: 'Add a tag' });
  await tag.fill('big drop');
  await tag.press('Enter');
  await tag.fill('s5X');
  await tag.press('Enter');
  await section.getByRole('button', { name: 'Remove tag s5X' }).click();
  await section.getByRole('textbox', { name: 'Note' }).fill('warm, 5 stars');
  await expect
    .poll(() => judgementOf(page, second))
    .toMatchObject({
      rating: 5,
      starred: true,
      rejected: true,
      tags: ['big drop'],
      note: 'warm, 5 stars',
      heardAt: null,
    });

  // Found by it, with completion, and in its order.
  await search(page).fill('tag:b');
  await page.getByRole('option', { name: 'tag:"big drop"' }).click();
  await expect.poll(() => idsShown(page)).toEqual([second]);
  await search(page).fill('is:starred is:unheard rating:>=4 status:completed');
  await expect.poll(() => idsShown(page)).toEqual([second]);
  await search(page).fill('is:heard');
  await expect.poll(() => idsShown(page)).toEqual([first]);
  await search(page).fill('');
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Judgement' }).hover();
  await page.getByRole('menuitem', { name: 'Not rejected' }).click();
  await expect.poll(() => matches(page)).toBe(399);
  await page.getByRole('button', { name: 'Remove filter Rejected' }).click();
  await gridOf(page).getByRole('columnheader', { name: 'Rating' }).getByRole('button').click();
  await expect.poll(async () => (await idsShown(page))[0]).toBe(second);

  // Several at once, and back.
  await search(page).fill('status:completed');
  await expect.poll(() => matches(page)).toBe(withDatabase(library, countCompleted));
  await gridOf(page).focus();
  await page.keyboard.press('Control+a');
  await page
    .getByRole('toolbar', { name: 'Selection' })
    .getByRole('button', { name: 'Judge' })
    .click();
  await page.getByRole('menuitem', { name: 'Rate 2 of 5' }).click();
  await expect(
    page.getByRole('status').filter({ hasText: /^Rated \d+ generations 2 of 5/ }),
  ).toBeVisible();
  expect(await judgementOf(page, third)).toMatchObject({ rating: 2 });
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await judgementOf(page, third))?.rating).toBeNull();
  expect(await judgementOf(page, second)).toMatchObject({ rating: 5, note: 'warm, 5 stars' });
  await expect(cells(page, 'rating').getByRole('img')).toHaveCount(1);

  // It counts in the leaderboard.
  await page.getByRole('link', { name: 'Prompts' }).click();
  const board = page.getByRole('grid', { name: 'Prompt leaderboard' });
  await board.getByRole('columnheader', { name: 'Rating' }).getByRole('button').click();
  await expect(cellsOf(board, 'rating').first()).toHaveText('5.0');
  await expect(cellsOf(board, 'starred').first()).toHaveText('1');

  // Outlives the application, a note whose last letter came just before too, and what the Python side
  // does to the row.
  await page.getByRole('link', { name: 'Generations' }).click();
  await row(page, second).click();
  await section.getByRole('textbox', { name: 'Note' }).fill('warm, 6 stars');
  await app.close();
  expect(readFileSync(library).equals(before)).toBe(true);
  withDatabase(library, (db) =>
    db.prepare("UPDATE generations SET metadata = '{}', prompt = 'other' WHERE id = ?").run(second),
  );
  const again = await launch({ library });
  await row(again.page, second).click();
  await expect(details(again.page).getByRole('textbox', { name: 'Note' })).toHaveValue(
    'warm, 6 stars',
  );
  await expect(row(again.page, second).getByRole('img', { name: '5 of 5' })).toBeVisible();
});

const cellsOf = (board: Locator, column: string): Locator =>
  board.locator(`[role="gridcell"][data-column="${column}"]`);

const countCompleted = (db: {
  prepare: (sql: string) => { pluck: () => { get: () => unknown } };
}) =>
  db.prepare("SELECT count(*) FROM generations WHERE status = 'completed'").pluck().get() as number;

test('unheard takes are gone through by keyboard', async ({ launch, folder }) => {
  const wav = wavFile({ seconds: 20 });
  const { library, ids } = layOutMusic(folder, { 'a.wav': wav, 'b.wav': wav, 'c.wav': wav });
  const [first = '', second = '', third = ''] = ids;
  const { page } = await launch({ library });
  await page.evaluate(
    (some) =>
      window.monitor.judgements.set({ changes: [{ ids: some, change: { addTags: ['new'] } }] }),
    [first, second, third],
  );
  const audition = page.getByRole('main', { name: 'Audition' });
  const standing = audition.getByRole('status');
  const take = (id: string) => audition.locator(`[role="option"][data-generation-id="${id}"]`);
  const playing = () =>
    page.evaluate(() => {
      const audio = document.querySelector('audio');
      if (!audio || audio.paused) return null;
      return new URL(audio.src).searchParams.get('id');
    });
  await search(page).fill('tag:new is:unheard');
  await expect.poll(() => matches(page)).toBe(3);
  await gridOf(page).focus();
  await page.keyboard.press('a');
  await expect(standing).toContainText('1 of 3');
  await expect.poll(playing).toBe(first);

  // What was heard stays in its place, though the filter asks for the unheard.
  await expect(standing).toHaveText('1 of 3, 2 unheard');
  await expect(take(first)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('j');
  await expect(standing).toContainText('2 of 3');
  await expect.poll(playing).toBe(second);
  await page.keyboard.press('4');
  await page.keyboard.press('s');
  await expect(take(second).getByRole('img', { name: '4 of 5' })).toBeVisible();
  await expect(take(second).getByRole('img', { name: 'Starred' })).toBeVisible();
  await page.keyboard.press(' ');
  await expect.poll(playing).toBeNull();
  await page.keyboard.press(' ');
  await expect.poll(playing).toBe(second);

  // Keys are letters while one writes; rejecting moves on.
  await page.keyboard.press('n');
  await page.keyboard.type('xs5 jk');
  await page.keyboard.press('Escape');
  await page.keyboard.press('x');
  await expect(standing).toContainText('3 of 3');
  await expect.poll(playing).toBe(third);
  await expect(take(second)).toHaveAttribute('data-rejected', 'true');
  await expect
    .poll(() => judgementOf(page, second))
    .toMatchObject({ rating: 4, starred: true, rejected: true, note: 'xs5 jk' });
  await page.keyboard.press('ArrowUp');
  await expect.poll(playing).toBe(second);
  await expectAccessible(page, 'audition');
  await page.keyboard.press('Escape');
  await expect(audition).toHaveCount(0);
  await expect(row(page, first)).toHaveCount(0);
  await expect.poll(() => matches(page)).toBeLessThan(3);

  // Nothing unheard is left of these: they can be heard again.
  await search(page).fill('tag:new is:rejected');
  await expect.poll(() => idsShown(page)).toEqual([second]);
  await page.evaluate(
    (id) =>
      window.monitor.judgements.set({
        changes: [{ ids: [id], change: { heardAt: new Date() } }],
      }),
    second,
  );
  await page.getByRole('button', { name: 'Audition' }).click();
  await page.getByRole('button', { name: 'Hear again' }).click();
  await expect(standing).toHaveText('1 of 1, 0 unheard');
  await audition.getByRole('button', { name: 'Leave' }).click();
  await expect(gridOf(page)).toBeVisible();
});

test('an audition goes on behind the takes that it begins with', async ({ launch, library }) => {
  const count = 1_200;
  withDatabase(library, (db) => {
    db.exec("DELETE FROM generations WHERE status <> 'completed'");
    const { length } = db.prepare('SELECT id FROM generations').all();
    const copy = db.prepare(
      `INSERT INTO generations SELECT ?, prompt, model_name, model_version, duration_seconds,
         sample_rate, channels, file_path, file_size_bytes, status, '2020-01-01 00:00:00.000000',
         completed_at, generation_time_seconds, error_message, metadata FROM generations LIMIT 1`,
    );
    for (let index = length; index < count; index++) {
      copy.run(`copy-${String(count - index).padStart(4, '0')}`);
    }
  });
  const { page } = await launch({ library });
  await expect.poll(() => matches(page)).toBe(count);
  await gridOf(page).focus();
  await page.keyboard.press('a');
  const audition = page.getByRole('main', { name: 'Audition' });
  const standing = audition.getByRole('status');
  await expect(standing).toHaveText('1 of 1,200, 1,200 unheard');
  const list = audition.getByRole('listbox', { name: 'Takes' });
  const last = list.locator('[role="option"][aria-posinset="1200"]');
  await expect(async () => {
    await list.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await expect(last).toBeVisible({ timeout: 500 });
  }).toPass();
  await last.click();
  await expect(standing).toContainText('1,200 of 1,200');
});
