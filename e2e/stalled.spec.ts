import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './support/application';
import { expectAccessible } from './support/axe';
import { dump } from './support/database';
import { cells, insertGeneration, showStatus, storedAgo } from './support/list';

// A worker that dies over a job: what the window makes of the row that it leaves behind.

const workers: ChildProcess[] = [];
test.afterEach(async () => {
  for (const worker of workers.splice(0)) await end(worker);
});

const end = async (worker: ChildProcess): Promise<void> => {
  if (worker.kill('SIGKILL')) await once(worker, 'exit');
};

/** A real worker in a process of its own, so slow that no job is done before the test is. */
const startWorker = (library: string, speed: number): ChildProcess => {
  const script = resolve('out/main/sample-worker.js');
  const worker = spawn(process.execPath, [script, '--library', library, '--speed', String(speed)]);
  workers.push(worker);
  return worker;
};

// A look by axe among all the rest.
test.setTimeout(90_000);

const rowOf = (page: Page, id: string) => page.locator(`[role="row"][data-generation-id="${id}"]`);

test('a job whose worker is killed seems stalled after its time, and goes on elsewhere', async ({
  launch,
  library,
}) => {
  // The first in the queue, and short: it is expected to take about a second.
  const job = { id: 'orphan', status: 'pending', duration_seconds: 1, prompt: 'an orphan' };
  insertGeneration(library, { ...job, created_at: '2020-01-01 00:00:00.000000' });
  const { page } = await launch({ library });
  await showStatus(page, 'Pending');
  await rowOf(page, 'orphan').click();
  const details = page.getByRole('complementary', { name: 'Generation details' });
  await expect(details.getByRole('region', { name: 'Estimate' })).toContainText(
    'Next in the queue; no worker seems to be at it',
  );

  const doomed = startWorker(library, 0.001);
  await expect(details).toContainText('Processing');
  await expect(details.getByRole('progressbar')).toBeVisible();
  await end(doomed);
  await showStatus(page, 'Processing');
  const status = rowOf(page, 'orphan').locator('[data-column="status"]');
  await expect(status).toHaveText('Processing');
  // The one that the library came with was left behind long ago.
  await expect(cells(page, 'status').getByText('Stalled?')).toHaveCount(1);

  // A minute is the least that a job may take: for this one it may be less.
  await page.getByRole('link', { name: 'Settings' }).click();
  const least = page.getByRole('textbox', { name: 'Stalled not before seconds' });
  await least.fill('none');
  await expect(least).toHaveAttribute('aria-invalid', 'true');
  await least.fill('0');
  await least.press('Enter');
  await page.getByRole('link', { name: 'Generations' }).click();
  const search = page.getByRole('searchbox', { name: 'Search generations' });
  await search.fill('is:stalled orphan');
  await expect(status).toHaveText('Stalled?');
  await expect(status.getByText('Stalled?')).toHaveAttribute(
    'title',
    /^Running for .+; musicgen-small usually takes .+ for 1 s of audio\.$/,
  );

  await rowOf(page, 'orphan').click();
  await expect(details.getByRole('note', { name: 'Stalled?' })).toContainText('Running for');
  await expectAccessible(page, 'a stalled job');
  await details.getByRole('button', { name: 'Mark as failed' }).click();
  await expect(rowOf(page, 'orphan')).toHaveCount(0);
  await search.fill('orphan');
  await rowOf(page, 'orphan').getByRole('button', { name: 'Retry' }).click();
  startWorker(library, 1_000);
  await expect
    .poll(() => dump(library).generations?.find(({ id }) => id === 'orphan')?.status)
    .toMatch(/completed|failed/);
});

test('what is left of a running job, and when the next have their turn', async ({
  launch,
  library,
}) => {
  insertGeneration(library, {
    id: 'runs',
    status: 'processing',
    duration_seconds: 3_600,
    created_at: storedAgo(5),
  });
  for (const id of ['first', 'second']) {
    insertGeneration(library, { id, status: 'pending', duration_seconds: 3_600 });
  }
  const { page } = await launch({ library });
  const left = (id: string) => rowOf(page, id).locator('[data-column="timeTaken"]');
  await expect(left('runs')).toHaveText(/^\d.* (s|min|h) left$/);
  await expect(left('first')).toHaveText(/^in \d.* (s|min|h)$/);
  await rowOf(page, 'second').click();
  await expect(page.getByRole('region', { name: 'Estimate' })).toContainText(
    /^QueueNumber \d in the queue, starts in about \d/,
  );
});
