import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { wavFile } from '../src/main/audio/testing';
import { expect, test } from './support/application';
import { expectAccessible } from './support/axe';
import { withDatabase } from './support/database';
import { gridOf, showStatus } from './support/list';
import { layOutMusic } from './support/music';
import './support/page';

// Comparing: asserted from the samples that reach the loudspeakers.

const selection = (page: Page) => page.getByRole('toolbar', { name: 'Selection' });
const take = (page: Page, label: string) => page.getByRole('radio', { name: label, exact: true });
const head = (page: Page, label: string) =>
  page.locator('label').filter({ has: take(page, label) });
const playback = (page: Page) => page.getByRole('toolbar', { name: 'Playback' });

/** Selects completed generations, the newest `count` of them. */
const select = async (page: Page, count: number): Promise<void> => {
  await showStatus(page, 'Completed');
  await page.locator('[data-index="0"] [data-column="select"]').click();
  for (let index = 1; index < count; index++) {
    await page.locator(`[data-index="${index}"] [data-column="select"]`).click();
  }
  await expect(selection(page)).toContainText(`${count} selected`);
};

const compare = async (page: Page, count: number): Promise<void> => {
  await select(page, count);
  await selection(page).getByRole('button', { name: 'Compare' }).click();
  await expect(playback(page).getByRole('button', { name: 'Play' })).toBeEnabled();
};

/** Reads what reaches the loudspeakers along with them, from the next load of the page on. */
const listenAlong = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    const { connect } = AudioNode.prototype;
    const listen = (node: AudioNode, to: unknown) => {
      if (!(to instanceof AudioDestinationNode) || !(node.context instanceof AudioContext)) return;
      const analyser = new AnalyserNode(node.context, { fftSize: 32_768 });
      Reflect.apply(connect, node, [analyser]);
      Object.assign(window, { analyser });
    };
    AudioNode.prototype.connect = function (this: AudioNode, ...target: unknown[]) {
      listen(this, target[0]);
      return Reflect.apply(connect, this, target) as AudioNode;
    } as typeof connect;
  });
  await page.reload();
};

/** Levels between which a take rises from its beginning to its end: each tells what time it is. */
type Ramp = Readonly<{ low: number; high: number }>;
const ramps = { A: { low: 0.1, high: 0.4 }, B: { low: 0.5, high: 0.8 } } as const;
const seconds = 20;

/** @param sampleRate the loudspeakers', so that every sample arrives as it is */
const ramp = ({ low, high }: Ramp, sampleRate: number): Buffer =>
  wavFile({
    seconds,
    sampleRate,
    channels: 1,
    bits: 32,
    float: true,
    wave: (time) => low + ((high - low) * time) / seconds,
  });

type Switch = Readonly<{
  /** By how much the second take is off the first one's time, milliseconds. */
  offset: number;
  /** The lowest level from 30 ms before to 30 ms after. */
  lowest: number;
}>;

/** Waits for the next switch from one ramp to another; `null` where the window was too busy to see it. */
const nextSwitch = (page: Page, from: Ramp, to: Ramp): Promise<Switch | null> =>
  page.evaluate(
    async ([before, after, length]) => {
      const { analyser } = window as unknown as { analyser: AnalyserNode };
      const samples = new Float32Array(analyser.fftSize);
      const rate = analyser.context.sampleRate;
      const margin = Math.round(0.03 * rate);
      const isIn = (value: number, { low, high }: Ramp) => value >= low && value <= high;
      const timeAt = (index: number, { low, high }: Ramp) =>
        (((samples[index] ?? 0) - low) / (high - low)) * length;
      for (;;) {
        analyser.getFloatTimeDomainData(samples);
        const last = samples.findLastIndex((value) => isIn(value, before));
        if (last > margin && last + margin < samples.length && isIn(samples.at(-1) ?? 0, after)) {
          const passed = timeAt(last + margin, after) - timeAt(last - margin, before);
          return {
            offset: (passed - (2 * margin) / rate) * 1000,
            lowest: Math.min(...samples.subarray(last - margin, last + margin)),
          };
        }
        if (samples.every((value) => isIn(value, after))) return null;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    [from, to, seconds] as const,
  );

test('takes play together, and a switch leaves no gap', async ({ launch, folder }) => {
  const long = Buffer.alloc(44 + 11 * 60 * 16_000);
  wavFile({ sampleRate: 8_000, channels: 1 }).copy(long, 0, 0, 40);
  long.writeUInt32LE(long.length - 44, 40);
  const { library } = layOutMusic(folder, { 'a.wav': null, 'b.wav': null, 'long.wav': long });
  const { page } = await launch({ library });
  const sampleRate = await page.evaluate(() => new AudioContext().sampleRate);
  writeFileSync(join(folder, 'music/outputs/a.wav'), ramp(ramps.A, sampleRate));
  writeFileSync(join(folder, 'music/outputs/b.wav'), ramp(ramps.B, sampleRate));
  await listenAlong(page);
  await page.getByRole('button', { name: 'Play' }).first().click();
  const player = page.getByRole('region', { name: 'Player' });
  await expect(player).toBeVisible();
  await compare(page, 3);
  await expect(page.getByText('Takes of more than 10 minutes cannot be compared.')).toBeVisible();
  await expect(player).toHaveCount(0);
  await page.getByRole('button', { name: 'Match loudness' }).click();
  await playback(page).getByRole('button', { name: 'Play' }).click();

  const switchTo = async (label: 'A' | 'B'): Promise<void> => {
    const heard = nextSwitch(page, label === 'A' ? ramps.B : ramps.A, ramps[label]);
    await page.keyboard.press(label.toLowerCase());
    await expect(take(page, label)).toBeChecked();
    const seen = await heard;
    if (!seen) {
      await switchTo(label === 'A' ? 'B' : 'A');
      return switchTo(label);
    }
    expect(Math.abs(seen.offset)).toBeLessThan(5);
    expect(seen.lowest).toBeGreaterThanOrEqual(ramps.A.low);
  };
  const position = page.getByRole('slider', { name: 'Position' });
  const time = async () => Number(await position.getAttribute('aria-valuenow'));
  await expect.poll(time).toBeGreaterThan(0.2);
  await switchTo('B');
  await switchTo('A');
  // Elsewhere, too.
  const left = await time();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect.poll(time).toBeGreaterThan(left + 10);
  // So far on that what sounded elsewhere is no neighbour of the switch any more.
  const arrived = await time();
  await expect.poll(time).toBeGreaterThan(arrived + 0.2);
  await switchTo('B');
  await switchTo('A');

  await page.keyboard.press(' ');
  await expect(playback(page).getByRole('button', { name: 'Play' })).toBeVisible();
  // Round and round.
  await playback(page).getByRole('button', { name: 'Loop' }).click();
  await position.press('End');
  await position.press('ArrowLeft');
  await position.press('Shift+ArrowRight');
  await page.keyboard.press(' ');
  await expect.poll(time, { timeout: 15_000 }).toBeLessThan(10);
  await expect(playback(page).getByRole('button', { name: 'Pause' })).toBeVisible();
});

test('four takes: loudness, differences, a blind vote that is kept', async ({ launch, folder }) => {
  const tone = (decibels: number, channels = 2) =>
    wavFile({ seconds: 3, frequency: 997, amplitude: 10 ** (decibels / 20), channels });
  const { library, ids } = layOutMusic(folder, {
    'a.wav': tone(-20),
    'b.wav': tone(-12.5),
    'c.wav': tone(-16, 1),
    'd.wav': null,
  });
  const prompts = ['lo-fi with piano', 'lo-fi with warm piano', 'dark techno', 'house'];
  withDatabase(library, (db) => {
    const set = db.prepare('UPDATE generations SET prompt = ? WHERE id = ?');
    for (const [index, prompt] of prompts.entries()) set.run(prompt, ids[index]);
    // The second was made from the first.
    const rerun = db.prepare(
      "UPDATE generations SET metadata = json_set(metadata, '$.rerun_of', ?) WHERE id = ?",
    );
    rerun.run(ids[0], ids[1]);
  });
  const { app, page } = await launch({ library });

  await page.locator(`[data-generation-id="${ids[1]}"] [data-column="prompt"]`).click();
  const details = page.getByRole('complementary', { name: 'Generation details' });
  await details.getByRole('button', { name: 'Compare' }).click();
  await expect(head(page, 'A')).toContainText('lo-fi with warm piano');
  await expect(head(page, 'B')).toContainText('lo-fi with piano');
  await page.getByRole('button', { name: 'Back' }).click();

  const button = selection(page).getByRole('button', { name: 'Compare' });
  await page.locator('[data-status="failed"] [data-column="select"]').first().click();
  await expect(button).toBeDisabled();
  await expect(button).toHaveAttribute('title', 'Select 2 to 4 takes to compare them.');
  await page.locator('[data-status="completed"] [data-column="select"]').first().click();
  await expect(button).toHaveAttribute('title', '1 of these has no audio to compare.');
  await select(page, 4);
  await gridOf(page).evaluate((grid) => grid.scrollTo({ top: 1_500 }));
  await selection(page).getByRole('button', { name: 'Compare' }).click();
  await expect(playback(page).getByRole('button', { name: 'Play' })).toBeEnabled();

  // Gains are what the levels of the tones differ by; mono sounds from both sides.
  const gains = async () =>
    Promise.all(['A', 'B', 'C'].map((label) => head(page, label).innerText()));
  await expect
    .poll(gains)
    .toEqual([
      expect.stringContaining('0.0 dB'),
      expect.stringContaining('−7.5 dB'),
      expect.stringContaining('−4.0 dB'),
    ]);
  await expect(head(page, 'A')).toContainText('−20.0 LUFS');
  await page.getByRole('button', { name: 'Match loudness' }).click();
  await expect.poll(gains).toEqual(['A', 'B', 'C'].map(() => expect.stringContaining('0.0 dB')));
  await page.getByRole('button', { name: 'Match loudness' }).click();

  await expect(page.getByText(/There is no file outputs\/d\.wav/)).toBeVisible();
  await expect(take(page, 'D')).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Vote for D' })).toBeDisabled();

  const cell = (column: number) =>
    page
      .getByRole('row', { name: /^Prompt/ })
      .getByRole('cell')
      .nth(column);
  await expect(cell(0).locator('ins, del')).toHaveCount(0);
  await expect(cell(1).locator('ins')).toHaveText('warm');
  await page.getByRole('radio', { name: 'Compare with B' }).click();
  await expect(cell(0).locator('del')).toHaveText('warm');
  await expectAccessible(page, 'compare');

  await page.getByRole('button', { name: 'Blind' }).click();
  const content = page.locator('main');
  await expect(content).toContainText('Hidden until you vote');
  const shown = await content.innerHTML();
  for (const word of [...prompts, ...ids.slice(0, 4), 'musicgen', 'LUFS', ' dB', 'd.wav']) {
    expect(shown).not.toContain(word);
  }
  await page.keyboard.press('3');
  await expect(take(page, 'C')).toBeChecked();
  await page.keyboard.press('v');
  await expect(page.getByRole('status').getByText(/You chose C/)).toBeVisible();
  await expect(head(page, 'C')).toContainText('Chosen');
  const [, chosen = ''] = (await head(page, 'C').innerText()).split('\n');
  const best = ids[prompts.indexOf(chosen)] ?? '';

  const heard = async () => {
    const answer = await page.evaluate((id) => window.monitor.judgements.get({ ids: [id] }), best);
    return answer.ok && answer.value[0]?.heardAt != null;
  };
  expect(await heard()).toBe(false);
  await page.keyboard.press(' ');
  await expect.poll(heard).toBe(true);

  // Back: the list and what was selected are as they were.
  await page.keyboard.press('Escape');
  await expect(gridOf(page)).toBeVisible();
  await expect(selection(page)).toContainText('4 selected');
  await expect.poll(() => gridOf(page).evaluate((grid) => grid.scrollTop)).toBe(1_500);
  // Blind again: what is heard first does not tell which was chosen first.
  await page.keyboard.press('c');
  await expect(playback(page).getByRole('button', { name: 'Play' })).toBeEnabled();
  await expect(content).toContainText('Hidden until you vote');
  await expect(take(page, 'A')).toBeChecked();

  await app.close();
  const again = await launch({ library });
  await expect(gridOf(again.page)).toBeVisible();
  const counted = await again.page.evaluate(
    (wanted) => window.monitor.votes.count({ ids: wanted }),
    ids.slice(0, 4),
  );
  if (!counted.ok) throw new Error(counted.error.message);
  const byId = Object.fromEntries(
    counted.value.map(({ generationId, wins, losses }) => [generationId, { wins, losses }]),
  );
  expect(byId[best]).toEqual({ wins: 2, losses: 0 });
  expect(Object.values(byId).reduce((sum, { losses }) => sum + losses, 0)).toBe(2);
  expect(byId[ids[3] ?? '']).toEqual({ wins: 0, losses: 0 });
  await again.page.getByRole('link', { name: 'Prompts' }).click();
  const board = again.page.getByRole('grid', { name: 'Prompt leaderboard' });
  await board.getByRole('columnheader', { name: 'Won' }).getByRole('button').click();
  const first = board.getByRole('row').nth(1);
  await expect(first).toContainText(chosen);
  await expect(first).toContainText('2 of 2');
});
