import { expect, test } from './support/application';
import { withDatabase } from './support/database';

test('the title counts failures since someone last looked', async ({ launch, library }) => {
  const { app, page } = await launch({ library });
  await expect(page.locator('[data-generation-id]').first()).toBeVisible();
  const title = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle());
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.blur());
  const isFocused = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isFocused());
  await expect.poll(isFocused).toBe(false);
  failTwo(library);
  await expect.poll(title).toBe('(2) DGX Music Monitor');
  await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.restore();
    window?.emit('focus');
  });
  await expect.poll(title).toBe('DGX Music Monitor');
});

test('failures are counted on the badge, and harm nothing, while there is no window', async ({
  launch,
  library,
}) => {
  const { app, page } = await launch({ library });
  await expect(page.locator('[data-generation-id]').first()).toBeVisible();
  // An error that nobody caught would stand in a dialog, and nothing would answer behind it.
  await app.evaluate(({ app, BrowserWindow }) => {
    app.removeAllListeners('window-all-closed').on('window-all-closed', () => {});
    app.setBadgeCount = (count) => Object.assign(globalThis, { badge: count }).badge === count;
    BrowserWindow.getAllWindows()[0]?.destroy();
  });
  failTwo(library);
  await expect.poll(() => app.evaluate(() => (globalThis as { badge?: number }).badge)).toBe(2);
});

/** Two completed ones become failures, as by another program. */
const failTwo = (library: string) =>
  withDatabase(library, (db) =>
    db.exec(`UPDATE generations SET status = 'failed', completed_at = '2099-01-01 00:00:00.000000'
              WHERE rowid IN (SELECT rowid FROM generations WHERE status = 'completed' LIMIT 2)`),
  );
