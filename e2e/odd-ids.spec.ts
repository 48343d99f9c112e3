import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/application';
import { withDatabase } from './support/database';
import { gridOf, idsShown } from './support/list';

// Rows that another program put into a table without a key: all are shown, and what cannot be done is said.

test('rows with no id, a BLOB and one id twice are shown, and Retry says what is wrong', async ({
  launch,
  folder,
}) => {
  const library = join(folder, 'keyless.db');
  const schema = readFileSync('e2e/fixtures/create-all.sql', 'utf8')
    .replace('id VARCHAR NOT NULL,', 'id,')
    .replace(', PRIMARY KEY (id)', '');
  withDatabase(library, (db) => {
    db.exec(schema);
    const insert = db.prepare(`INSERT INTO generations (id, prompt, model_name, duration_seconds,
      sample_rate, channels, file_path, status, created_at, error_message)
      VALUES (?, ?, 'm', 10.0, 32000, 2, 'x.wav', 'failed', '2026-11-01 10:00:00.000000', 'E: x')`);
    for (const [id, prompt] of [
      [null, 'no id'],
      [Buffer.from([1, 2]), 'a blob'],
      ['d', 'first of two'],
      ['d', 'second of two'],
      ['good', 'a good one'],
    ] as const) {
      insert.run(id, prompt);
    }
  });
  const { page } = await launch({ library });
  await expect(gridOf(page)).toHaveAttribute('aria-rowcount', '6');
  for (const prompt of ['no id', 'a blob', 'first of two', 'second of two', 'a good one']) {
    await expect(gridOf(page).getByText(prompt)).toBeVisible();
  }
  expect([...(await idsShown(page))].sort()).toEqual(['', 'd', 'd', 'good', "x'0102'"]);
  await gridOf(page).getByText('a blob').click();
  const details = page.getByRole('complementary', { name: 'Generation details' });
  await expect(
    details.getByRole('heading', { name: 'a blob' }).or(details.getByText('a blob')).first(),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Retry all failed' }).click();
  const message = page.getByText(/refused by the library \(its id is a BLOB/);
  await expect(message).toContainText('1 re-queued, 3 refused');
  await expect(message).toContainText('another generation has the same id');
  await expect(message).toContainText('it has no id');
  withDatabase(library, (db) =>
    expect(
      db.prepare("SELECT prompt FROM generations WHERE status = 'pending'").pluck().all(),
    ).toEqual(['a good one']),
  );
});
