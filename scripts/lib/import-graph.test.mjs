import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { circles, importsWithin } from './import-graph.mjs';

describe('an import graph', () => {
  /** @type {string} */
  let folder;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'imports-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (/** @type {string} */ name, /** @type {string} */ code) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), code);
  };

  it('has every way to import', () => {
    write('a/one.ts', "import {\n  x,\n} from './two';\nimport type { Y } from '../b/three';\n");
    write('a/two.ts', "export const lazy = () => import('../b/three');\nimport 'node:fs';\n");
    write('b/three.tsx', "import '../a/one';\nexport { x } from '../a/two';\n");
    write('b/three.test.ts', "import { x } from '../a/one';\n");
    expect(importsWithin(folder)).toEqual(
      expect.arrayContaining([
        { from: 'a/one', to: 'a/two', typeOnly: false },
        { from: 'a/one', to: 'b/three', typeOnly: true },
        { from: 'a/two', to: 'b/three', typeOnly: false },
        { from: 'b/three', to: 'a/one', typeOnly: false },
        { from: 'b/three', to: 'a/two', typeOnly: false },
      ]),
    );
    expect(importsWithin(folder)).toHaveLength(5);
  });

  it('shows circles of files and of folders', () => {
    write('a/one.ts', "import { x } from './two';\n");
    write('a/two.ts', "import { x } from '../b/three';\n");
    write('b/three.ts', "import { x } from '../a/four';\n");
    write('a/four.ts', 'export const x = 1;\n');
    const imports = importsWithin(folder);
    expect(circles(imports)).toEqual([]);
    expect(circles(imports, dirname)).toEqual([['a', 'b']]);
    write('a/four.ts', "import { x } from './two';\n");
    expect(circles(importsWithin(folder))).toEqual([['a/four', 'a/two', 'b/three']]);
  });
});

/** @param {string} file */
const firstFolder = (file) => dirname(file).split('/')[0] ?? '';

describe('this project', () => {
  it('has no circle of files', () => {
    expect(circles(importsWithin('src'))).toEqual([]);
  });

  it('has no circle of features in the window', () => {
    expect(circles(importsWithin('src/renderer/features'), firstFolder)).toEqual([]);
  });

  it('has no circle of topics in the storage, whose core imports none of the others', () => {
    const imports = importsWithin('src/main/storage/sqlite');
    expect(circles(imports, firstFolder)).toEqual([]);
    const fromCore = imports.filter(({ from }) => firstFolder(from) === 'core');
    expect(fromCore.filter(({ to }) => firstFolder(to) !== 'core')).toEqual([]);
  });

  it('leaves the storage to its threads: the main process takes types from it only', () => {
    const values = importsWithin('src/main').filter(
      ({ from, to, typeOnly }) =>
        !typeOnly &&
        to.startsWith('storage/') &&
        !from.startsWith('storage/') &&
        // The door: which calls there are and where they run, no engine.
        to !== 'storage/engine',
    );
    // Each runs as a thread or a process of its own.
    // Of `installed` that is the command line, which opens no window.
    const own = ['installed', 'storage-worker', 'sample/sample-library', 'sample/sample-worker'];
    const inWindow = values.map(({ from }) => from).filter((from) => !from.startsWith('torture/'));
    expect(inWindow.filter((from) => !own.includes(from))).toEqual([]);
  });
});
