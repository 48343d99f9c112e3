import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { openSettings } from '../settings';

// Whatever stands in settings.json, the application starts, and what it is told next it keeps.

const folder = mkdtempSync(join(tmpdir(), 'dgx-settings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const odd = fc.oneof(fc.jsonValue(), fc.constantFrom(null, -1, 1e308, '', '\0', [], {}, [[]]));
const members = fc.constantFrom('recent', 'window', 'settings', 'services', 'outputFolders');
const stored = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .dictionary(fc.oneof(members, fc.string()), odd)
      .map((value) => JSON.stringify(value)),
  },
  fc.jsonValue().map((value) => JSON.stringify(value)),
  fc.string(),
  fc.constantFrom('\ufeff{}', '{"__proto__": {"theme": "dark"}}', '{"recent": ', 'null', '[]'),
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
);

it('starts with any settings, and keeps the next change', () => {
  let run = 0;
  fc.assert(
    fc.property(stored, (content) => {
      const file = join(folder, `${run++}.json`);
      writeFileSync(file, content);
      openSettings(file).update((before) => ({ ...before, outputFolders: ['/music'] }));
      expect(openSettings(file).get().outputFolders).toEqual(['/music']);
      expect(openSettings(file).problem()).toBeNull();
    }),
    { numRuns: 500, seed: 1 },
  );
});
