import type { Page } from '@playwright/test';
import { expect, test } from './support/application';
import { expectAccessible } from './support/axe';
import { dump, type Row } from './support/database';
import { showStatus } from './support/list';

// New jobs by hand, from scratch or made from another, as the file then has them.

type Dump = ReturnType<typeof dump>;

/** The generations that `after` has and `before` had not, oldest first. */
const added = (before: Dump, after: Dump): readonly Row[] => {
  const known = new Set(before.generations?.map(({ id }) => id));
  return after.generations?.filter(({ id }) => !known.has(id)) ?? [];
};
const promptOf = (library: Dump, text: unknown): Row | undefined =>
  library.prompts?.find((row) => row.text === text);

const openDialog = async (page: Page) => {
  await page.getByRole('button', { name: 'New generation' }).click();
  const dialog = page.getByRole('dialog', { name: 'New generation' });
  await expect(dialog).toBeVisible();
  return dialog;
};

test('a new job is queued as the service would, with the settings of the latest', async ({
  launch,
  library,
}) => {
  const before = dump(library);
  const latest = [...(before.generations ?? [])].sort((a, b) =>
    String(a.created_at) < String(b.created_at) ? 1 : -1,
  )[0];
  const { page } = await launch({ library });
  const dialog = await openDialog(page);
  await dialog.getByRole('combobox', { name: 'Prompt' }).fill('a prompt that nobody had');
  await dialog.getByRole('button', { name: 'Queue', exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Queued 1 generation' })).toBeVisible();
  await expect(dialog).toBeHidden();

  const after = dump(library);
  const [row] = added(before, after);
  expect(row).toEqual({
    rowid: expect.any(Number),
    id: expect.stringMatching(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    ),
    prompt: 'a prompt that nobody had',
    model_name: latest?.model_name,
    model_version: latest?.model_version,
    duration_seconds: latest?.duration_seconds,
    sample_rate: latest?.sample_rate,
    channels: latest?.channels,
    file_path: `outputs/${row?.id}.wav`,
    file_size_bytes: null,
    status: 'pending',
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/),
    completed_at: null,
    generation_time_seconds: null,
    error_message: null,
    metadata: null,
  });
  expect(promptOf(after, row?.prompt)).toMatchObject({ used_count: 1 });
  await expect(page.locator(`[data-generation-id="${row?.id}"][role="row"]`)).toBeVisible();
  await expect(page.getByRole('complementary', { name: 'Generation details' })).toContainText(
    'a prompt that nobody had',
  );

  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Undone for' })).toBeVisible();
  expect(dump(library)).toEqual(before);
});

test('an earlier prompt is suggested, taken by keyboard and counted once more', async ({
  launch,
  library,
}) => {
  const before = dump(library);
  const { page } = await launch({ library });
  const dialog = await openDialog(page);
  const prompt = dialog.getByRole('combobox', { name: 'Prompt' });
  await expect(prompt).toBeFocused();
  await page.keyboard.type('piano');
  const suggestion = dialog.getByRole('option').first();
  await expect(suggestion).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(prompt).toHaveValue(/piano/);
  const text = await prompt.inputValue();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('status').filter({ hasText: 'Queued 1 generation' })).toBeVisible();
  const after = dump(library);
  expect(added(before, after)).toMatchObject([{ prompt: text, status: 'pending' }]);
  expect(promptOf(after, text)?.used_count).toBe(Number(promptOf(before, text)?.used_count) + 1);
});

test('several prompts and takes are queued at once, and chosen', async ({ launch, library }) => {
  const before = dump(library);
  const { page } = await launch({ library });
  const dialog = await openDialog(page);
  await dialog.getByRole('checkbox', { name: 'One prompt on each line' }).check();
  await dialog.getByRole('combobox', { name: 'Prompts' }).fill('first of two\n\nsecond of two\n');
  await dialog.getByRole('textbox', { name: 'Takes' }).fill('3');
  await dialog.getByRole('button', { name: 'Queue 6 generations' }).click();
  await expect(page.getByRole('toolbar', { name: 'Selection' })).toContainText('6 selected');
  const after = dump(library);
  expect(added(before, after).map(({ prompt }) => prompt)).toEqual([
    ...Array(3).fill('first of two'),
    ...Array(3).fill('second of two'),
  ]);
  expect(promptOf(after, 'first of two')).toMatchObject({ used_count: 3 });
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Undone for 6' })).toBeVisible();
  expect(dump(library)).toEqual(before);
});

test('what the service refuses is an error for its models, a warning for others', async ({
  launch,
  library,
}) => {
  const before = dump(library);
  const { page } = await launch({ library });
  const dialog = await openDialog(page);
  const prompt = dialog.getByRole('combobox', { name: 'Prompt' });
  const length = dialog.getByRole('textbox', { name: 'Length (s)' });
  const model = dialog.getByRole('combobox', { name: 'Model' });
  await prompt.fill('ab');
  await length.fill('31');
  await model.fill('musicgen-small');
  await dialog.getByRole('button', { name: 'Queue', exact: true }).click();
  await expect(prompt).toHaveAttribute('aria-invalid', 'true');
  await expect(prompt).toBeFocused();
  await expect(length).toHaveAccessibleDescription(/Only 1 to 30 seconds/);
  expect(dump(library)).toEqual(before);

  await model.fill('a-model-of-ours');
  await expect(prompt).not.toHaveAttribute('aria-invalid');
  await expect(length).toHaveAccessibleDescription(/Only 1 to 30 seconds/);
  await dialog.getByRole('button', { name: 'Queue', exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Queued 1 generation' })).toBeVisible();
  expect(added(before, dump(library))).toMatchObject([
    { prompt: 'ab', model_name: 'a-model-of-ours', duration_seconds: 31 },
  ]);
});

test('edit and run again: prefilled, linked, and both show what changed', async ({
  launch,
  library,
}) => {
  const before = dump(library);
  const { page } = await launch({ library });
  await showStatus(page, 'Completed');
  const row = page.locator('[data-generation-id][data-status="completed"]').first();
  const id = await row.getAttribute('data-generation-id');
  await row.click();
  const original = before.generations?.find((stored) => stored.id === id);
  const details = page.getByRole('complementary', { name: 'Generation details' });
  await details.getByRole('button', { name: 'Edit and run again' }).click();
  const dialog = page.getByRole('dialog', { name: 'New generation' });
  await expect(dialog.getByRole('combobox', { name: 'Prompt' })).toHaveValue(
    String(original?.prompt),
  );
  const metadata = dialog.getByRole('textbox', { name: 'As a JSON object' });
  if (!(await metadata.isVisible())) await dialog.getByText('Metadata', { exact: true }).click();
  await metadata.fill('{"bpm": 1');
  await dialog.getByRole('textbox', { name: 'Length (s)' }).fill('4');
  await dialog.getByRole('button', { name: 'Queue', exact: true }).click();
  await expect(metadata).toHaveAccessibleDescription(/not a JSON object/);
  await metadata.fill('{"bpm": 171}');
  await dialog.getByRole('button', { name: 'Queue', exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Queued 1 generation' })).toBeVisible();

  const after = dump(library);
  const [made] = added(before, after);
  expect(made).toMatchObject({
    prompt: original?.prompt,
    model_name: original?.model_name,
    model_version: original?.model_version,
    sample_rate: original?.sample_rate,
    duration_seconds: 4,
    status: 'pending',
  });
  expect(JSON.parse(String(made?.metadata))).toEqual({ bpm: 171, rerun_of: id });
  expect(after.generations?.find((stored) => stored.id === id)).toEqual(original);

  const family = details.getByRole('list', { name: 'Family' }).getByRole('button');
  await expect(family).toHaveCount(2);
  await expect(family.last()).toHaveAttribute('aria-current', 'true');
  await expect(family.last()).toContainText(`length ${original?.duration_seconds} → 4`);
  await expect(family.last()).toContainText('171');
  await family.first().click();
  await expect(details).toHaveAttribute('data-generation-id', String(id));
  await expect(family.first()).toHaveAttribute('aria-current', 'true');
  await expect(family).toHaveCount(2);
});

test('no serious axe finding in the dialogs, the attempts and the family', async ({
  launch,
  library,
}) => {
  const { page } = await launch({ library });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const dialog = await openDialog(page);
  await page.keyboard.type('piano');
  await expect(dialog.getByRole('option').first()).toBeVisible();
  await expectAccessible(page, 'suggestions', '[role="dialog"]');
  // The first Escape is the suggestions', the dialog stays.
  await page.keyboard.press('Escape');
  await expect(dialog.getByRole('option')).toHaveCount(0);
  await expect(dialog).toBeVisible();
  await dialog.getByText('Metadata', { exact: true }).click();
  await dialog.getByRole('textbox', { name: 'As a JSON object' }).fill('{');
  await dialog.getByRole('textbox', { name: 'Length (s)' }).fill('99');
  await dialog.getByRole('button', { name: 'Queue', exact: true }).click();
  await expect(dialog.getByText('not a JSON object')).toBeVisible();
  await expectAccessible(page, 'mistakes', '[role="dialog"]');
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await showStatus(page, 'Failed');
  await page.locator('[data-generation-id][data-status="failed"]').first().click();
  const details = page.getByRole('complementary', { name: 'Generation details' });
  await details.getByRole('button', { name: 'Edit and run again' }).click();
  await dialog.getByRole('button', { name: 'Queue', exact: true }).click();
  const family = details.getByRole('list', { name: 'Family' }).getByRole('button');
  await family.first().click();
  await details.getByRole('button', { name: 'Retry' }).click();
  await expect(details.getByRole('list', { name: 'Attempts' })).toBeVisible();
  await expectAccessible(page, 'attempts, family, messages');

  await details.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete with audio…' }).click();
  await expect(page.getByRole('dialog', { name: 'Delete generation' })).toBeVisible();
  await expectAccessible(page, 'delete', '[role="dialog"]');
});
