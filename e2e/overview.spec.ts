import type { Page } from '@playwright/test';
import { expect, test } from './support/application';
import { withDatabase } from './support/database';
import { insertGeneration, storedAgo } from './support/list';

// The strip above the list: what it says is what the library holds, and goes on being so.

const strip = (page: Page) => page.getByRole('region', { name: 'Overview' });
const hour = 3600;

test('totals, success, hours, speed and queue of a library whose numbers are known', async ({
  launch,
  library,
}) => {
  withDatabase(library, (db) => db.exec('DELETE FROM generations'));
  let number = 0;
  const job = (values: Readonly<Record<string, unknown>>) => {
    number += 1;
    insertGeneration(library, { id: `job_${number}`, ...values });
  };
  const ended = (ago: number, taken: number | null, model = 'musicgen-small') =>
    job({
      model_name: model,
      status: taken === null ? 'failed' : 'completed',
      created_at: storedAgo(ago + 60),
      completed_at: storedAgo(ago),
      generation_time_seconds: taken,
    });
  // Eight seconds of music each: real-time factors of 0.5, 1, 2 and, with another model, 3.
  for (const taken of [4, 8, 16]) ended(2.5 * hour, taken);
  ended(2.5 * hour, null);
  ended(50 * hour, 24, 'yue-7b');
  ended(50 * hour, null);
  ended(9 * 24 * hour, null);
  for (let waiting = 0; waiting < 3; waiting++) job({ status: 'pending' });

  test.setTimeout(90_000);
  const { page } = await launch({ library });
  await expect(strip(page)).toContainText('3 jobs');
  await expect(strip(page)).toContainText('75 %');
  await expect(strip(page)).toContainText('1 of 4 failed');
  await expect(strip(page)).toContainText('67 %');
  await expect(strip(page)).toContainText('2 of 6 failed');
  await expect(strip(page)).toContainText(/empty in about \d+/);
  const chart = strip(page).getByRole('img');
  await expect(chart).toHaveAccessibleName(
    '4 jobs ended in the last 24 hours, at most 4 in an hour',
  );
  await expect(chart.locator('title')).toHaveCount(24);
  await expect(chart.locator('title', { hasText: '3 completed, 1 failed, 3 h ago' })).toHaveCount(
    1,
  );
  await expect(strip(page).getByTitle('musicgen-small: 1.00×')).toBeVisible();
  await expect(strip(page).getByTitle('yue-7b: 3.00×')).toBeVisible();

  // It follows the library at a pace of its own: the slower the machine, the later.
  const paced = { timeout: 30_000 };
  job({ status: 'pending' });
  await expect(strip(page)).toContainText('4 jobs', paced);
  withDatabase(library, (db) => db.exec("DELETE FROM generations WHERE status = 'pending'"));
  await expect(strip(page)).toContainText('nothing to do', paced);
});
