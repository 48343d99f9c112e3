import { expect, type Locator, type Page } from '@playwright/test';
import { withDatabase } from './database';

// The list of generations as tests look at it.

export const gridOf = (page: Page): Locator => page.getByRole('grid', { name: 'Generations' });

/**
 * Shows the matches of one status, or `All`, and waits for its rows: those of the list before would
 * change under whoever acts on them.
 */
export const showStatus = async (page: Page, status: string): Promise<void> => {
  const statuses = page.getByRole('radiogroup', { name: 'Status' });
  await statuses.getByRole('radio', { name: new RegExp(`^${status}\\b`) }).click();
  await expect(gridOf(page)).not.toHaveAttribute('data-waiting');
};

/** Ids of the rows in the document, in the list's order; `null` for a row on its way. */
export const idsShown = (page: Page): Promise<readonly (string | null)[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-index]')]
      .sort((a, b) => Number(a.dataset.index) - Number(b.dataset.index))
      .map((row) => row.dataset.generationId ?? null),
  );

/** Number of matches, as the list tells assistive technology. */
export const matches = async (page: Page): Promise<number> =>
  Number(await gridOf(page).getAttribute('aria-rowcount')) - 1;

/** The cells of one column, by its name in the document, in the list's order. */
export const cells = (page: Page, column: string): Locator =>
  gridOf(page).locator(`[role="gridcell"][data-column="${column}"]`);

/** The ids that SQL answers with. */
export const idsBySql = (library: string, rest: string, ...values: unknown[]): readonly string[] =>
  withDatabase(
    library,
    (db) =>
      db
        .prepare(`SELECT id FROM generations ${rest}`)
        .pluck()
        .all(...values) as string[],
  );

/** Adds a generation: a completed one of now where nothing else is said. */
export const insertGeneration = (
  library: string,
  values: Readonly<Record<string, unknown>>,
): void => {
  const now = new Date().toISOString().replace('T', ' ').replace('Z', '000');
  const row = {
    prompt: 'a prompt',
    model_name: 'musicgen-small',
    model_version: '1.0',
    duration_seconds: 8,
    sample_rate: 32_000,
    channels: 2,
    file_path: 'outputs/none.wav',
    status: 'completed',
    created_at: now,
    ...values,
  };
  const names = Object.keys(row);
  withDatabase(library, (db) =>
    db
      .prepare(
        `INSERT INTO generations (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
      )
      .run(...Object.values(row)),
  );
};

/** An instant as the library writes it, so many seconds ago. */
export const storedAgo = (seconds: number): string =>
  `${new Date(Date.now() - seconds * 1000).toISOString().slice(0, 23).replace('T', ' ')}000`;
