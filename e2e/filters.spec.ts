import type { Page } from '@playwright/test';
import { expect, test } from './support/application';
import { withDatabase } from './support/database';
import { gridOf, idsBySql, idsShown, insertGeneration, storedAgo } from './support/list';

// Filters: chosen and typed, together and one by one, always the rows that SQL answers with.

const searchOf = (page: Page) => page.getByRole('searchbox', { name: 'Search generations' });
const chips = (page: Page) => page.getByRole('list', { name: 'Filters' });

/** The list shows exactly these ids, in this order. */
const expectRows = async (page: Page, ids: readonly string[]) => {
  await expect(gridOf(page)).toHaveAttribute('aria-rowcount', String(ids.length + 1));
  await expect.poll(() => idsShown(page)).toEqual(ids);
};

/** Chooses an item of the menu of filters; `path` leads through its submenus. */
const chooseFilter = async (page: Page, menu: string, item: RegExp | string) => {
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('menuitem', { name: menu, exact: true }).click();
  await page.locator('[role^="menuitem"]').filter({ hasText: item }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
};

test('conditions combined, taken away one by one, and found again by Back and Forward', async ({
  launch,
  library,
}) => {
  // One that matches all conditions, and others that miss a single one each.
  const all = {
    status: 'failed',
    model_name: 'musicgen-large',
    prompt: 'Lofi Piano at night',
    created_at: storedAgo(3600),
    metadata: '{"bpm": 95, "key": "Cm"}',
  };
  insertGeneration(library, { ...all, id: 'gen_match' });
  insertGeneration(library, { ...all, id: 'gen_status', status: 'completed' });
  insertGeneration(library, { ...all, id: 'gen_model', model_name: 'yue-7b' });
  insertGeneration(library, { ...all, id: 'gen_text', prompt: 'hard techno' });
  insertGeneration(library, { ...all, id: 'gen_date', created_at: storedAgo(40 * 3600) });
  insertGeneration(library, { ...all, id: 'gen_key', metadata: '{"bpm": 95, "key": "C"}' });
  const newest = 'ORDER BY created_at DESC, id DESC';
  const text = "lower(prompt) LIKE '%lofi piano%'";
  const { page } = await launch({ library });

  await page.getByRole('radio', { name: /^Failed/ }).click();
  await chooseFilter(page, 'Model', /^musicgen-large/);
  await chooseFilter(page, 'Created', 'Last 24 hours');
  await chooseFilter(page, 'key', /^Cm/);
  await searchOf(page).fill('lofi piano');
  await expectRows(page, ['gen_match']);
  // Every condition tells: without one, one row more.
  await expect(chips(page).getByRole('listitem')).toHaveCount(3);
  const removed = async (name: string) => {
    await page.getByRole('button', { name: `Remove filter ${name}` }).click();
    await expect(page.getByRole('button', { name: `Remove filter ${name}` })).toHaveCount(0);
  };
  const since = storedAgo(24 * 3600);
  const key = "json_extract(metadata, '$.key') = 'Cm'";
  await removed('Model');
  const withoutModel = idsBySql(
    library,
    `WHERE status = 'failed' AND created_at >= ? AND json_valid(metadata) AND ${key} AND ${text} ${newest}`,
    since,
  );
  expect(withoutModel).toHaveLength(2);
  await expectRows(page, withoutModel);
  await removed('key');
  await removed('Created');
  const failed = idsBySql(library, `WHERE status = 'failed' AND ${text} ${newest}`);
  expect(failed).toHaveLength(4);
  await expectRows(page, failed);
  await expect(chips(page)).toHaveCount(0);

  // The numbers beside each status are those of the other conditions.
  const completed = idsBySql(library, `WHERE status = 'completed' AND ${text}`).length;
  await expect(page.getByRole('radio', { name: /^Completed/ })).toHaveAccessibleName(
    `Completed ${completed}`,
  );

  await page.goBack();
  await page.goBack();
  await expectRows(page, withoutModel);
  await page.goBack();
  await expectRows(page, ['gen_match']);
  await expect(chips(page).getByRole('listitem')).toHaveCount(3);
  await page.goForward();
  await expectRows(page, withoutModel);
});

test('the query line, with completion and clear mistakes', async ({ launch, library }) => {
  const row = {
    status: 'failed',
    prompt: 'warm LOFI PIANO loop',
    metadata: '{"bpm": 121, "key": "Cm"}',
  };
  insertGeneration(library, { ...row, id: 'gen_match' });
  insertGeneration(library, { ...row, id: 'gen_slow', metadata: '{"bpm": 120, "key": "Cm"}' });
  insertGeneration(library, { ...row, id: 'gen_other_words', prompt: 'piano lofi' });
  insertGeneration(library, { ...row, id: 'gen_text_bpm', metadata: '{"bpm": "x", "key": "Cm"}' });
  const { page } = await launch({ library });
  const search = searchOf(page);

  await test.step('every kind of condition in one line', async () => {
    await search.fill('status:failed model:musicgen-small bpm:>120 key:Cm "lofi piano"');
    await expectRows(page, ['gen_match']);
  });
  await test.step('completion by keyboard, of names and of what the library holds', async () => {
    await search.fill('');
    await search.pressSequentially('mod');
    const options = page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option');
    await expect(options).toHaveText([/^model:/]);
    await search.press('Tab');
    await search.pressSequentially('y');
    await expect(search).toHaveValue('model:y');
    await expect(options.filter({ hasText: 'model:yue-7b' })).toBeVisible();
    await search.pressSequentially('ue');
    await search.press('ArrowDown');
    await search.press('Enter');
    await expect(search).toHaveValue('model:yue-7b ');
    const yue = idsBySql(library, "WHERE model_name = 'yue-7b' ORDER BY created_at DESC, id DESC");
    await expectRows(page, yue);
    await search.pressSequentially('gen');
    await expect(options.filter({ hasText: 'genre:' })).toBeVisible();
  });
  await test.step('a mistake is named, and the rest applies', async () => {
    await search.fill('status:failed length:abc');
    await expect(page.getByRole('search').getByRole('status')).toContainText(
      '“length:abc” needs a number of seconds',
    );
    await expect(search).toHaveAttribute('aria-invalid', 'true');
    const failed = idsBySql(library, "WHERE status = 'failed'");
    await expect(gridOf(page)).toHaveAttribute('aria-rowcount', String(failed.length + 1));
    await search.fill('status:failed length:>7');
    await expect(search).not.toHaveAttribute('aria-invalid', 'true');
    await search.fill('');
  });
  await test.step('the same in fields, for what the menu does not list', async () => {
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    await button('Filter').click();
    await page.getByRole('menuitem', { name: 'Other condition…' }).click();
    await page.getByRole('combobox', { name: 'Key' }).fill('bp');
    await expect(page.getByRole('option', { name: 'bpm' })).toBeVisible();
    await page.getByRole('combobox', { name: 'Key' }).press('ArrowDown');
    await page.getByRole('combobox', { name: 'Key' }).press('Enter');
    await page.getByRole('combobox', { name: 'Condition' }).selectOption('is more than');
    await page.getByRole('combobox', { name: 'Value' }).fill('fast');
    await button('Apply').click();
    await expect(page.getByRole('dialog')).toContainText('Give a number');
    await page.getByRole('combobox', { name: 'Value' }).fill('120');
    await button('Apply').click();
    const fast = "json_valid(metadata, 6) AND json_extract(metadata, '$.bpm') > 120";
    const number = "json_type(metadata, '$.bpm') IN ('integer', 'real')";
    const faster = idsBySql(library, `WHERE ${fast} AND ${number}`).length;
    await expect(gridOf(page)).toHaveAttribute('aria-rowcount', String(faster + 1));

    await button('Filter').click();
    await page.getByRole('menuitem', { name: 'Created', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Between two days…' }).click();
    const today = new Date();
    const day = [today.getFullYear(), today.getMonth() + 1, today.getDate()]
      .map((part) => String(part).padStart(2, '0'))
      .join('-');
    await page.getByLabel('First day').fill(day);
    await button('Apply').click();
    await expect
      .poll(async () => [...(await idsShown(page))].sort())
      .toEqual(['gen_match', 'gen_other_words']);
    // A chip leads back to its fields.
    await chips(page).getByRole('button', { name: 'bpm > 120' }).click();
    await expect(page.getByRole('combobox', { name: 'Value' })).toHaveValue('120');
    await page.getByRole('combobox', { name: 'Value' }).fill('119');
    await button('Apply').click();
    await expect
      .poll(async () => [...(await idsShown(page))].sort())
      .toEqual(['gen_match', 'gen_other_words', 'gen_slow']);
    // One range of a kind: the next takes the place of the one before.
    await chooseFilter(page, 'Time taken', 'over 30 s');
    await chips(page).getByRole('button', { name: 'Time taken > 30 s' }).click();
    await page.getByRole('textbox', { name: 'At least (s)' }).fill('5');
    await button('Apply').click();
    await expect(chips(page).getByRole('button', { name: 'Time taken ≥ 5 s' })).toBeVisible();
    await expect(chips(page).getByRole('button', { name: 'Time taken > 30 s' })).toHaveCount(0);
  });
});

test('awkward needles are searched for as the text that they are', async ({ launch, library }) => {
  insertGeneration(library, { id: 'gen_quote', prompt: 'he said "drop" \\ and it\'s 50%_off' });
  insertGeneration(library, { id: 'gen_plain', prompt: 'he said drop and it is 50 x off' });
  insertGeneration(library, { id: 'gen_wide', prompt: 'ÄRGER über Straße' });
  const texts = withDatabase(library, (db) =>
    db
      .prepare<[], Record<'prompt' | 'model' | 'id' | 'error', string | null>>(
        'SELECT prompt, model_name AS model, id, error_message AS error FROM generations',
      )
      .all(),
  );
  /** How many rows hold the text, whatever the case. */
  const holding = (needle: string) =>
    texts.filter((row) =>
      Object.values(row).some((text) => text?.toLowerCase().includes(needle.toLowerCase())),
    ).length;
  const { page } = await launch({ library });
  const search = searchOf(page);
  const needles = [
    '%',
    '_',
    '50%_off',
    '🎵',
    '琴とドラム',
    "'; DROP",
    "it's",
    'über',
    'مقطوعة',
    '\\',
    '*',
  ];
  for (const needle of [...needles, 'said "drop"']) {
    const expected = holding(needle);
    await search.fill(/["]/.test(needle) ? `"${needle.replace(/["\\]/g, '\\$&')}"` : needle);
    if (expected === 0) {
      await expect(page.getByText('No generations match')).toBeVisible();
    } else {
      expect(expected, needle).toBeLessThan(texts.length);
      await expect(gridOf(page), needle).toHaveAttribute('aria-rowcount', String(expected + 1));
    }
  }
});

test('nothing matches, and a view with a name survives a restart', async ({ launch, library }) => {
  const first = await launch({ library });
  const { page } = first;
  const rows = idsBySql(library, '').length;
  await page.getByRole('radio', { name: /^Failed/ }).click();
  await searchOf(page).fill('no such text anywhere');
  await expect(page.getByRole('heading', { name: 'No generations match' })).toBeVisible();
  await expect(gridOf(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Clear filters' }).last().click();
  await expect(gridOf(page)).toHaveAttribute('aria-rowcount', String(rows + 1));
  await expect(searchOf(page)).toHaveValue('');

  await page.getByRole('radio', { name: /^Failed/ }).click();
  await searchOf(page).fill('length:>8');
  await gridOf(page).getByRole('columnheader', { name: 'Length' }).getByRole('button').click();
  const expected = idsBySql(
    library,
    `WHERE status = 'failed' AND duration_seconds > 8
      ORDER BY duration_seconds DESC, created_at DESC, id DESC`,
  );
  await expectRows(page, expected);
  await page.getByRole('button', { name: 'Saved views' }).click();
  await page.getByRole('menuitem', { name: 'Save this view…' }).click();
  await page.getByRole('textbox', { name: 'Name of the view' }).fill('Long failures');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await first.app.close();

  const second = await launch({ library });
  await expect(gridOf(second.page)).toHaveAttribute('aria-rowcount', String(rows + 1));
  await second.page.getByRole('button', { name: 'Saved views' }).click();
  await second.page.getByRole('menuitem', { name: 'Long failures', exact: true }).click();
  await expectRows(second.page, expected);
  await expect(searchOf(second.page)).toHaveValue('length:>8');
  await second.page.getByRole('button', { name: 'Saved views' }).click();
  await second.page.getByRole('menuitem', { name: 'Delete view Long failures' }).click();
  await expect(second.page.getByText('No saved views yet')).toBeVisible();
});
