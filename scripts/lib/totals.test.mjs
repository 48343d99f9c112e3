// @ts-check
import { expect, test } from 'vitest';
import {
  formatTotals,
  judgedTotals,
  noTotals,
  playwrightTotals,
  singleTotals,
  sumTotals,
  vitestTotals,
} from './totals.mjs';

const file = (/** @type {string} */ status, /** @type {string[]} */ ...outcomes) => ({
  status,
  assertionResults: outcomes.map((outcome) => ({ status: outcome })),
});

test('Vitest: each test counts once, and what did not run is skipped', () => {
  const report = { testResults: [file('failed', 'passed', 'failed', 'skipped', 'todo')] };
  expect(vitestTotals(report)).toEqual({ passed: 1, failed: 1, skipped: 2, flaky: 0 });
});

test('Vitest: a file that broke outside its tests is a failure', () => {
  const report = {
    testResults: [file('passed', 'passed'), file('failed'), file('failed', 'skipped')],
  };
  expect(vitestTotals(report)).toEqual({ passed: 1, failed: 2, skipped: 1, flaky: 0 });
});

test('Vitest: what passed only when run again is flaky', () => {
  const flaky = { status: 'passed', failureMessages: ['Error: once'] };
  const report = { testResults: [{ status: 'passed', assertionResults: [flaky] }] };
  expect(vitestTotals(report)).toEqual({ passed: 1, failed: 0, skipped: 0, flaky: 1 });
});

test('Playwright: what passed only when run again is flaky', () => {
  const report = { stats: { expected: 5, unexpected: 2, flaky: 1, skipped: 3 } };
  expect(playwrightTotals(report)).toEqual({ passed: 6, failed: 2, skipped: 3, flaky: 1 });
});

test('what is not a report is none', () => {
  for (const report of [undefined, null, {}, []]) {
    expect(vitestTotals(report)).toBeUndefined();
    expect(playwrightTotals(report)).toBeUndefined();
  }
});

test('a runner that crashed, found nothing or failed without a reason is a failure', () => {
  const good = { ...noTotals, passed: 3, skipped: 1 };
  expect(judgedTotals(good, true)).toEqual(good);
  expect(judgedTotals(good, false)).toEqual({ ...good, failed: 1 });
  expect(judgedTotals(undefined, true)).toEqual({ ...noTotals, failed: 1 });
  expect(judgedTotals(undefined, false)).toEqual({ ...noTotals, failed: 1 });
  const skippedOnly = { ...noTotals, skipped: 4 };
  expect(judgedTotals(skippedOnly, true)).toEqual({ ...skippedOnly, failed: 1 });
});

test('failures that explain the exit code are not counted twice', () => {
  const bad = { ...noTotals, passed: 3, failed: 2 };
  expect(judgedTotals(bad, false)).toEqual(bad);
});

test('the closing line is what CI reads', () => {
  const sum = sumTotals([singleTotals(true), singleTotals(false), { ...noTotals, passed: 9 }]);
  expect(formatTotals(sum)).toBe('10 passed, 1 failed');
  expect(formatTotals({ ...sum, skipped: 2 })).toBe('10 passed, 1 failed, 2 skipped');
  expect(formatTotals(sumTotals([]))).toBe('0 passed, 0 failed');
});
