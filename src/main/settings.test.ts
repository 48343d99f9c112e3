import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultSettings } from '../shared/settings';
import { openSettings, withRecent } from './settings';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'settings-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const library = (name: string) => ({
  id: name,
  name,
  path: `/music/${name}.db`,
  openedAt: new Date('2026-01-02T03:04:05Z'),
});

describe('settings', () => {
  it('come back as they were written', () => {
    const file = join(folder, 'deep', 'settings.json');
    openSettings(file).update((settings) => withRecent(settings, library('a')));
    expect(openSettings(file).get().recent).toEqual([library('a')]);
  });

  it('start afresh from a spoiled file and keep what it held', () => {
    const file = join(folder, 'settings.json');
    writeFileSync(file, '{"recent": 7');
    expect(openSettings(file).get().recent).toEqual([]);
    expect(readFileSync(`${file}.broken`, 'utf8')).toBe('{"recent": 7');
  });

  it('keep what is right of them beside what is not', () => {
    const file = join(folder, 'settings.json');
    writeFileSync(file, '{"settings": {"theme": "dark", "notifications": "perhaps"}}');
    expect(openSettings(file).get().settings).toEqual({ ...defaultSettings, theme: 'dark' });
  });

  it('list a library once, the latest first, ten at most', () => {
    const file = join(folder, 'settings.json');
    const store = openSettings(file);
    for (const name of [...'abcdefghijkl', 'c']) {
      store.update((settings) => withRecent(settings, library(name)));
    }
    expect(store.get().recent.map((entry) => entry.name)).toEqual([...'clkjihgfed']);
  });
});
