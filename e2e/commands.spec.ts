import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { cleanEnvironment, expect, test } from './support/application';

// The commands of package.json that open the window.

const root = resolve(import.meta.dirname, '..');
const npm = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  spawnSync('npm', [...args], { cwd: root, encoding: 'utf8', env: cleanEnvironment(env) });

/** Width and height out of a PNG's header. */
const sizeOf = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)];

test('electron:path prints the path of an executable and nothing else', () => {
  const { stdout, status } = npm(['run', '--silent', 'electron:path']);
  expect(status).toBe(0);
  expect(isAbsolute(stdout.trim())).toBe(true);
  expect(stdout).toBe(`${stdout.trim()}\n`);
  expect(existsSync(stdout.trim())).toBe(true);
});

test('start --library --screenshot writes a picture of the loaded window', async ({
  folder,
  library,
  launch,
}) => {
  const picture = join(folder, 'shot.png');
  const run = npm(['start', '--', '--library', library, '--screenshot', picture], {
    DGX_MUSIC_MONITOR_DATA: join(folder, 'data'),
  });
  expect(run.stderr + run.stdout).not.toMatch(/No picture was written/);
  expect(run.status).toBe(0);
  const [width = 0, height = 0] = sizeOf(readFileSync(picture));
  expect(width).toBeGreaterThanOrEqual(1000);
  expect(height).toBeGreaterThanOrEqual(600);

  // Rows fill the list: every stretch of it that is as high as two rows has something on it.
  const { page } = await launch();
  const blankStretches = await page.evaluate(async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.drawImage(image, 0, 0);
    const isBlank = (top: number) => {
      const { data } = context.getImageData(image.width / 4, top, image.width / 4, 70);
      return data.every((value, index) => value === data[index % 4]);
    };
    const tops = Array.from({ length: 8 }, (_, index) => 120 + index * 70);
    return tops.filter(isBlank);
  }, readFileSync(picture).toString('base64'));
  expect(blankStretches).toEqual([]);
});

test('DATABASE_URL names the library when the command line does not', async ({
  launch,
  library,
}) => {
  const { page } = await launch({ env: { DATABASE_URL: `sqlite:///${library}` } });
  await expect(page.getByRole('grid', { name: 'Generations' })).toHaveAttribute(
    'aria-rowcount',
    '401',
  );
});

test('a relative DATABASE_URL is relative to the working folder', async ({ launch, library }) => {
  expect(library.endsWith('generations.db')).toBe(true);
  const { page } = await launch({ env: { DATABASE_URL: 'sqlite:///generations.db' } });
  await expect(page.getByRole('grid', { name: 'Generations' })).toBeVisible();
});

test('the library that was opened last opens again', async ({ launch, library, folder }) => {
  const data = join(folder, 'data');
  const first = await launch({ library, data });
  await expect(first.page.getByRole('grid', { name: 'Generations' })).toBeVisible();
  await first.app.close();
  const second = await launch({ data });
  await expect(second.page.getByRole('grid', { name: 'Generations' })).toBeVisible();
});
