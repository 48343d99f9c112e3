import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from './support/application';
import { dump, type Row, withDatabase } from './support/database';
import { showStatus } from './support/list';

// Retry of one, of some, of all that match; Undo; what other programs and a kill do meanwhile.

const statusesOf = (library: string): Readonly<Record<string, number>> =>
  withDatabase(library, (db) =>
    Object.fromEntries(
      db
        .prepare<[], [string, number]>('SELECT status, count(*) FROM generations GROUP BY status')
        .raw()
        .all(),
    ),
  );

/** Adds failed generations, each newer than all that the library has. */
const addFailed = (library: string, count: number) =>
  withDatabase(library, (db) =>
    db.exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
      INSERT INTO generations (id, prompt, model_name, duration_seconds, sample_rate, channels,
        file_path, status, created_at, completed_at, error_message)
      SELECT printf('gen_%08x', i), 'one of many', 'musicgen-small', 8.0, 32000, 2,
        printf('outputs/gen_%08x.wav', i), 'failed',
        strftime('%Y-%m-%d %H:%M:%S', '2030-01-01', '+' || i || ' seconds') || '.000000',
        strftime('%Y-%m-%d %H:%M:%S', '2030-02-01', '+' || i || ' seconds') || '.000000',
        'RuntimeError: out of memory'
      FROM n`),
  );

const cleared = (row: Row): Row => ({
  ...row,
  status: 'pending',
  completed_at: null,
  generation_time_seconds: null,
  file_size_bytes: null,
  error_message: null,
});

test('Undo takes a retry back to the last byte', async ({ launch, library }) => {
  const before = dump(library);
  const { page } = await launch({ library });
  await showStatus(page, 'Failed');
  const row = page.locator('[data-status="failed"]').first();
  const id = await row.getAttribute('data-generation-id');
  await row.getByRole('button', { name: 'Retry' }).click();
  const message = page.getByRole('status').filter({ hasText: 'Re-queued 1 generation' });
  await expect(message).toBeVisible();
  expect(dump(library)).not.toEqual(before);
  await message.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Took back 1 retry' })).toBeVisible();
  await expect(page.locator(`[data-generation-id="${id}"]`)).toHaveAttribute(
    'data-status',
    'failed',
  );
  expect(dump(library)).toEqual(before);
});

test('Undo leaves alone what a worker has taken up meanwhile', async ({ launch, library }) => {
  const { page } = await launch({ library });
  await showStatus(page, 'Failed');
  const row = page.locator('[data-status="failed"]').first();
  const id = await row.getAttribute('data-generation-id');
  await row.getByRole('button', { name: 'Retry' }).click();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
  withDatabase(library, (db) =>
    db.prepare("UPDATE generations SET status = 'processing' WHERE id = ?").run(id),
  );
  const before = dump(library);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'taken up already' })).toBeVisible();
  expect(dump(library)).toEqual(before);
});

test('details show every attempt', async ({ launch, library }) => {
  const { page } = await launch({ library });
  await showStatus(page, 'Failed');
  const row = page.locator('[data-status="failed"]').first();
  const id = await row.getAttribute('data-generation-id');
  await row.click();
  const details = page.getByRole('complementary', { name: 'Generation details' });
  await details.getByRole('button', { name: 'Retry' }).click();
  const attempts = details.getByRole('list', { name: 'Attempts' }).getByRole('listitem');
  await expect(attempts).toHaveCount(2);
  await expect(attempts.first()).toContainText(/Attempt 1: failed after [\d.]+ (s|min|h)/);
  await expect(attempts.last()).toContainText('Attempt 2: waiting in the queue');
  withDatabase(library, (db) =>
    db
      .prepare(
        `UPDATE generations SET status = 'completed', completed_at = '2031-01-01 00:00:00.000000',
          generation_time_seconds = 14.25, file_size_bytes = 1000 WHERE id = ?`,
      )
      .run(id),
  );
  await expect(attempts.last()).toContainText(/Attempt 2: completed in 14\.[23] s/);
});

test('a selection is retried as far as it is still failed, and the rest is named', async ({
  launch,
  library,
}) => {
  const { page } = await launch({ library });
  await showStatus(page, 'Failed');
  const grid = page.getByRole('grid', { name: 'Generations' });
  await expect(grid).toHaveAttribute('aria-rowcount', '36');
  await page.locator('[data-status="failed"]').first().click();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  const bar = page.getByRole('toolbar', { name: 'Selection' });
  await expect(bar).toContainText('3 selected');
  const chosen = await page
    .locator('[data-generation-id][data-checked]')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-generation-id')));
  withDatabase(library, (db) =>
    db.prepare("UPDATE generations SET status = 'completed' WHERE id = ?").run(chosen[1]),
  );
  const before = dump(library);
  await bar.getByRole('button', { name: 'Retry' }).click();
  await expect(
    page.getByRole('status').filter({ hasText: '2 re-queued, 1 was no longer failed' }),
  ).toBeVisible();
  expect(dump(library)).toEqual({
    ...before,
    generations: before.generations?.map((row) =>
      row.id === chosen[0] || row.id === chosen[2] ? cleared(row) : row,
    ),
  });
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Took back 2 retries' })).toBeVisible();
  expect(dump(library)).toEqual(before);
});

test('"Retry all failed" keeps to the other conditions, and can be undone', async ({
  launch,
  library,
}) => {
  const before = dump(library);
  const failed = before.generations?.filter(({ status }) => status === 'failed') ?? [];
  const model = String(failed[0]?.model_name);
  const { page } = await launch({ library });
  await showStatus(page, 'Completed');
  await page.getByRole('searchbox', { name: 'Search generations' }).focus();
  // Both at once: it keeps to what is asked for now, whatever rows are still on screen.
  const retryAll = page.getByRole('button', { name: 'Retry all failed' });
  await retryAll.evaluate((button: HTMLButtonElement, line) => {
    document.execCommand('insertText', false, line);
    button.click();
  }, `model:"${model}"`);
  const ofModel = failed.filter((row) => row.model_name === model).length;
  expect(ofModel).toBeLessThan(failed.length);
  await expect(
    page.getByRole('status').filter({ hasText: `Re-queued ${ofModel} generation` }),
  ).toBeVisible();
  await expect(retryAll).toBeHidden();
  expect(dump(library)).toEqual({
    ...before,
    generations: before.generations?.map((row) =>
      row.status === 'failed' && row.model_name === model ? cleared(row) : row,
    ),
  });
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Took back' })).toBeVisible();
  expect(dump(library)).toEqual(before);
});

test('ten thousand are retried with progress, and taken back', async ({ launch, library }) => {
  test.setTimeout(120_000);
  addFailed(library, 10_000);
  const before = dump(library);
  const { page } = await launch({ library });
  await showStatus(page, 'Failed');
  await expect(page.getByRole('grid', { name: 'Generations' })).toHaveAttribute(
    'aria-rowcount',
    '10036',
  );
  await page.locator('[data-status="failed"]').first().click();
  await page.keyboard.press('Control+a');
  await page
    .getByRole('toolbar', { name: 'Selection' })
    .getByRole('button', { name: 'Retry' })
    .click();
  const message = page.getByRole('status').filter({ hasText: 'Re-queued 10,035 generations' });
  await expect(message).toBeVisible({ timeout: 45_000 });
  // The pointer on it keeps it there, however long the look at the file takes.
  await message.hover();
  expect(dump(library)).toEqual({
    ...before,
    generations: before.generations?.map((row) => (row.status === 'failed' ? cleared(row) : row)),
  });
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(
    page.getByRole('status').filter({ hasText: 'Took back 10,035 retries' }),
  ).toBeVisible({ timeout: 45_000 });
  expect(dump(library)).toEqual(before);
});

test('a bulk retry stops when asked to, at the end of a batch', async ({ launch, library }) => {
  addFailed(library, 10_000);
  const before = statusesOf(library);
  const { page } = await launch({ library });
  await expect(page.getByRole('grid', { name: 'Generations' })).toBeVisible();
  // The first batch waits for a worker that is writing: time to press Stop.
  const worker = new Database(library);
  worker.exec('BEGIN IMMEDIATE');
  await page.getByRole('button', { name: 'Retry all failed' }).click();
  const status = page.getByRole('status').filter({ has: page.getByRole('progressbar') });
  await status.getByRole('button', { name: 'Stop' }).click();
  worker.exec('COMMIT');
  worker.close();
  await expect(
    page.getByRole('status').filter({ hasText: 'Stopped after 1,000 of 10,035' }),
  ).toBeVisible();
  expect(statusesOf(library)).toEqual({
    ...before,
    failed: (before.failed ?? 0) - 1_000,
    pending: (before.pending ?? 0) + 1_000,
  });
});

test('killed in the middle of a bulk retry, all or none of each batch is queued', async ({
  launch,
  library,
  folder,
}) => {
  addFailed(library, 40_000);
  const before = statusesOf(library);
  const data = join(folder, 'data');
  const { app, page } = await launch({ library, data });
  await page.getByRole('button', { name: 'Retry all failed' }).click();
  await expect.poll(() => statusesOf(library).failed, { intervals: [10] }).toBeLessThan(39_000);
  const closed = app.waitForEvent('close');
  app.process().kill('SIGKILL');
  await closed;

  const after = statusesOf(library);
  const queued = (after.pending ?? 0) - (before.pending ?? 0);
  expect(queued).toBeGreaterThan(0);
  expect(queued).toBeLessThan(40_035);
  expect(queued % 1_000).toBe(0);
  expect(after).toEqual({
    ...before,
    pending: (before.pending ?? 0) + queued,
    failed: (before.failed ?? 0) - queued,
  });
  // Opened again, every outcome that was cleared is in the history.
  const again = await launch({ library, data });
  await showStatus(again.page, 'Pending');
  await again.page.locator('[data-status="pending"]').first().click();
  const details = again.page.getByRole('complementary', { name: 'Generation details' });
  await expect(details.getByRole('list', { name: 'Attempts' })).toContainText('out of memory');
});
