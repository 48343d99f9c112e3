import type { Page } from '@playwright/test';
import { expect, test } from './support/application';
import { withDatabase } from './support/database';
import { gridOf, idsBySql, insertGeneration, storedAgo } from './support/list';

// The leaderboard of prompts: numbers as SQL counts them, orders, windows of time, search.

const board = (page: Page) => page.getByRole('grid', { name: 'Prompt leaderboard' });

/** Texts of a column, from the top. */
const column = (page: Page, id: string) =>
  board(page).locator(`[role="gridcell"][data-column="${id}"]`).allInnerTexts();

const seconds = (text: string): number =>
  text.endsWith('ms') ? Number.parseFloat(text) / 1000 : Number.parseFloat(text);

test('ranks prompts as the library counts them, by any column, time and text', async ({
  launch,
  library,
}) => {
  // A small library of which all numbers are known.
  withDatabase(library, (db) => db.exec('DELETE FROM generations; DELETE FROM prompts'));
  const job = (prompt: string, number: number, days: number, values: object) =>
    insertGeneration(library, {
      id: `${prompt}-${number}`,
      prompt,
      created_at: storedAgo(days * 86_400 + number),
      ...values,
    });
  const done = (taken: number) => ({
    completed_at: storedAgo(60),
    generation_time_seconds: taken,
  });
  for (const [number, taken] of [4, 8, 100].entries()) job('calm piano', number, 40, done(taken));
  job('calm piano', 9, 40, { status: 'failed', error_message: 'x' });
  job('house 128', 1, 10, done(16));
  job('house 128', 2, 10, { status: 'failed', error_message: 'x' });
  job('rain', 1, 1, done(2));
  withDatabase(library, (db) => {
    const add = db.prepare(
      `INSERT INTO prompts (text, used_count, first_used_at, last_used_at)
        SELECT prompt, count(*), min(created_at), max(created_at) FROM generations
        WHERE prompt = ?`,
    );
    for (const prompt of ['calm piano', 'house 128', 'rain']) add.run(prompt);
  });
  const { page } = await launch({ library });
  await page.getByRole('link', { name: 'Prompts' }).click();
  const expectOrder = (prompts: readonly string[], message?: string) =>
    expect.poll(() => column(page, 'prompt'), message ? { message } : {}).toEqual(prompts);

  await expectOrder(['calm piano', 'house 128', 'rain']);
  await expect(board(page)).toHaveAttribute('aria-rowcount', '4');
  expect(await column(page, 'rank')).toEqual(['1', '2', '3']);
  expect(await column(page, 'uses')).toEqual(['4', '2', '1']);
  expect(await column(page, 'completed')).toEqual(['3', '1', '1']);
  expect(await column(page, 'failed')).toEqual(['1', '1', '0']);
  expect((await column(page, 'success')).map((text) => text.trim())).toEqual([
    '75 %',
    '50 %',
    '100 %',
  ]);
  expect((await column(page, 'median')).map(seconds)).toEqual([8, 16, 2]);
  expect(await column(page, 'factor')).toEqual(['4.67×', '2.00×', '0.25×']);

  for (const [name, first] of [
    ['Prompt', ['calm piano', 'house 128', 'rain']],
    ['Completed', ['calm piano', null, null]],
    ['Success', ['rain', 'calm piano', 'house 128']],
    ['Median time', ['rain', 'calm piano', 'house 128']],
    ['RTF', ['rain', 'house 128', 'calm piano']],
    ['First use', ['rain', 'house 128', 'calm piano']],
    ['Last use', ['rain', 'house 128', 'calm piano']],
    ['Uses', ['calm piano', 'house 128', 'rain']],
  ] as const) {
    const header = board(page).getByRole('columnheader', { name, exact: true });
    await header.getByRole('button').click();
    await expect(header).toHaveAttribute('aria-sort', /ascending|descending/);
    if (first[1] === null) continue;
    await expectOrder(first, name);
    await header.getByRole('button').click();
    await expectOrder([...first].reverse(), `${name}, the other way round`);
  }

  const time = page.getByRole('radiogroup', { name: 'Time' });
  await time.getByText('30 days').click();
  await expect
    .poll(async () => (await column(page, 'prompt')).toSorted())
    .toEqual(['house 128', 'rain']);
  await time.getByText('7 days').click();
  await expectOrder(['rain']);
  await page.getByRole('searchbox', { name: 'Search prompts' }).fill('HOUSE');
  await expect(page.getByRole('heading', { name: 'No prompts match' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.getByRole('searchbox', { name: 'Search prompts' }).fill('HOUSE');
  await expectOrder(['house 128']);

  // A prompt opens its generations, by mouse as by keys; Back leads here again.
  await board(page).getByText('house 128').click();
  await expect(gridOf(page)).toHaveAttribute('aria-rowcount', '3');
  await page.goBack();
  await expectOrder(['house 128']);
  await board(page).focus();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('list', { name: 'Filters' })).toContainText('house 128');
});

test('models have a leaderboard, too', async ({ launch, library }) => {
  withDatabase(library, (db) => db.exec('DELETE FROM generations'));
  const job = (id: string, model_name: string, days: number, values: object) =>
    insertGeneration(library, { id, model_name, created_at: storedAgo(days * 86_400), ...values });
  job('s1', 'small', 40, { completed_at: storedAgo(60), generation_time_seconds: 16 });
  job('s2', 'small', 2, { status: 'failed', error_message: 'x' });
  job('s3', 'small', 1, { status: 'pending' });
  job('l1', 'large', 1, { completed_at: storedAgo(60), generation_time_seconds: 80 });
  const { page } = await launch({ library });
  await page.getByRole('link', { name: 'Prompts' }).click();
  const leaderboard = page.getByRole('radiogroup', { name: 'Leaderboard' });
  await leaderboard.getByText('Models').click();
  const models = page.getByRole('grid', { name: 'Model leaderboard' });
  const cellsOf = (id: string) => models.locator(`[role="gridcell"][data-column="${id}"]`);
  await expect(cellsOf('model')).toHaveText(['small', 'large']);
  await expect(cellsOf('uses')).toHaveText(['3', '1']);
  await expect(cellsOf('success')).toContainText(['50 %', '100 %']);
  await expect(cellsOf('factor')).toHaveText(['2.00×', '10.00×']);
  await models.getByRole('columnheader', { name: 'RTF' }).getByRole('button').click();
  await models.getByRole('columnheader', { name: 'RTF' }).getByRole('button').click();
  await expect(cellsOf('model')).toHaveText(['large', 'small']);
  await page.getByRole('radiogroup', { name: 'Time' }).getByText('7 days').click();
  await expect(cellsOf('uses')).toHaveText(['1', '2']);
  await page.getByRole('searchbox', { name: 'Search models' }).fill('SMA');
  await expect(cellsOf('model')).toHaveText(['small']);

  await cellsOf('model').click();
  await expect(gridOf(page)).toHaveAttribute('aria-rowcount', '4');
  await expect(page.getByRole('list', { name: 'Filters' })).toContainText('small');
  await page.goBack();
  await expect(cellsOf('model')).toHaveText(['small']);
  await leaderboard.getByText('Prompts').click();
  await expect(board(page)).toBeVisible();
});

test('every prompt of many is within reach, and the board follows the library', async ({
  launch,
  library,
}) => {
  const many = 3_000;
  withDatabase(library, (db) => {
    db.exec('DELETE FROM generations; DELETE FROM prompts');
    const add = db.prepare(`INSERT INTO generations (id, prompt, model_name, duration_seconds,
        sample_rate, channels, file_path, status, created_at)
      VALUES (?, ?, 'small', 8.0, 32000, 2, 'x.wav', 'completed', ?)`);
    db.transaction(() => {
      for (let index = 0; index < many; index++) {
        add.run(`g${index}`, `take ${index}`, storedAgo(60 + index));
      }
    })();
  });
  const { page } = await launch({ library });
  await page.getByRole('link', { name: 'Prompts' }).click();
  await expect(board(page)).toHaveAttribute('aria-rowcount', String(many + 1));
  await expect(board(page)).toContainText('take 0');
  await board(page).focus();
  await page.keyboard.press('End');
  const last = board(page).locator(`[aria-rowindex="${many + 1}"]`);
  await expect(last).toContainText(`take ${many - 1}`);
  await expect(last).toBeInViewport({ ratio: 1 });
  await expect(last).toHaveAttribute('aria-selected', 'true');
  await expect(last.locator('[data-column="rank"]')).toHaveText('3,000');
  expect(await board(page).getByRole('row').count()).toBeLessThan(81);

  // It starts again at the top in another order, and takes in what comes, at a pace of its own: the
  // slower the machine, the later.
  await board(page).getByRole('columnheader', { name: 'Last use' }).getByRole('button').click();
  await expect(board(page).locator('[aria-rowindex="2"]')).toContainText('take 0');
  insertGeneration(library, { id: 'new', prompt: 'just now', status: 'pending' });
  await expect(board(page).locator('[aria-rowindex="2"]')).toContainText('just now', {
    timeout: 30_000,
  });
  await expect(board(page)).toHaveAttribute('aria-rowcount', String(many + 2));
});

test('awkward prompts are the text that they are, and open their generations', async ({
  launch,
  library,
}) => {
  const { page } = await launch({ library });
  await page.getByRole('link', { name: 'Prompts' }).click();
  for (const needle of ['日本の琴', "'; DROP", '<img', 'line one']) {
    await page.getByRole('searchbox', { name: 'Search prompts' }).fill(needle);
    const cell = board(page).locator('[role="gridcell"][data-column="prompt"]');
    await expect(cell).toHaveCount(1);
    await expect(cell).toContainText(needle);
    await expect(cell.locator('img')).toHaveCount(0);
    await cell.click();
    const rows = idsBySql(library, 'WHERE instr(prompt, ?) > 0', needle).length;
    await expect(gridOf(page)).toHaveAttribute('aria-rowcount', String(rows + 1));
    await page.goBack();
    await expect(cell).toContainText(needle);
  }
});
