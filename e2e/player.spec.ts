import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { wavFile } from '../src/main/audio/testing';
import { ofCodec } from '../src/main/audio/testing-forms';
import { expect, test } from './support/application';
import { layOutMusic, setFilePath } from './support/music';
import './support/page';

// Listening: asserted from the audio element's own clock and from samples that were decoded.

const fixture = (name: string): Buffer =>
  readFileSync(join(import.meta.dirname, 'fixtures/audio', name));

const player = (page: Page) => page.getByRole('region', { name: 'Player' });
const row = (page: Page, id = '') => page.locator(`[data-generation-id="${id}"][role="row"]`);
const play = (page: Page, id = '') => row(page, id).getByRole('button', { name: 'Play' }).click();

/** What the audio element says of itself. */
const element = (page: Page) =>
  page.evaluate(() => {
    const audio = document.querySelector('audio');
    return audio
      ? {
          time: audio.currentTime,
          paused: audio.paused,
          duration: audio.duration,
          rate: audio.playbackRate,
          volume: audio.volume,
          loop: audio.loop,
          src: audio.src,
        }
      : null;
  });
const time = async (page: Page): Promise<number> => (await element(page))?.time ?? -1;
const idPlaying = async (page: Page): Promise<string | null> =>
  new URL((await element(page))?.src ?? 'app://none').searchParams.get('id');

/** Waits until the element's clock has gone `by` seconds on, in a loop perhaps. */
const expectSound = async (page: Page, by = 0.2): Promise<void> => {
  let last = Math.max(0, await time(page));
  let gone = 0;
  const listen = async () => {
    const now = await time(page);
    gone += Math.max(0, now - last);
    last = now;
    return gone;
  };
  await expect.poll(listen).toBeGreaterThan(by);
};

/** Records what the element decodes, and answers with the loudest frequency, Hz. */
const loudestFrequency = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const audio = document.querySelector('audio') as HTMLAudioElement & {
      captureStream: () => MediaStream;
    };
    const context = new AudioContext({ sampleRate: 32_000 });
    const analyser = context.createAnalyser();
    analyser.fftSize = 4_096;
    context.createMediaStreamSource(audio.captureStream()).connect(analyser);
    const bins = new Float32Array(analyser.frequencyBinCount);
    for (;;) {
      analyser.getFloatFrequencyData(bins);
      const loudest = bins.indexOf(Math.max(...bins));
      if ((bins[loudest] ?? -Infinity) > -40) {
        await context.close();
        return (loudest * 32_000) / analyser.fftSize;
      }
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  });

test('plays from a row, pauses, seeks and shows what it plays', async ({ launch, folder }) => {
  const { library, ids } = layOutMusic(folder, { 'a.wav': wavFile({ seconds: 30 }) });
  const { page } = await launch({ library });
  await expect(player(page)).toHaveCount(0);
  await play(page, ids[0]);
  await expect(player(page)).toBeVisible();
  await expectSound(page);
  expect(await loudestFrequency(page)).toBeCloseTo(440, -1.5);
  await expect(player(page)).toContainText('WAV 32 kHz 16 bit stereo');

  await player(page).getByRole('button', { name: 'Pause' }).click();
  await expect.poll(async () => (await element(page))?.paused).toBe(true);
  const position = player(page).getByRole('slider', { name: 'Position' });
  await expect(position).toHaveAttribute('aria-valuemax', '30');
  const box = await position.boundingBox();
  if (!box) throw new Error('no slider');
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect.poll(() => time(page)).toBeCloseTo(15, 0);
  const paused = await time(page);
  await position.press('ArrowLeft');
  await expect.poll(() => time(page)).toBeCloseTo(paused - 5, 1);
  await position.press('Shift+ArrowRight');
  await expect.poll(() => time(page)).toBeCloseTo(paused - 4, 1);
  await position.press('Home');
  await expect.poll(() => time(page)).toBe(0);
  await expect(position).toHaveAttribute('aria-valuetext', '0:00 of 0:30');
  await player(page).getByRole('button', { name: 'Play' }).click();
  await expectSound(page);
});

test('every format is decoded and drawn', async ({ launch, folder }) => {
  const seconds = 3;
  const { library, ids } = layOutMusic(folder, {
    'pcm16.wav': wavFile({ seconds }),
    'pcm24.wav': wavFile({ seconds, bits: 24 }),
    'pcm32.wav': wavFile({ seconds, bits: 32 }),
    'float.wav': wavFile({ seconds, bits: 32, float: true }),
    'tone.flac': fixture('tone.flac'),
    'tone.mp3': fixture('tone.mp3'),
    'tone.ogg': fixture('tone.ogg'),
    'tone.opus': fixture('tone.opus'),
  });
  const { page } = await launch({ library });
  const loop = player(page).getByRole('button', { name: 'Loop' });
  const shown = [
    '16 bit stereo',
    '24 bit stereo',
    '32 bit stereo',
    '32 bit stereo',
    'FLAC 32 kHz 16 bit mono',
    'MP3 32 kHz mono',
    'OGG 32 kHz mono',
    'OGG 32 kHz mono',
  ];
  for (const [index, text] of shown.entries()) {
    await play(page, ids[index]);
    if (index === 0) await loop.click();
    await expect(player(page)).toContainText(text);
    await expectSound(page, 0.05);
    expect(await loudestFrequency(page), text).toBeCloseTo(440, -1.5);
    const peaks = await page.evaluate((id) => window.monitor.audio.peaks({ id }), ids[index] ?? '');
    expect(peaks, text).toMatchObject({ ok: true, value: { silent: false, clipped: false } });
    // The waveform: something is drawn well above the middle line.
    await expect
      .poll(() =>
        page.evaluate(() => {
          const canvas = document.querySelector('canvas');
          const context = canvas?.getContext('2d');
          if (!canvas || !context) return 0;
          const band = context.getImageData(0, canvas.height * 0.3, canvas.width, 1).data;
          return band.filter((value, at) => at % 4 === 3 && value > 0).length / canvas.width;
        }),
      )
      .toBeGreaterThan(0.3);
  }
});

test('goes through the list, skipping what has no audio, and by keyboard', async ({
  launch,
  folder,
}) => {
  const { library, ids } = layOutMusic(folder, {
    'a.wav': wavFile({ seconds: 20 }),
    'b.wav': wavFile({ seconds: 20, frequency: 880 }),
    'c.wav': wavFile({ seconds: 20 }),
  });
  const { page } = await launch({ library });
  await play(page, ids[0]);
  await expectSound(page);
  await player(page).getByRole('button', { name: 'Next' }).click();
  await expect.poll(() => idPlaying(page)).toBe(ids[1]);
  await expectSound(page);
  expect(await loudestFrequency(page)).toBeCloseTo(880, -1.5);
  await page.keyboard.press(']');
  await expect.poll(() => idPlaying(page)).toBe(ids[2]);
  await page.keyboard.press('[');
  await expect.poll(() => idPlaying(page)).toBe(ids[1]);

  // Space: the row one is on, then pause and play.
  await row(page, ids[0]).click();
  await page.keyboard.press(' ');
  await expect.poll(() => idPlaying(page)).toBe(ids[0]);
  await expectSound(page);
  await page.keyboard.press(' ');
  await expect.poll(async () => (await element(page))?.paused).toBe(true);
  await page.keyboard.press(' ');
  await expectSound(page);
  await expect(row(page, ids[0]).getByRole('button', { name: 'Pause' })).toBeVisible();

  // It plays on while one browses.
  await page.getByRole('radio', { name: /^Failed/ }).click();
  await expect(page.locator('[data-status="failed"]').first()).toBeVisible();
  await expectSound(page);
});

test('volume, speed and loop', async ({ launch, folder }) => {
  const { library, ids } = layOutMusic(folder, { 'a.wav': wavFile({ seconds: 1 }) });
  const { page } = await launch({ library });
  await play(page, ids[0]);
  await player(page).getByRole('button', { name: 'Loop' }).click();
  const position = player(page).getByRole('slider', { name: 'Position' });
  await position.press('End');
  await expect.poll(async () => (await element(page))?.loop).toBe(true);
  await expectSound(page, 0.1);
  await player(page)
    .getByRole('button', { name: /^Speed/ })
    .click();
  await page.getByRole('menuitem', { name: '0.5×' }).click();
  await expect.poll(async () => (await element(page))?.rate).toBe(0.5);
  const volume = player(page).getByRole('slider', { name: 'Volume' });
  await volume.fill('0.4');
  await expect.poll(async () => (await element(page))?.volume).toBeCloseTo(0.4);
  await page.reload();
  await play(page, ids[0]);
  await expect.poll(async () => (await element(page))?.volume).toBeCloseTo(0.4);
});

test('shows a spectrogram, of every format', async ({ launch, folder }) => {
  const { library, ids } = layOutMusic(folder, {
    'a.wav': wavFile({ seconds: 10, frequency: 1_000, amplitude: 0.9 }),
    'tone.mp3': fixture('tone.mp3'),
  });
  const { page } = await launch({ library });
  await play(page, ids[0]);
  const toggle = player(page).getByRole('button', { name: 'Spectrogram' });
  await toggle.click();
  await expect(toggle).toHaveAttribute('aria-pressed', 'true');
  /** The height of the strongest line, 0 at the foot and 1 at the top. */
  const line = () =>
    page.evaluate(() => {
      const canvas = document.querySelector('canvas');
      const context = canvas?.getContext('2d');
      if (!canvas || !context) return null;
      const x = Math.round(canvas.width * 0.75);
      const { data } = context.getImageData(x, 0, 1, canvas.height);
      const alphas = Array.from({ length: canvas.height }, (_, y) => data[y * 4 + 3] ?? 0);
      const strongest = Math.max(...alphas);
      return strongest < 100 ? null : 1 - alphas.indexOf(strongest) / canvas.height;
    });
  const place = (hertz: number) => Math.log2(hertz / 60) / Math.log2(16_000 / 60);
  await expect.poll(async () => Math.abs(((await line()) ?? 9) - place(1_000))).toBeLessThan(0.06);
  await play(page, ids[1]);
  await expect.poll(async () => Math.abs(((await line()) ?? 9) - place(440))).toBeLessThan(0.06);
});

test('what cannot be played says why, each in its own words', async ({ launch, folder }) => {
  const whole = wavFile({ seconds: 8 });
  const { library, ids } = layOutMusic(folder, {
    'missing.wav': null,
    'text.wav': 'these are just some words, and no sound at all',
    'truncated.wav': whole.subarray(0, whole.length / 4),
    'empty.wav': '',
    'nothing.wav': wavFile({ seconds: 0 }),
    'phone.wav': ofCodec(wavFile(), 49),
  });
  const { page } = await launch({ library });
  const alert = page.getByRole('alert');
  await play(page, ids[0]);
  await expect(alert).toContainText(/There is no file .*missing\.wav/);
  await expect(player(page)).toContainText(/There is no file/);
  await play(page, ids[1]);
  await expect(alert).toContainText(/text\.wav is named like audio, but holds something else/);
  await play(page, ids[3]);
  await expect(alert).toContainText(/empty\.wav is empty/);
  await play(page, ids[4]);
  await expect(alert).toContainText(/holds no sound/);
  await expect(alert.getByText(/missing\.wav|text\.wav|empty\.wav/)).toHaveCount(0);
  await play(page, ids[5]);
  await expect(alert).toContainText(/phone\.wav is WAV with GSM 6\.10: it cannot be played here/);
  await expect(alert).toContainText(/ffmpeg -i/);

  // What there is of a file that was cut is heard.
  await play(page, ids[2]);
  await expect(page.getByRole('status')).toContainText(/ends early: 2 s of 8 s/);
  await expect(player(page)).toContainText('Cut off');
  // Two seconds may be over by now.
  await expect.poll(() => time(page)).toBeGreaterThan(0.2);
  const position = player(page).getByRole('slider', { name: 'Position' });
  expect(Number(await position.getAttribute('aria-valuemax'))).toBeCloseTo(2, 1);
});

test('audio elsewhere is refused until its folder is allowed', async ({ launch, folder }) => {
  const { library, ids } = layOutMusic(folder, {});
  const [id = ''] = ids;
  const elsewhere = join(folder, 'elsewhere');
  mkdirSync(elsewhere);
  writeFileSync(join(elsewhere, 'x.wav'), wavFile({ seconds: 20 }));
  setFilePath(library, id, join(elsewhere, 'x.wav'));
  const { app, page } = await launch({ library });
  await play(page, id);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText(`${elsewhere}/x.wav lies outside the folders`);
  await expect(alert).toContainText(`allow the folder ${elsewhere}`);
  await app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, elsewhere);
  await alert.getByRole('button', { name: 'Allow a folder…' }).click();
  await expectSound(page);

  await page.getByRole('link', { name: 'Settings' }).click();
  const folders = page.getByRole('list', { name: 'Output folders' });
  await expect(folders).toContainText(elsewhere);
  await folders.getByRole('button', { name: `Remove ${elsewhere}` }).click();
  await expect(folders).toHaveCount(0);
  const facts = await page.evaluate((wanted) => window.monitor.audio.facts({ id: wanted }), id);
  expect(facts).toMatchObject({ ok: false, error: { code: 'audio-refused' } });
});

test('stops with its library', async ({ launch, folder }) => {
  const { library, ids } = layOutMusic(folder, { 'a.wav': wavFile({ seconds: 20 }) });
  const other = join(folder, 'other.db');
  copyFileSync(library, other);
  const { page } = await launch({ library });
  await play(page, ids[0]);
  await expectSound(page);
  const heard = await page.evaluateHandle(() => document.querySelector('audio'));
  await page.evaluate(() => window.monitor.library.close());
  await expect(player(page)).toHaveCount(0);
  expect(await heard.evaluate((audio) => audio?.paused)).toBe(true);
});
