import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// The layering of ARCHITECTURE.md is a lint rule. This shows that the rule bites: real files with
// one import each, linted under the project's own configuration.

type Probe = readonly [file: string, name: string, source: string];

const forbidden: readonly Probe[] = [
  ['src/renderer/features/generations/list.ts', 'ipcRenderer', 'electron'],
  ['src/renderer/features/generations/list.ts', 'readFileSync', 'node:fs'],
  [
    'src/renderer/features/generations/list.ts',
    'openLibrary',
    '../../../main/storage/sqlite/library',
  ],
  ['src/renderer/base/clock.ts', 'Button', '../ui/button'],
  ['src/renderer/base/clock.ts', 'cursorStore', '../model/cursor'],
  ['src/renderer/base/clock.ts', 'Shell', '../shell/shell'],
  ['src/renderer/ui/grid/rows.ts', 'cursorStore', '../../model/cursor'],
  ['src/renderer/ui/button.ts', 'Player', '../features/player/player'],
  ['src/renderer/model/jobs/retry.ts', 'Player', '../../features/player/player'],
  ['src/renderer/model/cursor.ts', 'Shell', '../shell/shell'],
  ['src/renderer/features/player/player.ts', 'Shell', '../../shell/shell'],
  ['src/renderer/features/player/player.ts', 'readFileSync', 'node:fs'],
  ['src/renderer/list.ts', 'drizzle', 'drizzle-orm/better-sqlite3'],
  ['src/shared/contract.ts', 'join', 'node:path'],
  ['src/shared/contract.ts', 'openWindow', '../main/window'],
  ['src/preload/index.ts', 'openWindow', '../main/window'],
  ['src/preload/index.ts', 'readFileSync', 'node:fs'],
  ['src/main/window.ts', 'drizzle', 'drizzle-orm'],
  ['src/main/window.ts', 'Database', 'better-sqlite3'],
  ['src/main/window.ts', 'ipcMain', 'electron'],
  ['src/main/window.ts', 'App', '../renderer/shell/app'],
  ['src/main/storage/sqlite/library.ts', 'app', 'electron'],
  ['src/main/storage/cli.ts', 'openWindow', '../window'],
  ['src/main/storage/sqlite/library.ts', 'openWindow', '../../window'],
  ['src/main/storage/sqlite/rows/pages.ts', 'openWindow', '../../../window'],
];
const allowed: readonly Probe[] = [
  ['src/renderer/features/generations/list.ts', 'contract', '../../../shared/contract'],
  ['src/renderer/shell/shell.ts', 'Player', '../features/player/player'],
  ['src/renderer/features/player/player.ts', 'cursorStore', '../../model/cursor'],
  ['src/renderer/model/cursor.ts', 'Button', '../ui/button'],
  ['src/renderer/ui/button.ts', 'createStore', '../base/store'],
  ['src/main/window.ts', 'BrowserWindow', 'electron'],
  ['src/main/ipc.ts', 'ipcMain', 'electron'],
  ['src/main/storage/sqlite/core/database.ts', 'drizzle', 'drizzle-orm/better-sqlite3'],
  ['src/main/storage/cli.ts', 'MonitorError', '../../shared/errors'],
  ['src/main/storage/cli.ts', 'openLibrary', './sqlite/library'],
  ['src/main/storage/sqlite/library.ts', 'toGeneration', './core/rows'],
  ['src/main/storage/sqlite/library.ts', 'MonitorError', '../../../shared/errors'],
  ['src/main/storage/sqlite/rows/pages.ts', 'toGeneration', '../core/rows'],
  ['src/main/storage/sqlite/rows/pages.ts', 'MonitorError', '../../../../shared/errors'],
];

/** A place of its own per probe, in the same layer. */
const placeOf = ([file]: Probe, index: number): string =>
  file === 'src/main/ipc.ts' ? file : file.replace(/\.ts$/, `-${index}.ts`);

const probes = [...forbidden, ...allowed];
let folder: string;
let complaints: ReadonlySet<string>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'layering-'));
  cpSync('biome.json', join(folder, 'biome.json'));
  cpSync('.gitignore', join(folder, '.gitignore'));
  probes.forEach((probe, index) => {
    const file = join(folder, placeOf(probe, index));
    const [, name, source] = probe;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `import { ${name} } from '${source}';\n\nconsole.log(${name});\n`);
  });
  const biome = resolve('node_modules/@biomejs/biome/bin/biome');
  const run = spawnSync(process.execPath, [biome, 'lint', '--reporter=github', 'src'], {
    cwd: folder,
    encoding: 'utf8',
  });
  complaints = new Set(
    run.stdout
      .split('\n')
      .filter((line) => line.includes('noRestrictedImports'))
      .map((line) => /file=([^,]+)/.exec(line)?.[1] ?? ''),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const complained = (probe: Probe): boolean => {
  const place = placeOf(probe, probes.indexOf(probe));
  return [...complaints].some((file) => file.endsWith(place));
};

describe('layering', () => {
  it.each(forbidden.map((probe) => ({ probe })))('forbids $probe', ({ probe }) => {
    expect(complained(probe)).toBe(true);
  });
  it.each(allowed.map((probe) => ({ probe })))('allows $probe', ({ probe }) => {
    expect(complained(probe)).toBe(false);
  });
});
