import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/**
 * Fails with every serious or critical finding of axe in what the window shows now: all rules in
 * light, and in dark those that depend on colours.
 *
 * @param within a selector of what is new, where the rest has been examined already
 */
export const expectAccessible = async (
  page: Page,
  what: string,
  within = 'html',
): Promise<void> => {
  const findings = [
    ...(await graveFindings(page, within, 'light')),
    ...(await graveFindings(page, within, 'dark', ['color-contrast', 'link-in-text-block'])),
  ];
  await page.emulateMedia({ colorScheme: 'light' });
  expect.soft(findings, what).toEqual([]);
};

/** Waits until nothing fades any more: colours on their way are in no palette. */
const untilAtRest = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    // What has just appeared begins to fade with the next frames.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const passing = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    await Promise.allSettled(passing.map(({ finished }) => finished));
  });

const graveFindings = async (
  page: Page,
  within: string,
  colorScheme: 'light' | 'dark',
  rules?: string[],
) => {
  await page.emulateMedia({ colorScheme });
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
  await untilAtRest(page);
  // Electron has no second page for axe to work in, which the legacy mode does without.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).include(within);
  if (rules) axe.withRules(rules);
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(
        ({ html, failureSummary }) =>
          `${colorScheme}, ${id}: ${help}\n${html.slice(0, 300)}\n${failureSummary}`,
      ),
    );
};
