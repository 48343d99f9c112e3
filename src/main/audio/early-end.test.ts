import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { analyseFacts } from './analysis';

const fixture = (name: string): Buffer =>
  readFileSync(resolve(import.meta.dirname, '../../../e2e/fixtures/audio', name));

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'early-end-')));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const factsOf = (name: string, content: Buffer) => {
  writeFileSync(join(root, name), content);
  return analyseFacts({
    filePath: name,
    places: { libraryPath: join(root, 'x.db'), outputFolders: [] },
  });
};

describe('FLAC', () => {
  /** Two frames of 4,000 samples at 32 kHz. */
  const whole = fixture('tone.flac');

  it('is whole where its last frame is the last', async () => {
    expect(await factsOf('a.flac', whole)).toMatchObject({ durationSeconds: 0.25, problems: [] });
  });

  it('ends early where a frame before that is', async () => {
    // The header now speaks of twice as much.
    const longer = Buffer.from(whole);
    longer.writeUInt32BE(longer.readUInt32BE(22) * 2, 22);
    expect(await factsOf('a.flac', longer)).toMatchObject({
      durationSeconds: 0.125,
      declaredSeconds: 0.5,
      problems: ['truncated'],
    });
  });

  it('has no sound where it was cut in its first frame, or before', async () => {
    for (const length of [whole.length * 0.4, 50]) {
      expect(await factsOf('a.flac', whole.subarray(0, length))).toMatchObject({
        durationSeconds: 0,
        problems: ['truncated', 'no-samples'],
      });
    }
  });

  it('is taken as it is where its header does not say how long it should be', async () => {
    const open = Buffer.from(whole);
    open.writeUInt32BE(0, 22);
    expect((await factsOf('a.flac', open.subarray(0, 9_000))).problems).not.toContain('truncated');
  });
});

describe('MP3', () => {
  /** Frames of 288 bytes and 1,152 samples at 32 kHz, the first of them with the numbers. */
  const frames = fixture('tone.mp3');
  const count = frames.length / 288;
  const whole = (): Buffer => {
    const info = Buffer.alloc(288);
    frames.copy(info, 0, 0, 4);
    info.write('Info', 21);
    info.writeUInt32BE(3, 25);
    info.writeUInt32BE(count, 29);
    info.writeUInt32BE(info.length + frames.length, 33);
    return Buffer.concat([info, frames]);
  };
  const seconds = (count * 1_152) / 32_000;

  it('is whole with all the bytes that it names, tags before and after them aside', async () => {
    const tag = Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\x01\0', 'latin1'), Buffer.alloc(128)]);
    const end = Buffer.alloc(128);
    end.write('TAG');
    for (const file of [whole(), whole().subarray(0, -128), Buffer.concat([tag, whole(), end])]) {
      expect(await factsOf('a.mp3', file)).toMatchObject({ problems: [] });
    }
  });

  it('ends early with fewer', async () => {
    const found = await factsOf('a.mp3', whole().subarray(0, whole().length / 2));
    expect(found.problems).toEqual(['truncated']);
    expect(found.durationSeconds).toBeCloseTo(seconds / 2, 3);
    expect(found.declaredSeconds).toBeCloseTo(seconds, 3);
  });

  it('is taken as it is where it names none', async () => {
    expect(await factsOf('a.mp3', frames.subarray(0, frames.length / 2))).toMatchObject({
      problems: [],
    });
  });
});

describe('Ogg', () => {
  const source = fixture('tone.ogg');
  const headers = source.subarray(0, source.indexOf('OggS', 58 + 1));
  /** Pages of 100 bytes and 3,200 samples at 32 kHz. */
  const page = (number: number, last: boolean): Buffer => {
    const bytes = Buffer.alloc(28 + 100, 1);
    source.copy(bytes, 0, 0, 27);
    bytes[5] = last ? 4 : 0;
    bytes.writeBigInt64LE(BigInt(number * 3_200), 6);
    bytes.writeUInt32LE(number + 1, 18);
    bytes[26] = 1;
    bytes[27] = 100;
    return bytes;
  };
  const pages = (count: number, last: boolean): Buffer =>
    Buffer.concat([
      headers,
      ...Array.from({ length: count }, (_, index) => page(index + 1, last && index === count - 1)),
    ]);

  it('is whole where its last page says so', async () => {
    expect(await factsOf('a.ogg', source)).toMatchObject({ durationSeconds: 2, problems: [] });
    expect(await factsOf('a.ogg', pages(20, true))).toMatchObject({
      durationSeconds: 2,
      problems: [],
    });
  });

  it.each([
    ['between two pages', pages(10, false)],
    ['within one', pages(11, false).subarray(0, -30)],
    ['within the last', pages(11, true).subarray(0, -1)],
  ])('ends early where it was cut %s', async (_where, file) => {
    expect(await factsOf('a.ogg', file)).toMatchObject({
      durationSeconds: 1,
      declaredSeconds: null,
      problems: ['truncated'],
    });
  });
});
