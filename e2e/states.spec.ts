import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { expect, test } from './support/application';
import { withDatabase } from './support/database';
import { gridOf, idsShown, insertGeneration } from './support/list';

// States that are not the usual one: nothing there, nothing readable, anything in any column.

test('an empty library says so on every screen, and shows the first row that comes', async ({
  launch,
  library,
}) => {
  withDatabase(library, (db) => db.exec('DELETE FROM generations; DELETE FROM prompts'));
  const { page } = await launch({ library });
  await expect(page.getByRole('heading', { name: 'No generations yet' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Clear filters' })).toHaveCount(0);
  const overview = page.getByRole('region', { name: 'Overview' });
  await expect(overview).toContainText('0 jobs');
  await expect(overview).toContainText('none ended');
  await page.getByRole('radio', { name: /^Failed/ }).click();
  await expect(page.getByRole('heading', { name: 'Nothing is failed' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).first().click();
  await expect(page.getByRole('heading', { name: 'No generations yet' })).toBeVisible();
  await page.getByRole('link', { name: 'Prompts' }).click();
  await expect(page.getByRole('heading', { name: 'No prompts yet' })).toBeVisible();
  await page.getByRole('link', { name: 'Generations' }).click();

  insertGeneration(library, { id: 'gen_first', prompt: 'the first of all' });
  await expect(page.locator('[data-generation-id="gen_first"]')).toContainText('the first of all');
});

const blob = Buffer.from([0xde, 0xad, 0xbe, 0xef]);
const malformed: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  blob_prompt: { prompt: blob },
  number_prompt: { prompt: 42 },
  blob_model: { model_name: blob },
  text_duration: { duration_seconds: 'eight' },
  infinite_duration: { duration_seconds: Number.POSITIVE_INFINITY },
  huge_size: { file_size_bytes: 9007199254740993n },
  text_size: { file_size_bytes: 'big' },
  negative: { duration_seconds: -3, generation_time_seconds: -1 },
  blob_status: { status: blob },
  unknown_status: { status: 'paused' },
  empty_status: { status: '' },
  bad_date: { created_at: 'yesterday' },
  impossible_date: { created_at: '2025-02-30 00:00:00.000000' },
  number_date: { created_at: 1_700_000_000 },
  blob_date: { created_at: blob, completed_at: blob },
  far_date: { created_at: '9999-12-31 23:59:59.999999' },
  nul_text: { prompt: 'before\0after', error_message: '\u202eright to left' },
  blob_error: { status: 'failed', error_message: blob },
  list_metadata: { metadata: '[1, 2]' },
  broken_metadata: { metadata: '{"bpm": ' },
  blob_metadata: { metadata: blob },
  null_metadata: { metadata: 'null' },
  deep_metadata: { metadata: `${'{"a":'.repeat(400)}1${'}'.repeat(400)}` },
};

test('rows with anything in any column are shown, opened and filtered', async ({
  launch,
  library,
}) => {
  withDatabase(library, (db) => db.exec('DELETE FROM generations'));
  for (const [id, values] of Object.entries(malformed))
    insertGeneration(library, { id, ...values });
  const columns = 'prompt, model_name, duration_seconds, sample_rate, channels, file_path, status';
  withDatabase(library, (db) => {
    // A library whose tables somebody else made may allow what DGX Music's own forbid.
    const [{ sql } = { sql: '' }] = db
      .prepare<[], { sql: string }>("SELECT sql FROM sqlite_master WHERE name = 'generations'")
      .all();
    db.unsafeMode(true);
    db.pragma('writable_schema = on');
    db.prepare("UPDATE sqlite_master SET sql = ? WHERE name = 'generations'").run(
      sql.replaceAll(' NOT NULL', ''),
    );
    db.pragma('writable_schema = reset');
  });
  withDatabase(library, (db) =>
    db.exec(`INSERT INTO generations (id, ${columns}, created_at) VALUES
      ('all_null', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)`),
  );
  const ids = [...Object.keys(malformed), 'all_null'];
  const problems: string[] = [];
  const { page } = await launch({ library });
  page.on('pageerror', (error) => problems.push(error.message));

  await expect(gridOf(page)).toHaveAttribute('aria-rowcount', String(ids.length + 1));
  await expect.poll(async () => new Set(await idsShown(page))).toEqual(new Set(ids));
  const row = (id: string) => page.locator(`[data-generation-id="${id}"]`);
  await expect(row('blob_prompt')).toContainText("x'deadbeef'");
  await expect(row('number_prompt')).toContainText('42');
  await expect(row('unknown_status')).toContainText('Paused');
  const wellFormed = ['unknown_status', 'empty_status', 'negative', 'far_date', 'nul_text'];
  for (const id of ['text_duration', 'bad_date', 'blob_metadata', 'deep_metadata', 'all_null']) {
    await expect(row(id)).toContainText('Malformed');
  }
  for (const id of wellFormed) {
    await expect(row(id)).not.toContainText('Malformed');
  }

  // Each opens, with its values as they are stored.
  const details = page.getByRole('complementary', { name: 'Generation details' });
  for (const id of ids) {
    await row(id).locator('[data-column="prompt"]').click();
    await expect(details).toHaveAttribute('data-generation-id', id);
    await expect(details.getByRole('tab', { name: 'Record' })).toBeVisible();
    await expect(details.getByRole('alert')).toHaveCount(0);
  }
  await row('bad_date').locator('[data-column="prompt"]').click();
  await expect(details).toContainText('createdAt holds a value of the wrong kind');
  await details.getByRole('tab', { name: 'Record' }).click();
  await expect(details.getByRole('tabpanel')).toContainText('yesterday');
  await row('blob_date').locator('[data-column="prompt"]').click();
  await expect(details.getByRole('tabpanel')).toContainText("x'deadbeef'");

  // A status nobody knows is a filter like any other, and every order has every row.
  await page.getByRole('radio', { name: /^Paused 1$/ }).click();
  await expect.poll(() => idsShown(page)).toEqual(['unknown_status']);
  await page.getByRole('radio', { name: /^All\b/ }).click();
  for (const name of ['Created', 'Prompt', 'Length', 'Status']) {
    const header = gridOf(page).getByRole('columnheader', { name, exact: true });
    await header.getByRole('button').click();
    await expect(header).toHaveAttribute('aria-sort', /./);
    await expect.poll(async () => new Set(await idsShown(page)), name).toEqual(new Set(ids));
  }
  await page.getByRole('link', { name: 'Prompts' }).click();
  await expect(page.getByRole('grid', { name: 'Prompt leaderboard' })).toBeVisible();
  expect(problems).toEqual([]);
});

test('a list that cannot be read says why, and is there again as soon as it can be', async ({
  launch,
  library,
}) => {
  const { page } = await launch({ library });
  await expect(page.locator('[data-generation-id]').first()).toBeVisible();
  withDatabase(library, (db) => db.exec('ALTER TABLE generations RENAME TO elsewhere'));
  const alert = page.getByRole('alert').filter({ hasText: 'could not be' });
  await expect(alert).toBeVisible();
  await expect(page.getByRole('button', { name: /try again/i })).toBeVisible();
  withDatabase(library, (db) => db.exec('ALTER TABLE elsewhere RENAME TO generations'));
  await expect(page.locator('[data-generation-id]').first()).toBeVisible();
  await expect(alert).toHaveCount(0);
});

test('rows that cannot be read say so, and come once they can', async ({ launch, library }) => {
  const rows = 2_000;
  const oldestPage = withDatabase(library, (db) => {
    db.exec(`
      DELETE FROM generations;
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})
      INSERT INTO generations (id, prompt, model_name, duration_seconds, sample_rate, channels,
        file_path, status, created_at)
      SELECT 'row_' || i, 'prompt ' || i, 'musicgen-small', 8.0, 32000, 2, 'f', 'completed',
        strftime('%Y-%m-%d %H:%M:%S.000000', 1700000000 + i, 'unixepoch')
      FROM n;
      VACUUM`);
    const size = db.pragma('page_size', { simple: true }) as number;
    const leaf = db
      .prepare(
        "SELECT pageno FROM dbstat WHERE name = 'generations' AND pagetype = 'leaf' ORDER BY path",
      )
      .pluck()
      .get() as number;
    return { size, at: (leaf - 1) * size };
  });
  const write = (bytes: Buffer) => {
    const file = openSync(library, 'r+');
    writeSync(file, bytes, 0, bytes.length, oldestPage.at);
    closeSync(file);
  };
  const whole = readFileSync(library).subarray(oldestPage.at, oldestPage.at + oldestPage.size);
  write(Buffer.alloc(oldestPage.size, 0xff));

  const { page } = await launch({ library });
  await expect(page.locator(`[data-generation-id="row_${rows}"]`)).toBeVisible();
  await gridOf(page).press('End');
  const message = page
    .getByRole('alert')
    .filter({ hasText: /damaged/i })
    .first();
  await expect(message).toBeVisible();
  await expect(message.getByRole('button', { name: 'Try again' })).toBeEnabled();
  write(whole);
  // Whoever has a page in memory reads it again once somebody committed.
  withDatabase(library, (db) => db.exec('UPDATE prompts SET used_count = used_count + 1'));
  await expect(page.locator('[data-generation-id="row_1"]')).toBeVisible();
  await expect(message).toHaveCount(0);
});
