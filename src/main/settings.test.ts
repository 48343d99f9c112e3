import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

  it('start with the defaults where a folder is in the way, and put it aside', () => {
    const file = join(folder, 'settings.json');
    mkdirSync(join(file, 'somebody'), { recursive: true });
    const store = openSettings(file);
    expect(store.problem()).toMatchObject({ code: 'settings-unusable' });
    store.update((settings) => withRecent(settings, library('a')));
    expect(store.problem()).toBeNull();
    expect(openSettings(file).get().recent).toEqual([library('a')]);
    expect(readdirSync(`${file}.broken`)).toEqual(['somebody']);
  });

  it('hold without being kept where nothing can be written, and say so', () => {
    const parent = join(folder, 'file');
    writeFileSync(parent, 'no folder');
    const store = openSettings(join(parent, 'settings.json'));
    store.update((settings) => withRecent(settings, library('a')));
    expect(store.get().recent).toEqual([library('a')]);
    expect(store.problem()).toMatchObject({
      code: 'settings-unusable',
      hint: expect.stringContaining('DGX_MUSIC_MONITOR_DATA'),
    });
  });

  it('never put one spoiled file over another', () => {
    const file = join(folder, 'settings.json');
    for (const text of ['{', '[', '7']) {
      writeFileSync(file, text);
      openSettings(file);
    }
    expect(['', '-2', '-3'].map((end) => readFileSync(`${file}.broken${end}`, 'utf8'))).toEqual([
      '{',
      '[',
      '7',
    ]);
  });

  it('keep the sound parts beside a spoiled one, of which a copy is kept', () => {
    const file = join(folder, 'settings.json');
    const text = JSON.stringify({ recent: 7, outputFolders: ['/music'], window: { x: 'left' } });
    writeFileSync(file, text);
    expect(openSettings(file).get()).toMatchObject({ recent: [], outputFolders: ['/music'] });
    expect(readFileSync(`${file}.broken`, 'utf8')).toBe(text);
  });

  it('keep what a newer version put there, at every level', () => {
    const file = join(folder, 'settings.json');
    const newer = {
      layout: { panes: 3 },
      recent: [{ ...library('a'), pinned: true }],
      settings: { theme: 'dark', sound: 'on' },
      window: { x: 1, y: 2, width: 3, height: 4, maximized: false, screen: 2 },
    };
    writeFileSync(file, JSON.stringify(newer));
    openSettings(file).update((all) =>
      withRecent({ ...all, settings: { ...all.settings, theme: 'light' } }, library('a')),
    );
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      layout: { panes: 3 },
      recent: [{ name: 'a', pinned: true }],
      settings: { theme: 'light', sound: 'on' },
      window: { screen: 2 },
    });
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
