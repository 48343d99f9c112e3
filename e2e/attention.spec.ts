import { expect, test } from './support/application';
import { withDatabase } from './support/database';

test('the title counts failures since someone last looked', async ({ launch, library }) => {
  const { app, page } = await launch({ library });
  await expect(page.locator('[data-generation-id]').first()).toBeVisible();
  const title = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle());
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.blur());
  withDatabase(library, (db) =>
    db.exec(`UPDATE generations SET status = 'failed', completed_at = '2099-01-01 00:00:00.000000'
              WHERE rowid IN (SELECT rowid FROM generations WHERE status = 'completed' LIMIT 2)`),
  );
  await expect.poll(title).toBe('(2) DGX Music Monitor');
  await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.restore();
    window?.emit('focus');
  });
  await expect.poll(title).toBe('DGX Music Monitor');
});
