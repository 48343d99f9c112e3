// @ts-check

/**
 * @typedef {object} Totals
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {number} flaky how many of the passed had failed at first
 */

/** @type {Readonly<Totals>} */
export const noTotals = { passed: 0, failed: 0, skipped: 0, flaky: 0 };

/**
 * Reads Vitest's JSON report. A file that broke outside its tests, as in an import, is one failure.
 *
 * @param {unknown} report
 * @returns {Totals | undefined} undefined when it is not such a report
 */
export function vitestTotals(report) {
  const { testResults } = /** @type {{testResults?: unknown}} */ (report ?? {});
  if (!Array.isArray(testResults)) return undefined;
  const totals = { ...noTotals };
  for (const file of testResults) {
    /** @type {{status: string, failureMessages?: string[]}[]} */
    const tests = file.assertionResults;
    for (const { status, failureMessages = [] } of tests) {
      totals[vitestOutcome(status)] += 1;
      if (status === 'passed' && failureMessages.length > 0) totals.flaky += 1;
    }
    const hasFailedTest = tests.some(({ status }) => status === 'failed');
    if (file.status === 'failed' && !hasFailedTest) totals.failed += 1;
  }
  return totals;
}

/** @param {string} status @returns {'passed' | 'failed' | 'skipped'} */
function vitestOutcome(status) {
  return status === 'passed' || status === 'failed' ? status : 'skipped';
}

/**
 * Reads Playwright's JSON report.
 *
 * @param {unknown} report
 * @returns {Totals | undefined} undefined when it is not such a report
 */
export function playwrightTotals(report) {
  const { stats } = /** @type {{stats?: Record<string, number>}} */ (report ?? {});
  if (stats === undefined) return undefined;
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = stats;
  return { passed: expected + flaky, failed: unexpected, skipped, flaky };
}

/**
 * What a runner's run counts for: one that crashed, or that found nothing to run, has not passed.
 *
 * @param {Totals | undefined} reported
 * @param {boolean} endedWell exit code 0
 * @returns {Totals}
 */
export function judgedTotals(reported, endedWell) {
  const totals = reported ?? noTotals;
  const nothingRan = totals.passed + totals.failed === 0;
  const unexplained = !endedWell && totals.failed === 0;
  return nothingRan || unexplained ? { ...totals, failed: totals.failed + 1 } : totals;
}

/** @param {boolean} ok @returns {Totals} of a step that is one check as a whole */
export function singleTotals(ok) {
  return { ...noTotals, passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
}

/** @param {readonly Totals[]} all @returns {Totals} */
export function sumTotals(all) {
  return all.reduce(
    (sum, { passed, failed, skipped, flaky }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
      skipped: sum.skipped + skipped,
      flaky: sum.flaky + flaky,
    }),
    noTotals,
  );
}

/** @param {Totals} totals @returns {string} the closing line that CI reads */
export function formatTotals({ passed, failed, skipped }) {
  const line = `${passed} passed, ${failed} failed`;
  return skipped > 0 ? `${line}, ${skipped} skipped` : line;
}
