import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { wavFile } from '../src/main/audio/testing';
import { expect, test } from './support/application';
import { dump, withDatabase } from './support/database';
import { layOutMusic } from './support/music';
import './support/page';

// The check of a library's audio files: what it finds, that it can be stopped, that it changes nothing.

test('finds what is wrong, keeps it, and changes nothing', async ({ launch, folder }) => {
  const good = wavFile({ seconds: 8, channels: 2 });
  const { library, ids } = layOutMusic(folder, {
    'good.wav': good,
    'cut.wav': good.subarray(0, good.length / 2),
    'text.wav': 'words',
    'silent.wav': wavFile({ seconds: 8, amplitude: 0 }),
    'clipped.wav': wavFile({ seconds: 8, amplitude: 2 }),
    'nothing.wav': wavFile({ seconds: 0 }),
    'other.wav': wavFile({ seconds: 8, sampleRate: 44_100 }),
  });
  writeFileSync(join(folder, 'music/outputs/orphan.wav'), good);
  withDatabase(library, (db) => {
    const kept = ids
      .slice(0, 7)
      .map((id) => `'${id}'`)
      .join(', ');
    db.exec(`DELETE FROM generations WHERE status = 'completed' AND id NOT IN (${kept})`);
    db.exec(`UPDATE generations SET duration_seconds = 8, sample_rate = 32000, channels = 2,
      file_size_bytes = NULL WHERE id IN (${kept})`);
  });
  const before = dump(library);
  const { page } = await launch({ library });
  await page.getByRole('link', { name: 'Audio check' }).click();
  await page.getByRole('button', { name: 'Check library' }).click();
  const found = page.getByRole('list', { name: 'What was found' });
  await expect(page.getByText(/looked at, just now/)).toBeVisible();
  for (const [kind, file] of [
    ['truncated', 'cut.wav'],
    ['not-audio', 'text.wav'],
    ['silent', 'silent.wav'],
    ['clipped', 'clipped.wav'],
    ['no-samples', 'nothing.wav'],
    ['unreferenced', 'orphan.wav'],
  ]) {
    await expect(found.locator(`[data-kind="${kind}"]`)).toContainText(file ?? '');
  }
  await expect(found.locator('[data-kind="differs"]')).toContainText(['sample rate']);
  await expect(found).not.toContainText('good.wav');
  expect(dump(library)).toEqual(before);

  const kinds = page.getByRole('radiogroup', { name: 'Findings' });
  await kinds.getByText('Silent 1').click();
  await expect(found.getByRole('listitem')).toHaveCount(1);
  await found.getByRole('button', { name: 'Show' }).click();
  await expect(page.getByRole('grid', { name: 'Generations' })).toHaveAttribute(
    'aria-rowcount',
    '2',
  );
  await expect(page.locator(`[data-generation-id="${ids[3]}"]`)).toBeVisible();

  // All of a kind, in the list.
  await page.getByRole('link', { name: 'Audio check' }).click();
  await kinds.getByText('Clipped 1').click();
  await page.getByRole('button', { name: 'Show in list' }).click();
  const rows = page.locator('[data-generation-id][role="row"]');
  await expect(rows).toHaveCount(1);
  await expect(rows).toHaveAttribute('data-generation-id', ids[4] ?? '');
  const search = page.getByRole('searchbox', { name: 'Search generations' });
  await page.getByRole('button', { name: 'Remove filter Audio check' }).click();
  await search.fill('audio:silent,clipped');
  await expect(rows).toHaveCount(2);
  await search.fill('');

  // It is there again after a restart of the window.
  await page.reload();
  await page.getByRole('link', { name: 'Audio check' }).click();
  await expect(found.locator('[data-kind="silent"]')).toBeVisible();
});

test('stops and goes on', async ({ launch, folder }) => {
  const { library } = layOutMusic(folder, { 'a.wav': wavFile({ seconds: 1 }) });
  const total = 10_400;
  withDatabase(library, (db) =>
    db.exec(`INSERT INTO generations WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
      WHERE i < 10000) SELECT 'many-' || i, prompt, model_name, model_version, duration_seconds,
      sample_rate, channels, 'outputs/many-' || i || '.wav', file_size_bytes, 'completed', created_at,
      completed_at, generation_time_seconds, error_message, metadata FROM n,
      (SELECT * FROM generations LIMIT 1)`),
  );
  const { page } = await launch({ library });
  await page.getByRole('link', { name: 'Audio check' }).click();
  // Pressed from within, as soon as it is there: a check does not wait for a test.
  await page.evaluate(() => {
    new MutationObserver((_changes, observer) => {
      const buttons = [...document.querySelectorAll('button')];
      const stop = buttons.find(({ textContent }) => textContent === 'Stop');
      if (!stop) return;
      observer.disconnect();
      stop.click();
    }).observe(document, { childList: true, subtree: true });
  });
  await page.getByRole('button', { name: 'Check library' }).click();
  const foot = page.getByText(/ of 10,400 generations looked at, stopped/);
  await expect(foot).toBeVisible();
  const stopped = Number.parseInt((await foot.textContent())?.replace(',', '') ?? '', 10);
  expect(stopped).toBeLessThan(total);
  // In a new window, too.
  await page.reload();
  await page.getByRole('link', { name: 'Audio check' }).click();
  await expect(foot).toBeVisible();
  const checked = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        window.monitor.on('check.progress', (state) => resolve(state.checked));
      }),
  );
  await page.getByRole('button', { name: 'Continue' }).click();
  expect(await checked).toBeGreaterThan(stopped);
  await expect(page.getByText(/10,400 of 10,400 generations looked at, just now/)).toBeVisible({
    timeout: 40_000,
  });
  await page.getByText(/^Missing 10,\d/).click();
  await expect(page.getByRole('list', { name: 'What was found' })).toContainText(
    'There is no file',
  );
});
