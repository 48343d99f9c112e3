import { expect, test } from './support/application';
import { insertGeneration } from './support/list';

// Rows whose texts are of ten megabytes: the window shows what one can read of them.

const megabytes = (count: number, line: string) => line.repeat((count * 2 ** 20) / line.length);

test('ten megabytes of prompt, error and metadata are shown from their beginning', async ({
  launch,
  library,
}) => {
  insertGeneration(library, {
    id: 'long',
    status: 'failed',
    prompt: megabytes(10, 'calm piano over rain, '),
    error_message: `Traceback (most recent call last):\n${megabytes(10, '  File "engine.py", line 1\n')}\nRuntimeError: no room`,
    metadata: JSON.stringify({ lyrics: megabytes(10, 'la la la '), bpm: 90 }),
  });
  const { page } = await launch({ library });
  const row = page.locator('[data-generation-id="long"]');
  await page.getByRole('searchbox', { name: 'Search generations' }).fill('status:failed');
  await expect(row).toContainText('calm piano');
  await row.click();
  const details = page.getByRole('complementary', { name: 'Generation details' });
  await expect(details.getByText('RuntimeError: no room')).toBeVisible();
  const characters = () => details.evaluate((pane) => pane.textContent?.length ?? 0);
  for (const tab of ['Overview', 'Metadata', 'Error', 'Record']) {
    await details.getByRole('tab', { name: tab }).click();
    const more = details.getByRole('button', { name: /^Show more of 1\d,\d{3},\d{3} characters$/ });
    await expect(more.first()).toBeVisible();
    const before = await characters();
    expect(before).toBeLessThan(200_000);
    await more.first().click();
    await expect.poll(characters).toBeGreaterThan(before + 90_000);
    expect(await characters()).toBeLessThan(600_000);
  }
});
