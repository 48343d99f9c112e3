// @ts-check
import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { expect, test } from 'vitest';
import { cacheFolder, projectRoot } from './paths.mjs';

const home = '/home/ada';

test('the project root holds package.json', () => {
  expect(isAbsolute(projectRoot)).toBe(true);
  expect(existsSync(join(projectRoot, 'package.json'))).toBe(true);
});

test('on Linux the cache follows XDG_CACHE_HOME, else ~/.cache', () => {
  const at = (/** @type {Record<string, string>} */ env) =>
    cacheFolder({ platform: 'linux', env, home });
  expect(at({ XDG_CACHE_HOME: '/var/tmp/cache' })).toBe('/var/tmp/cache/dgx-music-monitor');
  expect(at({})).toBe('/home/ada/.cache/dgx-music-monitor');
  expect(at({ XDG_CACHE_HOME: '' })).toBe('/home/ada/.cache/dgx-music-monitor');
});

test('a relative XDG_CACHE_HOME is ignored, as its specification demands', () => {
  const env = { XDG_CACHE_HOME: 'cache' };
  expect(cacheFolder({ platform: 'linux', env, home })).toBe('/home/ada/.cache/dgx-music-monitor');
});

test('on macOS it is in ~/Library/Caches', () => {
  const env = { XDG_CACHE_HOME: '/elsewhere' };
  expect(cacheFolder({ platform: 'darwin', env, home })).toBe(
    '/home/ada/Library/Caches/dgx-music-monitor',
  );
});
