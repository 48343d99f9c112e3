// @ts-check
// `npm run screenshots`: the pictures of docs/screenshots, of every screen, light and dark, wide and
// narrow, on a fresh sample library. Look at them after each change of what the window shows.
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron as electron } from '@playwright/test';
import { build } from './lib/build.mjs';
import { startVirtualDisplay } from './lib/display.mjs';
import { modulePath, projectRoot } from './lib/paths.mjs';
import { prepare } from './lib/prepare.mjs';
import { runCommand } from './lib/problem.mjs';
import { say } from './lib/progress.mjs';
import { lacksDisplay } from './lib/system-packages.mjs';

/** @typedef {import('@playwright/test').Page} Page */

const folder = join(projectRoot, 'docs', 'screenshots');
const data = join(tmpdir(), 'dgx-music-monitor-pictures');
const themes = /** @type {const} */ (['light', 'dark']);
const sizes = /** @type {const} */ ([
  [1440, 900],
  [1024, 700],
]);
/** How long making the sample library may take, milliseconds. */
const patience = 60_000;

const rows = '[role=grid] [role=row]';

/** @param {Page} page @param {string} name */
const go = async (page, name) => {
  await page.getByRole('navigation').getByRole('link', { name }).click();
};

/** @param {Page} page @param {RegExp} status */
const chooseRow = async (page, status) => {
  await go(page, 'Generations');
  await page.getByRole('radio', { name: status }).click();
  await page.locator('[data-generation-id]').nth(2).click();
  await page.getByRole('complementary', { name: 'Generation details' }).waitFor();
};

/** Each screen by the name of its pictures, with the way to it. @type {Record<string, (page: Page) => Promise<void>>} */
const screens = {
  welcome: async (page) => {
    await page.getByRole('button', { name: /open a library/i }).waitFor();
  },
  generations: async (page) => {
    const explore = page.getByRole('button', { name: /explore a sample library/i });
    if (await explore.isVisible()) await explore.click();
    await page.locator('[data-generation-id]').first().waitFor({ timeout: patience });
  },
  failed: (page) => chooseRow(page, /^Failed/),
  metadata: async (page) => {
    await chooseRow(page, /^Completed/);
    await page.getByRole('tab', { name: 'Metadata' }).click();
  },
  audition: async (page) => {
    await go(page, 'Generations');
    await page.getByRole('radio', { name: /^Completed/ }).click();
    await page.locator('[data-generation-id]').nth(2).click();
    await page.getByRole('button', { name: 'Audition' }).click();
    await page
      .getByRole('region', { name: 'Player' })
      .getByRole('button', { name: 'Pause' })
      .click();
  },
  compare: async (page) => {
    await page.keyboard.press('Escape');
    const rows = page.locator('[data-generation-id]');
    await rows.nth(0).click();
    for (const row of [1, 3]) await rows.nth(row).click({ modifiers: ['Control'] });
    await page
      .getByRole('toolbar', { name: 'Selection' })
      .getByRole('button', { name: 'Compare' })
      .click();
    await page.getByText('LUFS').nth(2).waitFor();
  },
  prompts: async (page) => {
    await page.keyboard.press('Escape');
    await go(page, 'Prompts');
    await page.locator(rows).nth(3).waitFor();
  },
  settings: (page) => go(page, 'Settings'),
};

await runCommand(async () => {
  const { path: executablePath, ...rest } = await prepare();
  await build({ path: executablePath, ...rest });
  const display = lacksDisplay() ? await startVirtualDisplay() : undefined;
  rmSync(data, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const loader = modulePath('playwright-core', 'lib', 'server', 'electron', 'loader.js');
  const { DATABASE_URL: _, ...env } = process.env;
  const app = await electron.launch({
    executablePath,
    args: ['-r', loader, ...root, projectRoot],
    env: /** @type {Record<string, string>} */ ({
      ...env,
      ...display?.env,
      DGX_MUSIC_MONITOR_DATA: data,
    }),
  });
  try {
    const page = await app.firstWindow();
    for (const [name, show] of Object.entries(screens)) {
      await show(page);
      for (const [width, height] of sizes) {
        await app.evaluate(
          ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(...size),
          /** @type {[number, number]} */ ([width, height]),
        );
        for (const colorScheme of themes) {
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          await page.mouse.move(0, 0);
          await atRest(page);
          const file = `${name}-${colorScheme}-${width}.png`;
          await page.screenshot({ path: join(folder, file) });
          say(file);
        }
      }
    }
  } finally {
    await app.close();
    display?.stop();
    rmSync(data, { recursive: true, force: true });
  }
  return 0;
});

/**
 * Waits until two pictures in a row show the same, or until it is clear that something moves.
 *
 * @param {Page} page
 */
async function atRest(page) {
  let last = await page.screenshot();
  for (let taken = 0; taken < 12; taken++) {
    await page.waitForTimeout(100);
    const next = await page.screenshot();
    if (next.equals(last)) return;
    last = next;
  }
}
