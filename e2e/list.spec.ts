import type { Locator, Page } from '@playwright/test';
import { expect } from './support/application';
import { idAt, manyRows, test } from './support/large-library';
import {
  cells,
  gridOf,
  idsBySql,
  idsShown,
  insertGeneration,
  showStatus,
  storedAgo,
} from './support/list';

// The list: every row of a large library within reach, sorted as SQL sorts, arranged as one likes.

type Sight = Readonly<{
  /** Positions in the list of the first and last row that can be seen in full. */
  first: number;
  last: number;
  /** Pixels of the list's height that no row covers. */
  bare: number;
  rowsInDocument: number;
}>;

/** What of the list can be seen at this moment. */
const sight = (grid: Locator): Promise<Sight> =>
  grid.evaluate((element) => {
    const box = element.getBoundingClientRect();
    const header = element.querySelector('[aria-rowindex="1"]')?.getBoundingClientRect();
    const top = header?.bottom ?? box.top;
    const bottom = box.top + element.clientHeight;
    const rows = [...element.querySelectorAll<HTMLElement>('[data-index]')].map((row) => ({
      index: Number(row.dataset.index),
      box: row.getBoundingClientRect(),
    }));
    const seen = rows.filter((row) => row.box.top >= top - 1 && row.box.bottom <= bottom + 1);
    const covered = rows.reduce(
      (sum, row) =>
        sum + Math.max(0, Math.min(row.box.bottom, bottom) - Math.max(row.box.top, top)),
      0,
    );
    return {
      first: Math.min(...seen.map(({ index }) => index)),
      last: Math.max(...seen.map(({ index }) => index)),
      bare: Math.round(bottom - top - covered),
      rowsInDocument: rows.length,
    };
  });

const scrollTo = (grid: Locator, share: number): Promise<void> =>
  grid.evaluate((element, part) => {
    element.scrollTop = (element.scrollHeight - element.clientHeight) * part;
  }, share);

test('every row of a million is within reach of thumb, keys and wheel', async ({
  launch,
  largeLibrary,
}) => {
  test.setTimeout(120_000);
  const { page } = await launch({ library: largeLibrary });
  const grid = gridOf(page);
  await expect(grid).toHaveAttribute('aria-rowcount', String(manyRows + 1));
  const rowAt = (index: number) => page.locator(`[data-generation-id="${idAt(index)}"]`);
  const lastRow = manyRows - 1;

  await test.step('the thumb reaches the end and the middle', async () => {
    await expect(rowAt(0)).toHaveAttribute('aria-rowindex', '2');
    await scrollTo(grid, 1);
    await expect(rowAt(lastRow)).toBeInViewport({ ratio: 1 });
    await expect(rowAt(lastRow)).toHaveAttribute('aria-rowindex', String(manyRows + 1));
    await scrollTo(grid, 0.5);
    await expect
      .poll(async () => Math.abs((await sight(grid)).first - manyRows / 2))
      .toBeLessThan(100);
  });

  await test.step('the wheel passes every row, one after the other', async () => {
    await page.mouse.move(500, 450);
    await expect(grid.locator('[aria-busy="true"]')).toHaveCount(0);
    const seen = new Set<number>();
    const start = (await sight(grid)).first;
    const turns = 15;
    for (let turn = 0; turn < turns; turn++) {
      const before = await sight(grid);
      await page.mouse.wheel(0, 200);
      await expect.poll(async () => (await sight(grid)).first).toBeGreaterThan(before.first);
      const now = await sight(grid);
      for (let index = now.first; index <= now.last; index++) seen.add(index);
    }
    // No further than it was turned: it moves smoothly, so a turn may end in the next.
    const height = (await grid.locator('[data-index]').first().boundingBox())?.height ?? 0;
    const moved = (await sight(grid)).first - start;
    expect(moved).toBeLessThanOrEqual(Math.ceil((turns * 200) / height) + 1);
    const end = Math.max(...seen);
    for (let index = start + 6; index <= end; index++) expect(seen).toContain(index);
    // What was on its way is there.
    await expect(grid.locator('[aria-busy="true"]')).toHaveCount(0);
    await expect(rowAt(end)).toBeInViewport();
  });

  await test.step('the keys reach both ends and move by pages', async () => {
    await grid.focus();
    await page.keyboard.press('End');
    await expect(rowAt(lastRow)).toBeInViewport({ ratio: 1 });
    await expect(grid).toHaveAttribute('aria-activedescendant', `generation-row-${lastRow}`);
    await page.keyboard.press('PageUp');
    await expect(grid.locator('[data-current]')).not.toHaveAttribute('data-index', `${lastRow}`);
    const above = Number(await grid.locator('[data-current]').getAttribute('data-index'));
    await page.keyboard.press('Home');
    await expect(rowAt(0)).toBeInViewport({ ratio: 1 });
    const reached: number[] = [];
    for (let press = 0; press < 4; press++) {
      await page.keyboard.press('PageDown');
      const current = grid.locator('[data-current]');
      await expect(current).toBeInViewport({ ratio: 1 });
      reached.push(Number(await current.getAttribute('data-index')));
    }
    const page1 = reached[0] ?? 0;
    expect(page1).toBeGreaterThan(10);
    expect(lastRow - above).toBe(page1);
    expect(reached).toEqual([page1, 2 * page1, 3 * page1, 4 * page1]);
  });

  await test.step('a button that goes with its row leaves the focus to the list', async () => {
    await page.keyboard.press('Home');
    await rowAt(1).getByRole('button', { name: 'Play' }).focus();
    await page.mouse.wheel(0, 3_000);
    await expect(rowAt(1)).toHaveCount(0);
    await expect(grid).toBeFocused();
  });

  await test.step('scrolling fast never shows a blank, and few rows are in the document', async () => {
    const frames = await grid.evaluate(async (element) => {
      const found: { bare: number; rows: number }[] = [];
      const top = element.querySelector('[aria-rowindex="1"]')?.getBoundingClientRect().bottom ?? 0;
      const bottom = element.getBoundingClientRect().top + element.clientHeight;
      const far = element.scrollHeight - element.clientHeight;
      for (let frame = 0; frame < 60; frame++) {
        // Slowly, fast, and by leaps, down and up.
        const leap = frame % 3 === 0 ? 40 : frame % 3 === 1 ? 5_000 : far / 17;
        element.scrollTop += frame < 35 ? leap : -leap;
        // Two frames on, what was drawn in the first has been seen.
        await new Promise(requestAnimationFrame);
        await new Promise(requestAnimationFrame);
        const boxes = [...element.querySelectorAll('[data-index]')].map((row) =>
          row.getBoundingClientRect(),
        );
        const covered = boxes.reduce(
          (sum, box) => sum + Math.max(0, Math.min(box.bottom, bottom) - Math.max(box.top, top)),
          0,
        );
        found.push({ bare: Math.round(bottom - top - covered), rows: boxes.length });
      }
      return found;
    });
    expect(Math.max(...frames.map(({ bare }) => bare))).toBeLessThanOrEqual(1);
    expect(Math.max(...frames.map(({ rows }) => rows))).toBeLessThanOrEqual(80);
    await expect(grid.locator('[aria-busy="true"]')).toHaveCount(0);
  });
});

const metadataValue = (key: string) => `iif(json_valid(metadata), metadata ->> '$.${key}', NULL)`;
/** What is left when everything up to the last line break is taken away. */
const lastLine = `replace(error_message,
  rtrim(error_message, replace(error_message, char(10), '')), '')`;

const creation = ['created_at', 'id'];
const sortable: readonly (readonly [string, ...string[]])[] = [
  ['Status', 'status', ...creation],
  ['Prompt', 'prompt', ...creation],
  ['Model', 'model_name', ...creation],
  ['Length', 'duration_seconds', ...creation],
  ['Created', 'created_at', 'id'],
  ['Finished', 'completed_at', 'id'],
  ['Time taken', 'generation_time_seconds', ...creation],
  ['RTF', 'generation_time_seconds / duration_seconds', ...creation],
  ['Size', 'file_size_bytes', ...creation],
  ['Format', 'sample_rate', 'channels', ...creation],
  ['BPM', `${metadataValue('bpm')}`, ...creation],
  ['Key', `${metadataValue('key')}`, ...creation],
  ['Genre', `${metadataValue('genre')}`, ...creation],
  ['Error', `${lastLine}`, ...creation],
];

test('sorts by every column as SQL does, rows of equal value in a stable order', async ({
  launch,
  library,
}) => {
  // Twenty-eight orders, each from both ends.
  test.setTimeout(120_000);
  const { page } = await launch({ library });
  const grid = gridOf(page);
  await toggleColumns(page.getByRole('button', { name: 'Columns' }), [
    'Finished',
    'Real-time factor',
    'Size',
    'Format',
    'BPM',
    'Key',
    'Genre',
    'Error',
  ]);
  // More than there is room for: what can be done with a row stays in sight.
  await expect(grid.getByRole('button', { name: 'Play' }).first()).toBeInViewport({ ratio: 1 });
  for (const [name, ...keys] of sortable) {
    const header = grid.getByRole('columnheader', { name, exact: true });
    const directions = new Set<string>();
    for (let click = 0; click < 2; click++) {
      await header.getByRole('button').click();
      await expect(header).toHaveAttribute('aria-sort', /ascending|descending/);
      if (click === 1) {
        const [before] = directions;
        await expect(header).not.toHaveAttribute('aria-sort', before ?? '');
      }
      const direction = (await header.getAttribute('aria-sort')) ?? '';
      directions.add(direction);
      const order = keys
        .map((key) => (direction === 'descending' ? `${key} DESC` : key))
        .join(', ');
      const expected = idsBySql(library, `ORDER BY ${order}`);
      const isRight = async (from: 'start' | 'end') => {
        const shown = await idsShown(page);
        const part =
          from === 'start' ? expected.slice(0, shown.length) : expected.slice(-shown.length);
        return shown.length > 10 && shown.every((id, at) => id === part[at]);
      };
      await expect.poll(() => isRight('start'), { message: `${name} ${direction}` }).toBe(true);
      await grid.focus();
      await page.keyboard.press('End');
      await expect.poll(() => isRight('end'), { message: `end of ${name}` }).toBe(true);
    }
    expect(directions.size).toBe(2);
    await expect(grid.locator('[aria-sort]')).toHaveCount(1);
  }
});

test('columns are chosen, moved and resized, and stay so at the next start', async ({
  launch,
  library,
}) => {
  const first = await launch({ library });
  const grid = gridOf(first.page);
  const header = (name: string) => grid.getByRole('columnheader', { name, exact: true });
  await toggleColumns(first.page.getByRole('button', { name: 'Columns' }), [
    'BPM',
    'Real-time factor',
  ]);
  await expect(header('BPM')).toBeVisible();
  const bpm = cells(first.page, 'bpm').filter({ hasText: /^\d+$/ });
  await expect(bpm.first()).toBeVisible();

  // By keyboard: Alt moves, Shift widens. By mouse: drag the header, drag its edge.
  await header('Model').getByRole('button').focus();
  await first.page.keyboard.press('Alt+ArrowLeft');
  const width = async (name: string) => (await header(name).boundingBox())?.width ?? 0;
  const lengthBefore = await width('Length');
  await header('Length').getByRole('button').focus();
  await first.page.keyboard.press('Shift+ArrowRight');
  await expect.poll(() => width('Length')).toBe(lengthBefore + 16);
  await header('BPM').getByRole('button').dragTo(header('Status').getByRole('button'));
  const createdBefore = await width('Created');
  const box = await header('Created').boundingBox();
  if (!box) throw new Error('no header');
  await first.page.mouse.move(box.x + box.width - 2, box.y + box.height / 2);
  await first.page.mouse.down();
  await first.page.mouse.move(box.x + box.width + 38, box.y + box.height / 2, { steps: 4 });
  await first.page.mouse.up();
  await expect.poll(() => width('Created')).toBe(createdBefore + 40);

  const names = async (page: Page) => {
    const texts = await gridOf(page).locator('[role="columnheader"] button').allInnerTexts();
    return texts.filter((text) => text !== '');
  };
  const arranged = await names(first.page);
  expect(arranged.slice(0, 4)).toEqual(['BPM', 'Status', 'Model', 'Prompt']);
  const widths = [await width('Length'), await width('Created')];
  await first.app.close();

  const second = await launch({ library });
  await expect(gridOf(second.page)).toBeVisible();
  expect(await names(second.page)).toEqual(arranged);
  const again = (name: string) =>
    gridOf(second.page).getByRole('columnheader', { name, exact: true }).boundingBox();
  expect([(await again('Length'))?.width, (await again('Created'))?.width]).toEqual(widths);
  // And back to what a new installation shows.
  await second.page.getByRole('button', { name: 'Columns' }).click();
  await second.page.getByRole('menuitem', { name: 'Reset columns' }).click();
  await expect
    .poll(async () => (await names(second.page)).slice(0, 3))
    .toEqual(['Status', 'Prompt', 'Model']);
});

test('failed jobs are listed with their errors, until someone chooses otherwise', async ({
  launch,
  library,
}) => {
  const { page } = await launch({ library });
  const header = (name: string) => gridOf(page).getByRole('columnheader', { name, exact: true });
  const toggle = (name: string) =>
    toggleColumns(page.getByRole('button', { name: 'Columns' }), [name]);
  await expect(header('Time taken')).toBeVisible();
  await expect(header('Error')).toHaveCount(0);
  await showStatus(page, 'Failed');
  await expect(header('Error')).toBeVisible();
  await expect(header('Time taken')).toHaveCount(0);
  await expect(cells(page, 'error').first()).toHaveText(/\w/);

  // What one chooses holds for every view; the others keep what they showed.
  await toggle('Error');
  await expect(header('Error')).toHaveCount(0);
  await toggle('Rating');
  await expect(header('Rating')).toBeVisible();
  await showStatus(page, 'All');
  await expect(header('Time taken')).toBeVisible();
  await expect(header('Rating')).toBeVisible();
  await header('Time taken').getByRole('button').click();
  await showStatus(page, 'Failed');
  await expect(header('Error')).toHaveCount(0);
  await expect(header('Time taken')).toHaveAttribute('aria-sort', /./);
});

test('times are relative or absolute in the local zone, with UTC in the tooltip', async ({
  launch,
  library,
}) => {
  insertGeneration(library, { id: 'gen_recent', created_at: storedAgo(95 * 60) });
  const before = Date.now() - 95 * 60 * 1000;
  const { page } = await launch({ library, env: { TZ: 'Asia/Tokyo' } });
  const time = page.locator('[data-generation-id="gen_recent"] time');
  await expect(time).toHaveText('1 h ago');
  const instant = new Date((await time.getAttribute('datetime')) ?? '');
  expect(Math.abs(instant.getTime() - before)).toBeLessThan(10_000);
  const clock = (zone: string) =>
    new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone: zone }).format(instant);
  await expect(time).toHaveAttribute('title', new RegExp(`${clock('UTC')} UTC`));
  await expect(time).toHaveAttribute('title', new RegExp(clock('Asia/Tokyo')));

  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('radiogroup', { name: 'Times' }).getByText('Date and time').click();
  await page.getByRole('link', { name: 'Generations' }).click();
  await expect(time).toContainText(clock('Asia/Tokyo'));
});

/** Ticks columns in the menu that chooses them, or takes the tick away. */
const toggleColumns = async (button: Locator, names: readonly string[]): Promise<void> => {
  await button.click();
  for (const name of names) {
    await button.page().getByRole('menuitemcheckbox', { name, exact: true }).click();
  }
  await button.page().keyboard.press('Escape');
  await expect(button.page().getByRole('menu')).toHaveCount(0);
};
