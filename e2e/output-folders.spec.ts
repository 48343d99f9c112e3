import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/application';

test('an output folder is allowed by the system dialog, kept, and taken away', async ({
  launch,
  library,
  folder,
}) => {
  const chosen = join(folder, 'outputs of the service');
  mkdirSync(chosen);
  const first = await launch({ library });
  await first.page.getByRole('link', { name: 'Settings' }).click();
  await first.app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, chosen);
  await first.page.getByRole('button', { name: 'Allow a folder…' }).click();
  const folders = first.page.getByRole('list', { name: 'Output folders' });
  await expect(folders.getByText(chosen)).toBeVisible();
  await first.app.close();

  const second = await launch({ library });
  await second.page.getByRole('link', { name: 'Settings' }).click();
  await second.page.getByRole('button', { name: `Remove ${chosen}` }).click();
  await expect(second.page.getByRole('button', { name: `Remove ${chosen}` })).toHaveCount(0);
});
