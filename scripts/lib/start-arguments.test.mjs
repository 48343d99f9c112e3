// @ts-check
import { expect, test } from 'vitest';
import { answerWithoutWindow, resolveStartArguments } from './start-arguments.mjs';

const resolved = (/** @type {string[]} */ ...args) => resolveStartArguments(args, '/home/ada');

test('files are relative to the user’s folder', () => {
  expect(resolved('--library', 'a.db', '--screenshot', '../shot.png')).toEqual([
    '--library',
    '/home/ada/a.db',
    '--screenshot',
    '/home/shot.png',
  ]);
  expect(resolved('--library=sub/a.db')).toEqual(['--library=/home/ada/sub/a.db']);
  expect(resolved('--screenshot=a=b.png')).toEqual(['--screenshot=/home/ada/a=b.png']);
});

test('absolute files and URLs stay as they are', () => {
  const args = ['--library', 'sqlite:///relative.db', '--screenshot', '/tmp/shot.png'];
  expect(resolved(...args)).toEqual(args);
  expect(resolved('--library=sqlite:////srv/a.db')).toEqual(['--library=sqlite:////srv/a.db']);
  expect(resolved('--library', 'sqlite+pysqlite:///a.db')).toEqual([
    '--library',
    'sqlite+pysqlite:///a.db',
  ]);
});

test('names with spaces and colons are still files', () => {
  expect(resolved('--library', 'my songs: best.db')).toEqual([
    '--library',
    '/home/ada/my songs: best.db',
  ]);
});

test('everything else passes through, also a flag whose value is missing', () => {
  expect(resolved()).toEqual([]);
  expect(resolved('--library')).toEqual(['--library']);
  expect(resolved('--library=')).toEqual(['--library=']);
  expect(resolved('--library', '--screenshot', 'a.png')).toEqual([
    '--library',
    '--screenshot',
    '/home/ada/a.png',
  ]);
  expect(resolved('--trace-warnings', 'a.db')).toEqual(['--trace-warnings', 'a.db']);
});

test('--help and --version are answered without a window', () => {
  expect(answerWithoutWindow(['--version'])).toMatch(/^DGX Music Monitor \d+\.\d+\.\d+\n$/);
  for (const flag of ['--help', '-h']) {
    expect(answerWithoutWindow([flag])).toMatch(/^Usage: npm start -- \[library\]/);
  }
  expect(answerWithoutWindow(['--help'])).not.toContain('@');
  expect(answerWithoutWindow(['a.db', '--verbose'])).toBeUndefined();
  expect(answerWithoutWindow(['--', '--help'])).toBeUndefined();
});
