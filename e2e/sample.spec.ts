import './support/page';
import type { Page } from '@playwright/test';
import { expect, test } from './support/application';
import { showStatus } from './support/list';

// The first minutes of a newcomer: no library of their own, a sample with a worker beside it.

// Making the library and a job's whole way both take seconds.
test.setTimeout(120_000);
const making = { timeout: 45_000 };

const exploreSample = async (page: Page) => {
  await page.getByRole('button', { name: /explore a sample library/i }).click();
  const grid = page.getByRole('grid', { name: 'Generations' });
  await expect(grid).toHaveAttribute('aria-rowcount', /^50\d\d$/, making);
};

test('from the welcome screen to a retried job that completes', async ({ launch }) => {
  const { page } = await launch();
  await exploreSample(page);
  await showStatus(page, 'Failed');
  const row = page.locator('[data-generation-id][data-status="failed"]').first();
  await expect(row).toBeVisible();
  const id = await row.getAttribute('data-generation-id');
  await row.getByRole('button', { name: 'Retry' }).click();
  await showStatus(page, 'All');
  // Wherever the row is in the list: its state is asked for by id.
  const status = () =>
    page.evaluate(async (wanted) => {
      const answer = await window.monitor.generations.get({ id: wanted ?? '' });
      return answer.ok ? answer.value.generation.status : answer.error.code;
    }, id);
  await expect.poll(status, making).toBe('completed');
});

test('the sample stays as it was left, and opens again with its worker', async ({ launch }) => {
  const first = await launch();
  await exploreSample(first.page);
  await first.app.close();
  const second = await launch();
  await expect(second.page.getByRole('grid', { name: 'Generations' })).toBeVisible();
  // A worker is at work again: what is pending gets done.
  await expect(second.page.getByRole('radio', { name: /^Pending/ })).toHaveAccessibleName(
    /\b0\b/,
    making,
  );
});
