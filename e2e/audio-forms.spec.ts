import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { wavFile } from '../src/main/audio/testing';
import {
  asAiff,
  id3Tag,
  ofCodec,
  ofOpenLength,
  ofSize,
  renumbered,
} from '../src/main/audio/testing-forms';
import { expect, test } from './support/application';
import { withDatabase } from './support/database';
import { layOutMusic, setFilePath } from './support/music';
import './support/page';

// Files as other people's programs write them: what the running window hears of them, and what the
// check says.

const fixture = (name: string): Buffer =>
  readFileSync(join(import.meta.dirname, 'fixtures/audio', name));

const plain = wavFile({ seconds: 1, sampleRate: 8_000, channels: 1 });

/** By name, with the length in seconds that is heard. */
const forms: Readonly<Record<string, readonly [file: Buffer, seconds: number]>> = {
  'sox-pipe.wav': [ofSize(plain, 0x7ffff000, 0x7ffff024), 1],
  'ffmpeg-pipe.wav': [ofSize(plain, 0xffffffff), 1],
  'no-size.wav': [ofSize(plain, 0), 1],
  'id3.wav': [Buffer.concat([id3Tag(), plain]), 1],
  'floats.wav': [wavFile({ seconds: 1, sampleRate: 8_000, channels: 1, bits: 64, float: true }), 1],
  'mu-law.wav': [fixture('mu-law.wav'), 1],
  'a-law.wav': [fixture('a-law.wav'), 1],
  'ima-adpcm.wav': [fixture('ima-adpcm.wav'), 1.01],
  'ms-adpcm.wav': [fixture('ms-adpcm.wav'), 1.056],
  'tone.aiff': [asAiff(plain), 1],
  'id3.flac': [Buffer.concat([id3Tag(), fixture('tone.flac')]), 0.25],
  'pipe.flac': [ofOpenLength(fixture('tone.flac')), 0.25],
  'picture.mp3': [Buffer.concat([id3Tag(900_000), fixture('tone.mp3')]), 2.05],
  'chained.ogg': [Buffer.concat([fixture('tone.ogg'), renumbered(fixture('tone.ogg'), 77)]), 4],
  'chained.opus': [Buffer.concat([fixture('tone.opus'), fixture('tone.opus')]), 6],
  'tone.m4a': [fixture('tone.m4a'), 1],
  'm4a.wav': [fixture('tone.m4a'), 1],
  'opus.mp4': [fixture('opus.mp4'), 1],
  'tone.webm': [fixture('tone.webm'), 1],
  'zeros.wav': [Buffer.concat([id3Tag(), Buffer.alloc(2_000), plain]), 1],
  'zeros.mp3': [Buffer.concat([Buffer.alloc(500), fixture('tone.mp3')]), 2.05],
};

/** Plays a file to its end, from near it where it is long, and answers how long it was. */
const hear = (
  page: Page,
  id: string,
): Promise<Readonly<{ length: number; error: string | null }>> =>
  page.evaluate(
    (wanted) =>
      new Promise((resolve) => {
        const audio = new Audio();
        audio.muted = true;
        audio.defaultPlaybackRate = 4;
        audio.onerror = () => resolve({ length: 0, error: audio.error?.message ?? '' });
        audio.onended = () => resolve({ length: audio.currentTime, error: null });
        audio.onloadedmetadata = () => {
          audio.currentTime = Math.max(0, audio.duration - 0.9);
          void audio.play();
        };
        audio.src = `/audio?${new URLSearchParams({ id: wanted })}`;
      }),
    id,
  );

/** How much of the waveform reaches a quarter up from its middle line. */
const drawnWidth = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const canvas = document.querySelector('canvas');
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return 0;
    const band = context.getImageData(0, canvas.height * 0.35, canvas.width, 1).data;
    return band.filter((value, at) => at % 4 === 3 && value > 0).length / canvas.width;
  });

test('play to their end, and the check finds nothing wrong with them', async ({
  launch,
  folder,
}) => {
  const names = Object.keys(forms);
  const { library, ids } = layOutMusic(folder, {
    ...Object.fromEntries(names.map((name) => [name, forms[name]?.[0] ?? null])),
    'phone.wav': ofCodec(plain, 49),
    'plain.wav': plain,
  });
  const [phone = '', ...spelled] = ids.slice(names.length, names.length + 5);
  const [, windows = '', address = '', up = ''] = spelled;
  setFilePath(library, windows, 'outputs\\plain.wav');
  setFilePath(library, address, `file://${join(folder, 'music/outputs/plain.wav')}`);
  setFilePath(library, up, './data/../outputs/plain.wav');
  withDatabase(library, (db) => {
    const used = ids.slice(0, names.length + 5);
    const kept = used.map((id) => `'${id}'`).join(', ');
    db.exec(`DELETE FROM generations WHERE status = 'completed' AND id NOT IN (${kept})`);
    const set = db.prepare(
      `UPDATE generations SET duration_seconds = ?, file_size_bytes = NULL WHERE id = ?`,
    );
    for (const [index, id] of used.entries()) set.run(forms[names[index] ?? '']?.[1] ?? 1, id);
  });
  const { page } = await launch({ library });
  for (const [index, name] of names.entries()) {
    const { length, error } = await hear(page, ids[index] ?? '');
    expect.soft(error, name).toBeNull();
    expect.soft(Math.abs(length - (forms[name]?.[1] ?? 0)), `${name}: ${length}`).toBeLessThan(0.1);
  }
  for (const id of [windows, address, up]) {
    expect.soft((await hear(page, id)).length).toBeCloseTo(1, 1);
  }

  await page.getByRole('link', { name: 'Audio check' }).click();
  await page.getByRole('button', { name: 'Check library' }).click();
  await expect(page.getByText(/looked at, just now/)).toBeVisible();
  const found = page.getByRole('list', { name: 'What was found' });
  const unsupported = found.locator('[data-kind="unsupported"]');
  await expect(unsupported).toContainText(/phone\.wav is WAV with GSM 6\.10: it cannot be played/);
  await expect(unsupported).toHaveCount(1);
  for (const kind of ['missing', 'refused', 'not-audio', 'truncated', 'silent', 'clipped']) {
    await expect.soft(found.locator(`[data-kind="${kind}"]`), kind).toHaveCount(0);
  }
  await page.getByRole('radiogroup', { name: 'Findings' }).getByText('Cannot be played 1').click();
  await page.getByRole('button', { name: 'Show in list' }).click();
  const rows = page.locator('[data-generation-id][role="row"]');
  await expect(rows).toHaveAttribute('data-generation-id', phone);
});

test('have a waveform and their length in the player', async ({ launch, folder }) => {
  const { library, ids } = layOutMusic(folder, {
    'tone.m4a': fixture('tone.m4a'),
    'ima-adpcm.wav': fixture('ima-adpcm.wav'),
  });
  const { page } = await launch({ library });
  const player = page.getByRole('region', { name: 'Player' });
  for (const id of ids.slice(0, 2)) {
    await page
      .locator(`[data-generation-id="${id}"][role="row"]`)
      .getByRole('button', { name: 'Play' })
      .click();
    const position = player.getByRole('slider', { name: 'Position' });
    await expect
      .poll(async () => Math.abs(Number(await position.getAttribute('aria-valuemax')) - 1))
      .toBeLessThan(0.1);
    // Half of full scale: bars well above the middle line, with gaps between them.
    await expect.poll(() => drawnWidth(page)).toBeGreaterThan(0.5);
  }
});
