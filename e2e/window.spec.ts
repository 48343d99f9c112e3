import type { ElectronApplication } from '@playwright/test';
import './support/page';
import { expect, test } from './support/application';

// The window around the content: its place, its theme, the native menu.

const size = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getSize());

/** Labels of a menu's items, `undefined` for one that does not exist. */
const menuLabels = (app: ElectronApplication, menu: string) =>
  app.evaluate(
    ({ Menu }, label) =>
      Menu.getApplicationMenu()
        ?.items.find((item) => item.label.replace('&', '') === label)
        ?.submenu?.items.map((item) => item.label),
    menu,
  );

test('comes back in the size that it had', async ({ launch, library }) => {
  const first = await launch({ library });
  await expect(first.page.locator('[data-generation-id]').first()).toBeVisible();
  await first.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setSize(1100, 720),
  );
  await expect.poll(() => size(first.app)).toEqual([1100, 720]);
  await first.app.close();
  const second = await launch({ library });
  await expect.poll(() => size(second.app)).toEqual([1100, 720]);
});

test('comes up on the screen when its last place is not on any', async ({ launch, library }) => {
  const first = await launch({ library });
  await first.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 30_000, y: 30_000, width: 900, height: 600 }),
  );
  await first.app.close();
  const second = await launch({ library });
  const x = await second.app.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds().x ?? Number.NaN,
  );
  expect(x).toBeLessThan(5_000);
});

test('a chosen theme holds at once and at the next start', async ({ launch, library }) => {
  const dark = (page: import('@playwright/test').Page) =>
    page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  const first = await launch({ library });
  await expect(first.page.locator('[data-generation-id]').first()).toBeVisible();
  await first.page.evaluate(() =>
    window.monitor.settings.set({
      theme: 'dark',
      notifications: true,
      stalledAfter: { factor: 3, leastSeconds: 60 },
    }),
  );
  await expect
    .poll(() => first.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource))
    .toBe('dark');
  await first.app.close();
  const second = await launch({ library });
  expect(await second.app.evaluate(({ nativeTheme }) => nativeTheme.shouldUseDarkColors)).toBe(
    true,
  );
  // Playwright sets a colour scheme of its own on its pages; taken back, the application's shows.
  await second.page.emulateMedia({ colorScheme: null });
  await expect.poll(() => dark(second.page)).toBe(true);
});

test('the menu lists recent libraries and opens them', async ({ launch, library }) => {
  const { app, page } = await launch({ library });
  await expect(page.locator('[data-generation-id]').first()).toBeVisible();
  expect(await menuLabels(app, 'File')).toContain('Open Library…');
  await app.evaluate(({ Menu }) => {
    const file = Menu.getApplicationMenu()?.items.find((item) => item.label === '&File');
    file?.submenu?.items.find((item) => item.label === 'Close Library')?.click();
  });
  await expect(page.getByRole('button', { name: /open a library/i })).toBeVisible();
  await app.evaluate(({ Menu }, path) => {
    const file = Menu.getApplicationMenu()?.items.find((item) => item.label === '&File');
    const recent = file?.submenu?.items.find((item) => item.label === 'Open Recent');
    recent?.submenu?.items.find((item) => item.label.includes(path))?.click();
  }, library);
  await expect(page.getByRole('grid', { name: 'Generations' })).toBeVisible();
});
