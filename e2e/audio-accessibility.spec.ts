import { wavFile } from '../src/main/audio/testing';
import { expect, test } from './support/application';
import { expectAccessible } from './support/axe';
import { withDatabase } from './support/database';
import { layOutMusic } from './support/music';

// axe on the player in each of its states and on the audio check, light and dark.

test('no serious finding in the player and the audio check', async ({ launch, folder }) => {
  const whole = wavFile({ seconds: 8 });
  const { library, ids } = layOutMusic(folder, {
    'good.wav': whole,
    'cut.wav': whole.subarray(0, whole.length / 2),
    'gone.wav': null,
  });
  const kept = ids.slice(0, 3).map((id) => `'${id}'`);
  withDatabase(library, (db) => db.exec(`DELETE FROM generations WHERE id NOT IN (${kept})`));
  const { page } = await launch({ library });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const player = page.getByRole('region', { name: 'Player' });
  const scope = 'section[aria-label="Player"]';
  const play = (id = '') =>
    page.locator(`[data-generation-id="${id}"][role="row"]`).getByRole('button').click();

  await play(ids[0]);
  await expect(player).toContainText('16 bit');
  await player.getByRole('button', { name: 'Loop' }).click();
  await player.getByRole('button', { name: 'Spectrogram' }).click();
  await expectAccessible(page, 'player', scope);
  await play(ids[1]);
  await expect(player).toContainText('Cut off');
  await expectAccessible(page, 'player with a warning', scope);
  await play(ids[2]);
  await expect(player).toContainText('There is no file');
  await expectAccessible(page, 'player with a failure', scope);
  await player.getByRole('button', { name: 'File' }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  await expectAccessible(page, 'menu File', '[role="menu"]');
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name: 'Audio check' }).click();
  await expect(page.getByRole('button', { name: 'Check library' })).toBeVisible();
  await expectAccessible(page, 'audio check before');
  await page.getByRole('button', { name: 'Check library' }).click();
  await expect(page.getByText(/looked at, just now/)).toBeVisible();
  await expectAccessible(page, 'audio check after');
});
