import Database from 'better-sqlite3';
import { expect, sampleLibrary, test } from './support/application';
import { dump, type Row, withDatabase } from './support/database';
import { showStatus } from './support/list';

// The first whole journey: open a real library, see what failed, retry, find it in the file.

const byId = (rows: readonly Row[] | undefined): ReadonlyMap<unknown, Row> =>
  new Map((rows ?? []).map((row) => [row.id, row]));

test('shows the number of generations of each status, as the library has them', async ({
  launch,
  library,
}) => {
  const expected = withDatabase(sampleLibrary, (db) =>
    db
      .prepare<[], { status: string; number: number }>(
        'SELECT status, count(*) AS number FROM generations GROUP BY status',
      )
      .all(),
  );
  const { page } = await launch({ library });
  const status = page.getByRole('radiogroup', { name: 'Status' });
  for (const { status: name, number } of expected) {
    const label = name.charAt(0).toUpperCase() + name.slice(1);
    await expect(
      status.getByRole('radio', { name: new RegExp(`^${label}\\b`) }),
    ).toHaveAccessibleName(new RegExp(`\\b${number}\\b`));
  }
  const total = expected.reduce((sum, { number }) => sum + number, 0);
  await expect(status.getByRole('radio', { name: /^All\b/ })).toHaveAccessibleName(
    new RegExp(`\\b${total}\\b`),
  );
  await expect(page.getByRole('grid', { name: 'Generations' })).toHaveAttribute(
    'aria-rowcount',
    String(total + 1),
  );
  // Somebody's own decision is nobody's error.
  await expect(status.getByRole('radio', { name: /^Cancelled/ })).toBeVisible();
  await showStatus(page, 'Failed');
  await expect(page.locator('[data-status="failed"]').first()).toBeVisible();
  await expect(page.locator('[data-status="cancelled"]')).toHaveCount(0);
});

test('shows every awkward prompt as the text that it is', async ({ launch, library }) => {
  const awkward = withDatabase(library, (db) =>
    db
      .prepare<[], { id: string; prompt: string }>(
        `SELECT min(id) AS id, prompt FROM generations
          WHERE prompt GLOB '*[^ -~]*' OR prompt GLOB '*[<=]*' OR length(prompt) > 200
          GROUP BY prompt`,
      )
      .all(),
  );
  expect(awkward.length).toBeGreaterThan(5);
  // Only these remain, so that all fit on the first screen.
  withDatabase(library, (db) => {
    const keep = awkward.map(({ id }) => id);
    db.prepare(`DELETE FROM generations WHERE id NOT IN (${keep.map(() => '?').join(', ')})`).run(
      ...keep,
    );
  });
  const { page } = await launch({ library });
  for (const { id, prompt } of awkward) {
    const row = page.locator(`[data-generation-id="${id}"]`);
    // White space is shown as one space, and a list shows the beginning of what is very long.
    const shown = prompt.replace(/\s+/g, ' ').slice(0, 200);
    await expect(row).toContainText(shown);
    await expect(row.locator('img')).toHaveCount(0);
  }
});

test('retry makes a failed job pending in the file and changes nothing else there', async ({
  launch,
  library,
}) => {
  const before = dump(library);
  const { page } = await launch({ library });
  await showStatus(page, 'Failed');
  const row = page.locator('[data-status="failed"]').first();
  const id = await row.getAttribute('data-generation-id');
  await row.getByRole('button', { name: 'Retry' }).click();
  await expect(page.getByRole('status').filter({ hasText: /re-queued/i })).toBeVisible();
  await expect(page.getByRole('radio', { name: /^Failed/ })).toHaveAccessibleName(/\b34\b/);
  await expect(page.getByRole('radio', { name: /^Pending/ })).toHaveAccessibleName(/\b4\b/);

  const after = dump(library);
  const old = byId(before.generations).get(id);
  expect(old).toMatchObject({ status: 'failed' });
  expect(after).toEqual({
    ...before,
    generations: before.generations?.map((stored) =>
      stored.id === id
        ? {
            ...stored,
            status: 'pending',
            completed_at: null,
            generation_time_seconds: null,
            file_size_bytes: null,
            error_message: null,
          }
        : stored,
    ),
  });

  // In the window, too, it is pending now.
  await showStatus(page, 'Pending');
  await expect(page.locator(`[data-generation-id="${id}"]`)).toHaveAttribute(
    'data-status',
    'pending',
  );
});

test('a job that is no longer failed is left alone, and the window says so', async ({
  launch,
  library,
}) => {
  const { page } = await launch({ library });
  await showStatus(page, 'Failed');
  const row = page.locator('[data-status="failed"]').first();
  const id = await row.getAttribute('data-generation-id');
  // A worker has the write lock when Retry is clicked, and takes the job itself.
  const worker = new Database(library);
  worker.exec('BEGIN IMMEDIATE');
  worker.prepare("UPDATE generations SET status = 'processing' WHERE id = ?").run(id);
  await row.getByRole('button', { name: 'Retry' }).click();
  worker.exec('COMMIT');
  worker.close();
  const before = dump(library);
  await expect(page.getByRole('status').filter({ hasText: /no longer failed/i })).toBeVisible();
  expect(dump(library)).toEqual(before);
});

test('details show one generation in full', async ({ launch, library }) => {
  const { page } = await launch({ library });
  await showStatus(page, 'Failed');
  const row = page.locator('[data-status="failed"]').first();
  const id = await row.getAttribute('data-generation-id');
  const stored = byId(dump(library).generations).get(id);
  await row.click();
  const details = page.getByRole('complementary', { name: 'Generation details' });
  await expect(details).toContainText(String(stored?.prompt));
  await details.getByRole('tab', { name: 'Error' }).click();
  await expect(details.getByRole('tabpanel')).toContainText(
    String(stored?.error_message).split('\n').at(-1) ?? '',
  );
  await details.getByRole('tab', { name: 'Record' }).click();
  for (const column of ['id', 'created_at', 'file_path', 'error_message']) {
    await expect(details.getByRole('tabpanel')).toContainText(column);
  }
  await expect(details.getByRole('tabpanel')).toContainText(String(stored?.created_at));
});

test('metadata that is no JSON object is shown as the text that it is', async ({
  launch,
  library,
}) => {
  const id = withDatabase(
    library,
    (db) =>
      db
        .prepare<[], { id: string }>('SELECT id FROM generations ORDER BY created_at DESC LIMIT 1')
        .get()?.id,
  );
  withDatabase(library, (db) =>
    db.prepare("UPDATE generations SET metadata = 'not json' WHERE id = ?").run(id),
  );
  const { page } = await launch({ library });
  await page.locator(`[data-generation-id="${id}"]`).click();
  const details = page.getByRole('complementary', { name: 'Generation details' });
  await details.getByRole('tab', { name: 'Metadata' }).click();
  await expect(details.getByRole('tabpanel')).toContainText('not json');
});

test('opening and looking changes nothing in the library', async ({ launch, library }) => {
  const before = dump(library);
  const { page } = await launch({ library });
  await page.locator('[data-generation-id]').first().click();
  await expect(page.getByRole('complementary', { name: 'Generation details' })).toBeVisible();
  expect(dump(library)).toEqual(before);
});
