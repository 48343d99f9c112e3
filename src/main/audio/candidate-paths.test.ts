import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { analyseFacts } from './analysis';
import { wavFile } from './testing';
import { createReferences } from './unreferenced';

const plain = wavFile({ seconds: 1, sampleRate: 8_000, channels: 1 });

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'paths-')));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const places = () => ({ libraryPath: join(root, 'x.db'), outputFolders: [] });
const target = (filePath: string) => ({ filePath, places: places() });

describe('paths as other programs write them', () => {
  it.each([
    ['outputs\\a.wav'],
    ['.\\outputs\\a.wav'],
    ['./outputs/a.wav'],
    ['data/../outputs/a.wav'],
    ['outputs//a.wav'],
  ])('%s', async (filePath) => {
    mkdirSync(join(root, 'outputs'));
    mkdirSync(join(root, 'data'));
    writeFileSync(join(root, 'outputs/a.wav'), plain);
    expect(await analyseFacts(target(filePath))).toMatchObject({ durationSeconds: 1 });
  });

  it.each([
    ['file://', 'a b#1.wav', false],
    ['file://', 'a b#1.wav', true],
    ['FILE://localhost', '100%.wav', false],
    ['file://localhost', '100%.wav', true],
  ])('%s%s, encoded: %s', async (scheme, name, encoded) => {
    writeFileSync(join(root, name), plain);
    const path = join(root, name);
    const address = scheme + (encoded ? path.split('/').map(encodeURIComponent).join('/') : path);
    expect(await analyseFacts(target(address))).toMatchObject({ durationSeconds: 1 });
  });

  it('name their file, so that the check does not call it named by none', async () => {
    for (const name of ['a', 'b', 'c']) writeFileSync(join(root, `${name}.wav`), plain);
    const references = createReferences(places());
    references.add(['.\\a.wav', `file://${join(root, 'b.wav')}`]);
    const found = await references.unreferenced();
    expect(found.map(({ title }) => title)).toEqual(['c.wav']);
  });

  it('lead nowhere else', async () => {
    for (const path of [
      '\\\\host\\x.wav',
      'file://host/etc/x.wav',
      'file:///etc/x.wav',
      '..\\..\\..\\etc\\x.wav',
    ]) {
      await expect(analyseFacts(target(path))).rejects.toMatchObject({
        code: expect.stringMatching(/^audio-(missing|refused)$/),
      });
    }
  });
});
