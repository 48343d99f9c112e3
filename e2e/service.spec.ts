import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './support/application';
import { expectAccessible } from './support/axe';
import { withDatabase } from './support/database';
import { insertGeneration, showStatus } from './support/list';

// The hand-over to the HTTP service: a process of its own, with its queue in memory, that writes its
// rows into the library.

const services: ChildProcess[] = [];
test.afterEach(async () => {
  for (const service of services.splice(0)) await end(service);
});

const end = async (service: ChildProcess): Promise<void> => {
  if (service.kill('SIGKILL')) await once(service, 'exit');
};

type Service = Readonly<{ address: string; process: ChildProcess }>;

const startService = async (library: string, perMinute: number, port = 0): Promise<Service> => {
  const script = resolve('e2e/support/music-service.mjs');
  const args = [script, library, String(perMinute), String(port)];
  const service = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  services.push(service);
  const [said] = (await once(service.stdout, 'data')) as [Buffer];
  return { address: said.toString().trim(), process: service };
};

const select = (library: string, sql: string, ...values: unknown[]) =>
  withDatabase(library, (db) =>
    db
      .prepare(sql)
      .pluck()
      .all(...values),
  ) as string[];
const jobsOfService = (library: string, prompt: string) =>
  select(library, "SELECT status FROM generations WHERE id GLOB 'gen_*' AND prompt = ?", prompt);

const message = (page: Page, text: string | RegExp) =>
  page.getByRole('status').filter({ hasText: text });

const useService = async (page: Page, address: string) => {
  await page.getByRole('link', { name: 'Settings' }).click();
  const field = page
    .getByRole('region', { name: 'HTTP service' })
    .getByRole('textbox', { name: 'Address' });
  await field.fill(address);
  await field.press('Enter');
};

/** Adds failed generations that nobody else has the prompts of. */
const addFailed = (library: string, ...prompts: readonly string[]) => {
  for (const prompt of prompts) {
    insertGeneration(library, {
      id: prompt,
      prompt,
      status: 'failed',
      error_message: 'CUDA out of memory',
      metadata: '{"bpm": 92, "peak_amplitude": 0.5}',
    });
  }
};

const showFailed = async (page: Page) => {
  await page.getByRole('link', { name: 'Generations' }).click();
  await showStatus(page, 'Failed');
};
const retry = (page: Page, id: string) =>
  page
    .locator(`[role="row"][data-generation-id="${id}"]`)
    .getByRole('button', { name: 'Retry' })
    .click();

// Two looks by axe among all the rest.
test.setTimeout(90_000);

test('retries and new jobs go through the service, none twice, none lost', async ({
  launch,
  library,
}) => {
  addFailed(library, 'first try', 'second try', 'third try');
  const service = await startService(library, 10);
  const tell = (what: string) => fetch(`${service.address}/test/${what}`);
  const { page } = await launch({ library });
  await useService(page, 'ftp://host');
  await expect(page.getByText('Only http and https can be asked.')).toBeVisible();
  await expectAccessible(page, 'an address that is of no use', 'main');
  await useService(page, service.address);
  const indicator = page.getByRole('button', { name: /^Service: / });
  await expect(indicator).toHaveAccessibleName('Service: healthy');

  // The failed one stays as it is; the service's row says whose it is, also after the service wrote.
  await showFailed(page);
  await retry(page, 'first try');
  await expect(message(page, 'Handed 1 generation to the service')).toBeVisible();
  // Its Undo is not to be taken for that of the next one.
  await page.getByRole('status').getByRole('button', { name: 'Dismiss' }).click();
  const link = (of = 'first try') =>
    select(library, "SELECT metadata FROM generations WHERE id GLOB 'gen_*' AND prompt = ?", of);
  await expect.poll(() => link()).toEqual(['{"bpm":92,"rerun_of":"first try"}']);
  await tell('work');
  // What the service wrote stays to the byte.
  await expect
    .poll(() => link())
    .toEqual(['{"rms_energy": 0.2, "bpm": 92, "rerun_of": "first try"}']);
  expect(select(library, "SELECT status FROM generations WHERE id = 'first try'")).toEqual([
    'failed',
  ]);
  await page.locator('[role="row"][data-generation-id="first try"]').click();
  await expect(page.getByRole('complementary', { name: 'Generation details' })).toContainText(
    'Family',
  );
  await retry(page, 'first try');
  await expect(message(page, /1 generation left alone: it was handed over already/)).toBeVisible();

  // Undo cancels it there.
  await retry(page, 'second try');
  await expect.poll(() => link('second try')).toEqual(['{"bpm":92,"rerun_of":"second try"}']);
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await expect(message(page, 'Took back 1 generation')).toBeVisible();
  expect(jobsOfService(library, 'second try')).toEqual(['cancelled']);

  // A lost answer: the job is found in the library, and not sent again.
  await tell('mode/lost');
  await retry(page, 'third try');
  await expect
    .poll(() =>
      select(library, "SELECT id FROM generations WHERE metadata LIKE '%rerun_of%third try\"%'"),
    )
    .toHaveLength(1);
  expect(jobsOfService(library, 'third try')).toEqual(['pending']);

  // Nobody knows: it is said, and left to people.
  await tell('mode/deaf');
  await retry(page, 'second try');
  await expect(indicator).toHaveAccessibleName(/1 without an answer/);
  await tell('mode/normal');
  await indicator.click();
  const dialog = page.getByRole('dialog', { name: 'Service' });
  await expect(dialog).toContainText('It may have arrived: the connection broke off');
  await expectAccessible(page, 'the dialog of the service', '[role="dialog"]');
  await dialog.getByRole('button', { name: 'Send again' }).click();
  await expect
    .poll(() => jobsOfService(library, 'second try').toSorted())
    .toEqual(['cancelled', 'pending']);
  await dialog.getByRole('button', { name: 'Done' }).click();

  // A new job, with what the service cannot be told said in the form.
  await page.getByRole('button', { name: 'New generation' }).click();
  const form = page.getByRole('dialog', { name: 'New generation' });
  await expect(form).toContainText('which chooses version, sample rate and channels');
  await form.getByRole('combobox', { name: 'Prompt' }).fill('a song of its own');
  await form.getByRole('button', { name: 'Queue' }).click();
  await expect.poll(() => jobsOfService(library, 'a song of its own')).toEqual(['pending']);

  // Without the service the file is used, and people are told.
  await end(service.process);
  await indicator.click();
  await dialog.getByRole('button', { name: 'Check now' }).click();
  await expect(dialog).toContainText('does not answer');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await retry(page, 'first try');
  await expect(message(page, /own queue/)).toBeVisible();
});

test('more jobs than the service takes wait in sight, and can be cancelled', async ({
  launch,
  library,
}) => {
  addFailed(library, 'one more', 'two more', 'three more', 'four more');
  const service = await startService(library, 2);
  const { page } = await launch({ library, env: { DGX_MUSIC_API_URL: service.address } });
  const indicator = page.getByRole('button', { name: /^Service: / });
  await expect(indicator).toHaveAccessibleName('Service: healthy');
  await page.getByRole('searchbox', { name: 'Search generations' }).fill('"more"');
  await page.getByRole('radio', { name: /^Failed 4/ }).click();
  await page.getByRole('button', { name: 'Retry all failed' }).first().click();
  await expect(message(page, 'Handed 4 generations to the service')).toBeVisible();
  await expect(indicator).toHaveAccessibleName(/^Service: 2 waiting, next in \d+ s/);
  const onItsWay = page.getByTitle('On its way to the service');
  await expect(onItsWay).toHaveCount(2);
  await expect(onItsWay.first()).toBeDisabled();
  await indicator.click();
  const dialog = page.getByRole('dialog', { name: 'Service' });
  await expect(dialog.getByRole('listitem')).toHaveCount(2);
  await expect(dialog).toContainText('DGX_MUSIC_API_URL');
  await dialog.getByRole('button', { name: 'Cancel 2 waiting' }).click();
  await expect(dialog.getByRole('listitem')).toHaveCount(0);
  expect(
    select(library, "SELECT id FROM generations WHERE id GLOB 'gen_*' AND prompt LIKE '% more'"),
  ).toHaveLength(2);
});
