import type { Page } from '@playwright/test';
import { expect, test } from './support/application';
import { gridOf, insertGeneration } from './support/list';

// Searching as people type: what they meant is understood, or they are told.

const searchOf = (page: Page) => page.getByRole('searchbox', { name: 'Search generations' });
const row = (page: Page, id: string) => page.locator(`[data-generation-id="${id}"]`);

test.beforeEach(({ library }) => {
  insertGeneration(library, {
    id: 'gen_naive',
    prompt: 'naïve café waltz',
    metadata: '{"bpm": 131, "key": "G#m"}',
    duration_seconds: 150,
  });
});

test('keys, tempos, lengths and accents are read as people write them', async ({
  launch,
  library,
}) => {
  insertGeneration(library, { id: 'gen_moll', metadata: '{"bpm": 131, "key": "gis-moll"}' });
  const { page } = await launch({ library });
  for (const [line, rows] of [
    ['naive cafe', 1],
    ['NAÏVE', 1],
    ['key:"G# minor"', 2],
    ['key:gis-moll', 2],
    ['131 bpm G# minor', 2],
    ['waltz 131BPM G#m', 1],
    ['waltz 2:30', 1],
    ['waltz date:>=2000', 1],
  ] as const) {
    await searchOf(page).fill(line);
    await expect(gridOf(page), line).toHaveAttribute('aria-rowcount', String(rows + 1));
    await expect(row(page, rows === 1 ? 'gen_naive' : 'gen_moll'), line).toBeVisible();
  }
  await searchOf(page).fill('131 bpm G# minor');
  await expect(page.getByRole('status').filter({ hasText: 'Read as' })).toContainText(
    'Read as bpm:131 key:"G# minor"',
  );
  await searchOf(page).fill('"131 bpm"');
  await expect(page.getByRole('heading', { name: 'No generations match' })).toBeVisible();
});

test('a name or value that the library does not have is answered with what was meant', async ({
  launch,
  library,
}) => {
  const { page } = await launch({ library });
  for (const [line, instead] of [
    ['bmp:131', 'bpm:131'],
    ['creatd:today', 'created:today'],
    ['tempo:131', 'bpm:131'],
    ['status:faild', 'status:failed'],
  ] as const) {
    await searchOf(page).fill(line);
    const answer = page.getByRole('status').filter({ hasText: 'Did you mean' });
    await answer.getByRole('button', { name: instead, exact: true }).click();
    await expect(searchOf(page)).toHaveValue(instead);
    await expect(answer).toHaveCount(0);
    await expect(gridOf(page)).not.toHaveAttribute('aria-rowcount', '1');
  }
  await searchOf(page).fill('bpm:abc');
  await expect(page.getByRole('status').filter({ hasText: 'needs a number' })).toBeVisible();
});

test('where nothing matches it is said which condition leaves nothing, and it can be dropped', async ({
  launch,
  library,
}) => {
  const { page } = await launch({ library });
  const reasons = page.getByRole('list', { name: 'Conditions that leave nothing' });
  await page.getByRole('radio', { name: /^Completed/ }).click();
  await searchOf(page).fill('waltz bpm:999');
  await expect(reasons.getByRole('listitem')).toHaveCount(1);
  await expect(reasons).toContainText('No generation has bpm 999');
  await reasons.getByRole('button', { name: 'Drop bpm 999' }).click();
  await expect(searchOf(page)).toHaveValue('waltz');
  await expect(row(page, 'gen_naive')).toBeVisible();

  // Each is met by some, not all by one.
  await page.getByRole('radio', { name: /^Failed/ }).click();
  await expect(reasons).toContainText('Without Status Failed: 1 generation');
  await reasons.getByRole('button', { name: 'Drop Status Failed' }).click();
  await expect(row(page, 'gen_naive')).toBeVisible();
  await expect(page.getByRole('radio', { name: /^All/ })).toBeChecked();
});
