import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { wavFile } from '../src/main/audio/testing';
import { expect, test } from './support/application';
import { withDatabase } from './support/database';
import { layOutMusic } from './support/music';

// Out of the window: files into folders and other programs.

const tone = wavFile({ seconds: 2 });
const row = (page: Page, id = '') => page.locator(`[data-generation-id="${id}"][role="row"]`);

/** Notes what would leave the application instead of letting it leave. */
const watchExits = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ shell, BrowserWindow }) => {
    const exits: Record<string, unknown> = {};
    Object.assign(globalThis, { exits });
    shell.showItemInFolder = (path) => {
      exits.shown = path;
    };
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents) {
      contents.startDrag = (item) => {
        exits.dragged = item.files;
        exits.icon = typeof item.icon === 'string' ? null : item.icon.getSize();
      };
    }
  });
const exits = (app: ElectronApplication) =>
  app.evaluate(() => (globalThis as unknown as { exits: Record<string, unknown> }).exits);

test('shows in folder, copies the path, drags the file', async ({ launch, folder }) => {
  const { library, ids } = layOutMusic(folder, { 'a.wav': tone, 'b.wav': tone, 'c.wav': null });
  const { app, page } = await launch({ library });
  await watchExits(app);
  const file = join(folder, 'music/outputs/a.wav');
  await row(page, ids[0]).getByRole('button', { name: 'Play' }).click();
  const menu = page.getByRole('region', { name: 'Player' }).getByRole('button', { name: 'File' });
  await menu.click();
  await page.getByRole('menuitem', { name: 'Show in folder' }).click();
  await expect.poll(async () => (await exits(app)).shown).toBe(file);
  await menu.click();
  await page.getByRole('menuitem', { name: 'Copy path' }).click();
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toBe(file);

  await row(page, ids[1]).dispatchEvent('dragstart');
  await expect
    .poll(async () => (await exits(app)).dragged)
    .toEqual([join(folder, 'music/outputs/b.wav')]);
  expect((await exits(app)).icon).toEqual({ width: 48, height: 48 });

  // A selection goes as a whole, without those that are missing.
  for (const id of ids.slice(0, 3)) {
    await row(page, id).click({ modifiers: ['ControlOrMeta'] });
  }
  await row(page, ids[1]).dispatchEvent('dragstart');
  await expect
    .poll(async () => [...((await exits(app)).dragged as string[])].sort())
    .toEqual([file, join(folder, 'music/outputs/b.wav')]);
});

test('saves copies under readable names', async ({ launch, folder }) => {
  const { library, ids } = layOutMusic(folder, { 'a.wav': tone, 'b.wav': tone, 'c.wav': null });
  withDatabase(library, (db) => {
    const name = db.prepare('UPDATE generations SET prompt = ?, metadata = ? WHERE id = ?');
    for (const id of ids.slice(0, 3)) {
      name.run('warm "house" / 4:4', '{"bpm": 124, "key": "Am"}', id);
    }
  });
  const target = join(folder, 'target');
  mkdirSync(target);
  const { app, page } = await launch({ library });
  await app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = (...given: unknown[]) => {
      const { defaultPath = '' } = given.at(-1) as { defaultPath?: string };
      return Promise.resolve({ canceled: false, filePath: `${path}/one ${defaultPath}` });
    };
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, target);
  await row(page, ids[0]).click();
  const details = page.getByRole('complementary', { name: 'Generation details' });
  await details.getByRole('button', { name: 'Save a copy…' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved 1 copy' })).toBeVisible();
  expect(readdirSync(target)).toEqual(['one warm house 4 4, 124 BPM, Am.wav']);

  for (const id of ids.slice(1, 3)) {
    await row(page, id).click({ modifiers: ['ControlOrMeta'] });
  }
  await page
    .getByRole('toolbar', { name: 'Selection' })
    .getByRole('button', { name: 'Save copies…' })
    .click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved 2 copies' })).toBeVisible();
  await expect(page.getByRole('alert')).toContainText('1 take could not be copied');
  const names = ['warm house 4 4, 124 BPM, Am (2).wav', 'warm house 4 4, 124 BPM, Am.wav'];
  expect(readdirSync(target).sort()).toEqual([`one ${names[1]}`, ...names]);
  expect(readFileSync(join(target, names[0] ?? '')).equals(tone)).toBe(true);
});

test('the details tell what the file says, where the record says something else', async ({
  launch,
  folder,
}) => {
  const { library, ids } = layOutMusic(folder, {
    'a.wav': wavFile({ seconds: 3, sampleRate: 44_100, channels: 1, bits: 24 }),
    'b.wav': null,
  });
  withDatabase(library, (db) =>
    db
      .prepare('UPDATE generations SET duration_seconds = 8, sample_rate = 32000 WHERE id = ?')
      .run(ids[0]),
  );
  const { page } = await launch({ library });
  await row(page, ids[0]).click();
  const details = page.getByRole('complementary', { name: 'Generation details' });
  await expect(details).toContainText('WAV, PCM');
  await expect(details).toContainText('24 bit');
  await expect(details).toContainText('record: 8 s');
  await expect(details).toContainText('record: 32 kHz');
  await row(page, ids[1]).click();
  await expect(details.getByRole('note')).toContainText('There is no file outputs/b.wav');
});
