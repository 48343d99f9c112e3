// @ts-check
import { expect, test } from 'vitest';
import { binaryKey, nativeKind } from './native-plan.mjs';

const node20 = { napi: 9 };
const node22 = { napi: 10 };
const electron33 = { napi: 9 };
const electron45 = { napi: 10 };

test('current runtimes take the prebuilt binary', () => {
  expect(nativeKind([node22])).toBe('prebuilt');
  expect(nativeKind([node22, electron45])).toBe('prebuilt');
  expect(nativeKind([{ napi: 12 }, electron45])).toBe('prebuilt');
});

test('one older runtime is enough to need a compiled one', () => {
  expect(nativeKind([node20])).toBe('compiled');
  expect(nativeKind([node20, electron45])).toBe('compiled');
  expect(nativeKind([node22, electron33])).toBe('compiled');
});

test('a runtime that does not tell its Node-API counts as old', () => {
  expect(nativeKind([{ napi: Number.NaN }])).toBe('compiled');
});

test('binaries that differ in anything have different names', () => {
  const base = /** @type {const} */ ({
    version: '13.2.0',
    platform: 'linux',
    arch: 'x64',
    libc: 'glibc',
    headers: '20.20.2',
  });
  const variants = [
    base,
    { ...base, version: '13.2.1' },
    { ...base, platform: 'darwin' },
    { ...base, arch: 'arm64' },
    { ...base, libc: /** @type {const} */ ('musl') },
    { ...base, headers: '22.20.0' },
  ];
  expect(new Set(variants.map(binaryKey)).size).toBe(variants.length);
  expect(binaryKey(base)).toBe(binaryKey({ ...base }));
});
