import { existsSync } from 'node:fs';
import type { ElectronApplication, Page } from '@playwright/test';
import { wavFile } from '../src/main/audio/testing';
import { expect, test } from './support/application';
import { dump, type Row } from './support/database';
import { showStatus } from './support/list';
import { layOutMusic } from './support/music';

// Cancelling, giving up and deleting, each with its way back; the audio only when asked for.

const rowOf = (library: string, id: string | null): Row | undefined =>
  dump(library).generations?.find((row) => row.id === id);

/** Opens the details of the first row with this status, as its radio says it, and answers its id. */
const openFirst = async (page: Page, status: string): Promise<string | null> => {
  await showStatus(page, status);
  await page.locator(`[data-status="${status.toLowerCase()}"]`).first().click();
  const details = page.getByRole('complementary', { name: 'Generation details' });
  return details.getAttribute('data-generation-id');
};

const choose = async (page: Page, item: string): Promise<void> => {
  const details = page.getByRole('complementary', { name: 'Generation details' });
  await details.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
};

/** Takes back what was done last: the library is as it was `before`. */
const undo = async (
  page: Page,
  library: string,
  before: ReturnType<typeof dump>,
): Promise<void> => {
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => dump(library)).toEqual(before);
  await expect(page.getByRole('status').filter({ hasText: 'Undone for' })).toBeVisible();
};

test('a waiting job is cancelled as the service does it, and waits again after Undo', async ({
  launch,
  library,
}) => {
  const before = dump(library);
  const { page } = await launch({ library });
  const id = await openFirst(page, 'Pending');
  await choose(page, 'Cancel job');
  await expect(
    page.getByRole('status').filter({ hasText: 'Cancelled 1 generation' }),
  ).toBeVisible();
  expect(rowOf(library, id)).toEqual({
    ...before.generations?.find((row) => row.id === id),
    status: 'cancelled',
    error_message: 'Cancelled by user',
    completed_at: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/),
  });
  await undo(page, library, before);
});

test('a stuck job is marked as failed, and as processing again after Undo', async ({
  launch,
  library,
}) => {
  const before = dump(library);
  const { page } = await launch({ library });
  const id = await openFirst(page, 'Processing');
  await choose(page, 'Mark as failed');
  await expect(page.getByRole('status').filter({ hasText: 'Marked as failed' })).toBeVisible();
  expect(rowOf(library, id)).toMatchObject({
    status: 'failed',
    error_message: expect.stringContaining('no worker'),
  });
  await undo(page, library, before);
});

test('the Delete key deletes the row one is on, and Ctrl+Z puts it back', async ({
  launch,
  library,
}) => {
  const before = dump(library);
  const { page } = await launch({ library });
  const row = page.locator('[data-generation-id]').first();
  const id = await row.getAttribute('data-generation-id');
  const next = await page.locator('[data-index="1"]').getAttribute('data-generation-id');
  await row.click();
  await page.keyboard.press('Delete');
  await expect(page.getByRole('status').filter({ hasText: 'Deleted 1 generation' })).toBeVisible();
  await expect(page.locator(`[data-generation-id="${id}"]`)).toHaveCount(0);
  // One goes on with the next.
  await expect(row).toHaveAttribute('data-current', 'true');
  await expect(page.getByRole('complementary', { name: 'Generation details' })).toHaveAttribute(
    'data-generation-id',
    next ?? '',
  );
  expect(dump(library)).toEqual({
    ...before,
    generations: before.generations?.filter((stored) => stored.id !== id),
  });
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('status').filter({ hasText: 'Undone for' })).toBeVisible();
  expect(dump(library)).toEqual(before);
});

test('all matches are deleted from the selection bar, and put back in their places', async ({
  launch,
  library,
}) => {
  const before = dump(library);
  const { page } = await launch({ library });
  await openFirst(page, 'Failed');
  await page.keyboard.press('Control+a');
  const bar = page.getByRole('toolbar', { name: 'Selection' });
  await expect(bar).toContainText('All 35 selected');
  await bar.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Deleted 35' })).toBeVisible();
  expect(dump(library)).toEqual({
    ...before,
    generations: before.generations?.filter(({ status }) => status !== 'failed'),
  });
  await undo(page, library, before);
});

test('the selection, the palette and the native menu cancel, give up and delete, too', async ({
  launch,
  library,
}) => {
  const before = dump(library);
  const { app, page } = await launch({ library });
  const menu = (id: string) =>
    app.evaluate(({ Menu }, wanted) => {
      Menu.getApplicationMenu()?.getMenuItemById(wanted)?.click();
    }, id);
  const command = async (text: string) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('searchbox', { name: 'Commands' }).fill(text);
    await page.keyboard.press('Enter');
  };
  const said = (text: string) =>
    expect(page.getByRole('status').filter({ hasText: text })).toBeVisible();
  await openFirst(page, 'Pending');
  await page.keyboard.press('Control+a');
  const bar = page.getByRole('toolbar', { name: 'Selection' });
  await bar.getByRole('button', { name: 'Cancel jobs' }).click();
  await said('Cancelled 3 generations');
  await undo(page, library, before);

  for (const act of [() => menu('give-up'), () => command('mark as failed')]) {
    await openFirst(page, 'Processing');
    await act();
    await said('Marked as failed: 1 generation');
    await undo(page, library, before);
  }
  await openFirst(page, 'Failed');
  await command('generations delete');
  await said('Deleted 1 generation');
  await undo(page, library, before);
  await openFirst(page, 'Completed');
  await menu('delete-with-audio');
  const dialog = page.getByRole('dialog', { name: 'Delete generation' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await menu('edit-and-run');
  await expect(page.getByRole('dialog', { name: 'New generation' })).toBeVisible();
  expect(dump(library)).toEqual(before);
});

/** Puts a folder in the place of the system's trash. */
const catchTrash = (app: ElectronApplication) =>
  app.evaluate(({ shell }) => {
    shell.trashItem = async (path) => {
      const { renameSync: move } = process.getBuiltinModule('node:fs');
      move(path, `${path}.trashed`);
    };
  });

test('the audio goes to the trash only when the dialog says so', async ({ launch, folder }) => {
  const tone = wavFile({ seconds: 1 });
  const { library, ids } = layOutMusic(folder, { 'a.wav': tone, 'b.wav': tone });
  const before = dump(library);
  const [first = '', second = ''] = ids;
  const file = (name: string) => `${folder}/music/outputs/${name}`;
  const { app, page } = await launch({ library });
  await catchTrash(app);
  const dialog = page.getByRole('dialog', { name: 'Delete generation' });
  const menu = async (id: string) => {
    await page.locator(`[role=row][data-generation-id="${id}"]`).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Delete with audio…' }).click();
    await expect(dialog).toBeVisible();
  };

  // Delete by itself never touches the file.
  await page.locator(`[data-generation-id="${second}"]`).click();
  await page.keyboard.press('Delete');
  await expect(page.getByRole('status').filter({ hasText: 'Deleted 1 generation' })).toBeVisible();
  expect(existsSync(file('b.wav'))).toBe(true);
  await undo(page, library, before);

  await menu(first);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();
  expect(rowOf(library, first)).toBeDefined();

  await menu(first);
  await expect(dialog.getByRole('checkbox')).toBeChecked();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(
    page.getByRole('status').filter({ hasText: 'Deleted 1 generation; 1 audio file in the trash' }),
  ).toBeVisible();
  expect(rowOf(library, first)).toBeUndefined();
  expect(existsSync(file('a.wav'))).toBe(false);
  expect(existsSync(file('b.wav'))).toBe(true);
  expect(existsSync(file('a.wav.trashed'))).toBe(true);
});
