// @ts-check
import { expect, test } from 'vitest';
import { parseTestArguments } from './test-arguments.mjs';

test('without arguments everything runs', () => {
  expect(parseTestArguments([])).toEqual({
    parts: ['check', 'unit', 'e2e', 'package'],
    runnerArgs: [],
  });
});

test('--only chooses a part, and the rest goes to its runner', () => {
  expect(parseTestArguments(['--only', 'check']).parts).toEqual(['check']);
  expect(parseTestArguments(['--only', 'e2e', '--', 'journey', '--headed'])).toEqual({
    parts: ['e2e'],
    runnerArgs: ['journey', '--headed'],
  });
});

test('anything else is refused rather than tested in part', () => {
  const wrong = [
    ['e2e'],
    ['--only'],
    ['--only', 'everything'],
    ['--only', 'unit', 'src/main'],
    ['--only', 'check', '--', 'src'],
    ['--', 'src/main'],
  ];
  for (const args of wrong) expect(() => parseTestArguments(args)).toThrow(/Use: npm test/);
});
