import { expect, test } from './support/application';
import { withDatabase } from './support/database';
import { gridOf, idsBySql, idsShown, insertGeneration, storedAgo } from './support/list';

// Failures by what caused them: counted as one whatever differs in the text, shown, retried.

test('failures are grouped by cause; a group is shown and retried', async ({ launch, library }) => {
  withDatabase(library, (db) => db.exec("DELETE FROM generations WHERE status = 'failed'"));
  const fail = (id: string, error: string | null, model: string, ago: number) =>
    insertGeneration(library, {
      id,
      status: 'failed',
      model_name: model,
      error_message: error,
      created_at: storedAgo(ago + 10),
      completed_at: storedAgo(ago),
    });
  const trace = 'Traceback (most recent call last):\n  File "a.py", line 1\n';
  fail('oom_1', `${trace}RuntimeError: tried to allocate 2.50 GiB`, 'musicgen-large', 3 * 3600);
  fail('oom_2', 'RuntimeError: tried to allocate 12 GiB', 'musicgen-small', 120);
  fail('oom_3', 'RuntimeError: tried to allocate 7 GiB', 'musicgen-small', 7200);
  fail('path', 'OSError: cannot write /data/outputs/a.wav', 'yue-7b', 60);
  fail('silent', null, 'yue-7b', 60);
  const { page } = await launch({ library });
  await page.getByRole('radio', { name: 'Failed 5' }).click();
  await page.getByRole('radiogroup', { name: 'Failures shown as' }).getByText('By error').click();
  const groups = page.getByRole('list', { name: 'Kinds of failure' }).locator('> li');
  await expect(groups).toHaveCount(3);
  const memory = groups.filter({ hasText: 'tried to allocate' });
  await expect(groups.first()).toContainText('RuntimeError: tried to allocate <n> GiB');
  await expect(memory).toContainText(/^\s*3/);
  await expect(memory).toContainText('musicgen-large');
  await expect(memory).toContainText('musicgen-small');
  await expect(memory).toContainText(/first\s*3 h ago/);
  await expect(memory).toContainText(/last\s*2 min ago/);
  await expect(groups.filter({ hasText: 'OSError' })).toContainText('yue-7b');

  await memory.getByRole('button', { name: 'Show' }).click();
  await expect(gridOf(page)).toHaveAttribute('aria-rowcount', '4');
  await expect.poll(() => idsShown(page)).toEqual(['oom_2', 'oom_3', 'oom_1']);
  await expect(page.getByRole('list', { name: 'Filters' })).toContainText('tried to allocate');
  await page.goBack();
  await expect(groups).toHaveCount(3);

  await memory.getByRole('button', { name: 'Retry group' }).click();
  await expect(
    page.getByRole('status').filter({ hasText: 'Re-queued 3 generations' }),
  ).toBeVisible();
  expect(idsBySql(library, "WHERE status = 'failed' ORDER BY id")).toEqual(['path', 'silent']);
  expect(idsBySql(library, "WHERE id LIKE 'oom_%' AND status = 'pending'")).toHaveLength(3);
  await expect(groups).toHaveCount(2);

  const silent = groups.filter({ hasText: 'Without a message' });
  await silent.getByRole('button', { name: 'Show' }).click();
  await expect.poll(() => idsShown(page)).toEqual(['silent']);
  await expect(page.getByRole('list', { name: 'Filters' })).toContainText('without a message');
  await page.goBack();
  await silent.getByRole('button', { name: 'Retry group' }).click();
  await expect(groups).toHaveCount(1);
  expect(idsBySql(library, "WHERE status = 'failed'")).toEqual(['path']);
});
