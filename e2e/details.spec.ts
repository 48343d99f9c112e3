import type { ElectronApplication } from '@playwright/test';
import { expect, test } from './support/application';
import { withDatabase } from './support/database';
import { gridOf, idsBySql, insertGeneration } from './support/list';

// One generation in full: facts, metadata, error, record, and what can be done from there.

const metadata = {
  bpm: 128,
  instruments: [{ name: 'piano', 'odd key': 'Ω' }, { name: 'bass' }],
  deep: { deeper: { deepest: { value: null } } },
  empty: {},
  text: 'a "quoted" text',
};
const traceback = `Traceback (most recent call last):\n  File "engine.py", line 311\n${'x'.repeat(400)}\nRuntimeError: cuDNN error 8`;

const clipboard = (app: ElectronApplication) =>
  app.evaluate(({ clipboard: board }) => board.readText());

test('facts, metadata and error in full, each copied as it is', async ({ launch, library }) => {
  insertGeneration(library, {
    id: 'gen_full',
    prompt: `${'long prompt '.repeat(80)}end`,
    status: 'failed',
    duration_seconds: 12,
    sample_rate: 44_100,
    channels: 1,
    file_size_bytes: 2_048_044,
    generation_time_seconds: 18,
    error_message: traceback,
    metadata: JSON.stringify(metadata),
  });
  const { app, page } = await launch({ library });
  await page.locator('[data-generation-id="gen_full"] [data-column="prompt"]').click();
  const details = page.getByRole('complementary', { name: 'Generation details' });
  const panel = details.getByRole('tabpanel');
  const copied = async (button: string) => {
    await app.evaluate(({ clipboard: board }) => board.writeText('what was there'));
    await details.getByRole('button', { name: button, exact: true }).click();
    await expect.poll(() => clipboard(app)).not.toBe('what was there');
    return clipboard(app);
  };

  await expect(panel).toContainText(`${'long prompt '.repeat(80)}end`);
  for (const fact of ['12 s', '44.1 kHz', 'Mono', '2 MB', '18.0 s', '1.50×', 'gen_full']) {
    await expect(panel.getByText(fact, { exact: true }).first()).toBeVisible();
  }

  await details.getByRole('tab', { name: 'Metadata' }).click();
  await test.step('the tree folds', async () => {
    const deepest = panel.getByText('deepest', { exact: true });
    const deeper = panel.getByRole('button', { name: /^deeper/ });
    await expect(deeper).toHaveAttribute('aria-expanded', 'true');
    await expect(deepest).toBeVisible();
    await deeper.click();
    await expect(deeper).toHaveAttribute('aria-expanded', 'false');
    await expect(deepest).toHaveCount(0);
    await deeper.press('Enter');
    await expect(deepest).toBeVisible();
    await panel.getByRole('button', { name: /^deepest/ }).click();
    await expect(panel.getByText('null', { exact: true })).toBeVisible();
  });
  await test.step('value, path and all of it are copied', async () => {
    const instruments = panel.getByRole('listitem').filter({ hasText: 'instruments' }).first();
    const first = instruments.getByRole('button', { name: /^0/ });
    if ((await first.getAttribute('aria-expanded')) === 'false') await first.click();
    await instruments.getByText('odd key').hover();
    expect(await copied('Copy value of odd key')).toBe('Ω');
    expect(await copied('Copy path instruments[0]["odd key"]')).toBe('instruments[0]["odd key"]');
    expect(JSON.parse(await copied('Copy as JSON'))).toEqual(metadata);
    await details.getByText('JSON', { exact: true }).click();
    await expect(panel.locator('pre')).toHaveText(JSON.stringify(metadata, null, 2));
  });

  // Why it failed is the first that one sees; the tab has all of it.
  await details.getByRole('tab', { name: 'Overview' }).click();
  await expect(panel.getByText('RuntimeError: cuDNN error 8', { exact: true })).toBeVisible();
  expect(await copied('Copy error')).toBe(traceback);
  await panel.getByRole('button', { name: 'Show whole error' }).click();
  await expect(details.getByRole('tab', { name: 'Error' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await expect(panel.locator('pre')).toHaveText(traceback, { useInnerText: true });
  const fits = await panel.locator('pre').evaluate((element) => ({
    wraps: element.scrollWidth <= element.clientWidth,
    mono: getComputedStyle(element).fontFamily,
  }));
  expect(fits.wraps).toBe(true);
  expect(fits.mono).toMatch(/mono/i);
  expect(await copied('Copy error')).toBe(traceback);

  await details.getByRole('tab', { name: 'Record' }).click();
  const stored = withDatabase(library, (db) =>
    db.prepare("SELECT * FROM generations WHERE id = 'gen_full'").get(),
  );
  expect(JSON.parse(await copied('Copy as JSON'))).toEqual(stored);
});

test('malformed metadata is the text that it is, with a note', async ({ launch, library }) => {
  insertGeneration(library, { id: 'gen_bad', metadata: '{"bpm": 12' });
  insertGeneration(library, { id: 'gen_list', metadata: '[1, 2]', prompt: 'a list' });
  const { page } = await launch({ library });
  const details = page.getByRole('complementary', { name: 'Generation details' });
  for (const [id, text] of [
    ['gen_bad', '{"bpm": 12'],
    ['gen_list', '[1, 2]'],
  ] as const) {
    await page.locator(`[data-generation-id="${id}"] [data-column="prompt"]`).click();
    await details.getByRole('tab', { name: 'Metadata' }).click();
    await expect(details.getByRole('note')).toContainText('not a JSON object');
    await expect(details.getByRole('tabpanel').locator('pre')).toHaveText(text);
  }
});

test('the actions of details and of the menu on a row', async ({ launch, library }) => {
  insertGeneration(library, {
    id: 'gen_one',
    prompt: 'one of its kind',
    status: 'failed',
    error_message: 'RuntimeError: cuDNN error 8',
  });
  insertGeneration(library, {
    id: 'gen_two',
    status: 'failed',
    error_message: 'RuntimeError: cuDNN error 9',
  });
  const { app, page } = await launch({ library });
  const row = page.locator('[data-generation-id="gen_one"]');
  const details = page.getByRole('complementary', { name: 'Generation details' });
  await row.locator('[data-column="prompt"]').click();
  // Until those of another one are there, a click would meet what belongs to the one before.
  const retry = details.getByRole('button', { name: 'Retry' });
  const met = await retry.evaluate(async (button) => {
    const { left, top } = button.getBoundingClientRect();
    document.querySelector<HTMLElement>('[data-generation-id="gen_two"]')?.click();
    await Promise.resolve();
    return button.contains(document.elementFromPoint(left + 10, top + 10));
  });
  expect(met).toBe(false);
  await expect(details).toContainText('gen_two');
  await row.locator('[data-column="prompt"]').click();
  const choose = async (name: string) => {
    await details.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name }).click();
  };
  await choose('Copy id');
  await expect.poll(() => clipboard(app)).toBe('gen_one');
  await choose('Copy as JSON');
  await expect
    .poll(async () => (await clipboard(app)).includes('"prompt": "one of its kind"'))
    .toBe(true);

  const chooseOnRow = async (name: string) => {
    await row.locator('[data-column="prompt"]').click({ button: 'right' });
    await page.getByRole('menuitem', { name }).click();
  };
  const rows = (count: number) =>
    expect(gridOf(page)).toHaveAttribute('aria-rowcount', String(count + 1));
  await chooseOnRow('Filter by this prompt');
  await rows(1);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await chooseOnRow('Filter by this model');
  await rows(idsBySql(library, "WHERE model_name = 'musicgen-small'").length);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await chooseOnRow('Filter by this error');
  await rows(2);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await chooseOnRow('Retry');
  await expect(row).toHaveAttribute('data-status', 'pending');

  // A menu keeps to the row that it was opened for, also when another one has taken its place.
  await page.locator('[data-generation-id="gen_two"]').click({ button: 'right' });
  await expect(page.getByRole('menu')).toBeVisible();
  withDatabase(library, (db) => db.exec("DELETE FROM generations WHERE id = 'gen_two'"));
  const others = idsBySql(library, '');
  await rows(others.length);
  await page.getByRole('menuitem', { name: 'Delete', exact: true }).click();
  await expect(
    page.getByRole('status').filter({ hasText: 'Deleted 0 generations, 1 no longer there' }),
  ).toBeVisible();
  expect(idsBySql(library, '')).toEqual(others);

  // The pane is as wide as one makes it, and stays so.
  await row.locator('[data-column="prompt"]').click();
  const handle = details.getByRole('separator', { name: 'Width of the details' });
  const before = (await details.boundingBox())?.width ?? 0;
  await handle.focus();
  await handle.press('ArrowLeft');
  await expect.poll(async () => (await details.boundingBox())?.width ?? 0).toBeGreaterThan(before);
  await details.getByRole('button', { name: 'Close details' }).click();
  await expect(details).toHaveCount(0);
});
