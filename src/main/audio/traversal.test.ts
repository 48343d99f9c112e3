import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MonitorError } from '../../shared/errors';
import { isInside } from './allowed-file';
import { openAudio } from './open-audio';
import { wavFile } from './testing';

// Whatever path a record names, nothing outside the allowed folders is opened.

const root = realpathSync(mkdtempSync(join(tmpdir(), 'dgx-paths-')));
const inside = join(root, 'music', 'library');
const outside = join(root, 'private');

beforeAll(() => {
  for (const folder of [join(inside, 'data'), join(inside, 'outputs', 'deep'), outside]) {
    mkdirSync(folder, { recursive: true });
  }
  writeFileSync(join(inside, 'data', 'generations.db'), '');
  for (const file of [
    join(inside, 'outputs', 'a.wav'),
    join(inside, 'outputs', 'deep', 'a.wav'),
    join(outside, 'a.wav'),
    join(root, 'a.wav'),
    join(root, 'musicians.wav'),
  ]) {
    writeFileSync(file, wavFile());
  }
  symlinkSync(outside, join(inside, 'outputs', 'link'));
  symlinkSync(join(outside, 'a.wav'), join(inside, 'outputs', 'link.wav'));
  symlinkSync('..', join(inside, 'outputs', 'up'));
  symlinkSync('self', join(inside, 'outputs', 'self'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const part = fc.constantFrom(
  ...['..', '..', '..', '.', '', 'outputs', 'deep', 'data', 'link', 'up', 'self', 'private'],
  ...['music', 'library', 'a.wav', 'a.wav', 'a.wav', 'link.wav', 'generations.db', '%2e%2e', '..;'],
  ...[
    '\0',
    '..\\..',
    'A.WAV',
    'a.wav ',
    'a.wav\0.png',
    '~',
    '$HOME',
    'é'.normalize('NFD'),
    '\u202e',
  ],
);
const filePath = fc
  .tuple(
    fc.constantFrom(
      '',
      '',
      '',
      '/',
      root,
      `${inside}/outputs`,
      outside,
      'file://',
      '//server/share',
    ),
    fc.array(part, { maxLength: 9 }),
    fc.constantFrom('/', '/', '//', '\\'),
  )
  .map(([start, parts, separator]) => [start, ...parts].filter((text) => text).join(separator));

it('opens nothing outside', async () => {
  const places = { libraryPath: join(inside, 'data', 'generations.db'), outputFolders: [] };
  let opened = 0;
  await fc.assert(
    fc.asyncProperty(filePath, async (named) => {
      try {
        const { handle, path } = await openAudio(named, places);
        await handle.close();
        opened++;
        expect(isInside(realpathSync(path), inside)).toBe(true);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(MonitorError);
        expect((thrown as MonitorError).code).toMatch(/^audio-/);
      }
    }),
    { numRuns: 3_000, seed: 1, examples: [['outputs/a.wav'], ['../outputs/up/outputs/a.wav']] },
  );
  expect(opened).toBeGreaterThan(1);
});
