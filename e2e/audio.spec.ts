import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { traversalAttempts, wavFile } from '../src/main/audio/testing';
import { expect, test } from './support/application';
import { withDatabase } from './support/database';
import { layOutMusic } from './support/music';

// Audio by generation id through the application's own protocol, asked for by the running window.

const tone = wavFile({ seconds: 2 });

type Got = Readonly<{ status: number; headers: Record<string, string>; bytes: number[] }>;

const get = (page: Page, id: string, init: RequestInit = {}): Promise<Got> =>
  page.evaluate(
    async ([wanted, options]) => {
      const response = await fetch(`/audio?${new URLSearchParams({ id: wanted })}`, options);
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        bytes: [...new Uint8Array(await response.arrayBuffer())],
      };
    },
    [id, init] as const,
  );

test('whole files, ranges and headers', async ({ launch, folder }) => {
  const { library, ids } = layOutMusic(folder, { 'a.wav': tone });
  const [id = ''] = ids;
  const { page } = await launch({ library });
  const whole = await get(page, id);
  expect(whole.status).toBe(200);
  expect(whole.headers['content-type']).toBe('audio/wav');
  expect(Buffer.from(whole.bytes).equals(tone)).toBe(true);

  const part = await get(page, id, { headers: { range: 'bytes=1000-1999' } });
  expect(part.status).toBe(206);
  expect(part.headers['content-range']).toBe(`bytes 1000-1999/${tone.length}`);
  expect(Buffer.from(part.bytes).equals(tone.subarray(1000, 2000))).toBe(true);

  const beyond = await get(page, id, { headers: { range: `bytes=${tone.length}-` } });
  expect(beyond.status).toBe(416);
  expect((await get(page, id, { method: 'HEAD' })).bytes).toEqual([]);
  expect((await get(page, id, { method: 'POST' })).status).toBe(405);
});

test('no path in the library and no id from the window leads out', async ({ launch, folder }) => {
  const { library, ids } = layOutMusic(folder, { 'a.wav': tone });
  const [id = ''] = ids;
  const target = join(folder, 'secret/target.wav');
  mkdirSync(join(folder, 'secret'));
  writeFileSync(target, tone);
  symlinkSync(target, join(folder, 'music/outputs/link.wav'));
  symlinkSync(join(folder, 'secret'), join(folder, 'music/outputs/folder'));
  const attempts = [
    ...traversalAttempts(target),
    'outputs/link.wav',
    'outputs/folder/target.wav',
    library,
  ];
  expect(attempts.length).toBeGreaterThan(100);
  withDatabase(library, (db) => {
    const insert = db.prepare(
      `INSERT INTO generations SELECT ?, prompt, model_name, model_version, duration_seconds,
         sample_rate, channels, ?, file_size_bytes, status, created_at, completed_at,
         generation_time_seconds, error_message, metadata FROM generations WHERE id = ?`,
    );
    for (const [index, path] of attempts.entries()) insert.run(`attempt-${index}`, path, id);
  });
  const { page } = await launch({ library });
  expect((await get(page, id)).status).toBe(200);
  const statuses = await page.evaluate(
    (wanted) =>
      Promise.all(
        wanted.map(async (name) => {
          const answer = await fetch(`/audio?${new URLSearchParams({ id: name })}`);
          return answer.status;
        }),
      ),
    [...attempts.map((_path, index) => `attempt-${index}`), ...attempts],
  );
  expect(statuses.filter((status) => ![403, 404, 415].includes(status))).toEqual([]);
  const raw = await page.evaluate(
    (file) =>
      Promise.all(
        [
          `app://monitor/audio/../..${file}`,
          `app://monitor/audio${file}`,
          `app://monitor/audio/%2e%2e%2f%2e%2e${encodeURIComponent(file)}?id=`,
          `app://monitor/audio?path=${encodeURIComponent(file)}`,
          'app://monitor/audio',
        ].map(async (url) => (await fetch(url)).status),
      ),
    target,
  );
  expect(new Set(raw)).toEqual(new Set([404]));
});

test('a page of another origin can neither read nor embed it', async ({ launch, folder }) => {
  const { library, ids } = layOutMusic(folder, { 'a.wav': tone });
  const { app, page } = await launch({ library });
  expect((await get(page, ids[0] ?? '')).status).toBe(200);
  const outcome = await app.evaluate(
    async ({ BrowserWindow }, url) => {
      const stranger = new BrowserWindow({ show: false });
      await stranger.loadURL('data:text/html,stranger');
      const answer = (await stranger.webContents.executeJavaScript(`(async () => {
        const url = ${JSON.stringify(url)};
        const tried = async (mode) => fetch(url, { mode }).then(async (r) =>
          (await r.arrayBuffer()).byteLength, () => 'refused');
        const element = (anonymous) => new Promise((resolve) => {
          const audio = new Audio();
          if (anonymous) audio.crossOrigin = 'anonymous';
          audio.onloadedmetadata = () => resolve('loaded');
          audio.onerror = () => resolve('refused');
          audio.src = url;
        });
        return [await tried('cors'), await tried('no-cors'), await element(true), await element(false)];
      })()`)) as unknown;
      stranger.destroy();
      return answer;
    },
    `app://monitor/audio?id=${encodeURIComponent(ids[0] ?? '')}`,
  );
  expect(outcome).toEqual(['refused', 'refused', 'refused', 'refused']);
});
