// @ts-check
import { expect, test } from 'vitest';
import { chooseElectron, overriddenElectron } from './electron.mjs';
import { configuredMirror, downloadEnv, executableName } from './electron-official.mjs';

const hour = 60 * 60_000;
const nothing = {
  override: undefined,
  official: undefined,
  fallback: undefined,
  lastAttempt: undefined,
  wanted: '45.4.1',
  now: 1_000 * hour,
};
const failed = { wanted: '45.4.1', at: 999 * hour, reason: 'out of reach' };

test('what the user names comes first, then the official one', () => {
  const all = { ...nothing, override: '/o', official: '/e', fallback: '/f', lastAttempt: failed };
  expect(chooseElectron(all)).toEqual({ path: '/o', source: 'override' });
  expect(chooseElectron({ ...all, override: undefined })).toEqual({
    path: '/e',
    source: 'official',
  });
});

test('the fallback serves for a day after the official one failed', () => {
  const waiting = { ...nothing, fallback: '/f', lastAttempt: failed };
  expect(chooseElectron(waiting)).toEqual({ path: '/f', source: 'fallback' });
  expect(chooseElectron({ ...waiting, now: failed.at + 23 * hour })?.source).toBe('fallback');
  expect(chooseElectron({ ...waiting, now: failed.at + 24 * hour })).toBeUndefined();
});

test('the official one is tried again for another version or mirror, or when the clock went back', () => {
  const waiting = { ...nothing, fallback: '/f', lastAttempt: failed };
  expect(chooseElectron({ ...waiting, wanted: '45.5.0' })).toBeUndefined();
  expect(chooseElectron({ ...waiting, wanted: '45.4.1 https://mirror.example/' })).toBeUndefined();
  expect(chooseElectron({ ...waiting, now: failed.at - hour })).toBeUndefined();
});

test('on a new machine, or with a fallback never justified, something must be fetched', () => {
  expect(chooseElectron(nothing)).toBeUndefined();
  expect(chooseElectron({ ...nothing, lastAttempt: failed })).toBeUndefined();
  expect(chooseElectron({ ...nothing, fallback: '/f' })).toBeUndefined();
});

test('both variables that name an Electron are honoured', () => {
  expect(overriddenElectron({}, 'linux')).toBeUndefined();
  expect(overriddenElectron({ ELECTRON_EXEC_PATH: '' }, 'linux')).toBeUndefined();
  expect(overriddenElectron({ ELECTRON_EXEC_PATH: '/opt/electron' }, 'linux')).toBe(
    '/opt/electron',
  );
  expect(overriddenElectron({ ELECTRON_OVERRIDE_DIST_PATH: '/opt/dist' }, 'linux')).toBe(
    '/opt/dist/electron',
  );
  expect(overriddenElectron({ ELECTRON_OVERRIDE_DIST_PATH: '/opt/dist' }, 'darwin')).toBe(
    '/opt/dist/Electron.app/Contents/MacOS/Electron',
  );
  expect(executableName('win32')).toBe('electron.exe');
});

test('a mirror is read where Electron’s installer reads it', () => {
  expect(configuredMirror({})).toBeUndefined();
  expect(configuredMirror({ ELECTRON_MIRROR: 'https://a.example/' })).toBe('https://a.example/');
  expect(
    configuredMirror({
      ELECTRON_MIRROR: 'https://a.example/',
      npm_config_electron_mirror: 'https://b.example/',
    }),
  ).toBe('https://b.example/');
});

test('the installer is told of a proxy only when there is one', () => {
  expect(downloadEnv({ HOME: '/h' })).toEqual({ HOME: '/h' });
  expect(downloadEnv({ HTTPS_PROXY: 'http://proxy.example' })).toEqual({
    HTTPS_PROXY: 'http://proxy.example',
    NODE_USE_ENV_PROXY: '1',
    ELECTRON_GET_USE_PROXY: '1',
  });
});

test('the installer runs as itself even in a terminal that makes Electron act as Node.js', () => {
  expect(downloadEnv({ ELECTRON_RUN_AS_NODE: '1', HOME: '/h' })).toEqual({ HOME: '/h' });
});
