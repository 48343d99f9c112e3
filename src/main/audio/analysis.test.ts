import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { analyseFacts, analysePeaks } from './analysis';
import { openPeakCache } from './peak-cache';
import { wavFile } from './testing';

const fixtures = resolve(import.meta.dirname, '../../../e2e/fixtures/audio');

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'analysis-')));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const target = (filePath: string) => ({
  filePath,
  places: { libraryPath: join(root, 'x.db'), outputFolders: [] },
});
const put = (content: Buffer | string, name = 'a.wav') => {
  writeFileSync(join(root, name), content);
  return target(name);
};
const facts = (content: Buffer | string) => analyseFacts(put(content));
const peaks = (content: Buffer) => analysePeaks(put(content), openPeakCache(join(root, 'peaks')));

describe('a WAV header', () => {
  it.each([
    [{ bits: 16 }, 'PCM', 16],
    [{ bits: 24 }, 'PCM', 24],
    [{ bits: 32 }, 'PCM', 32],
    [{ bits: 32, float: true }, 'Float', 32],
    [{ bits: 64, float: true }, 'Float', 64],
  ] as const)('%j', async (options, codec, bitDepth) => {
    const file = wavFile({ ...options, seconds: 1.5, sampleRate: 44_100, channels: 2 });
    expect(await facts(file)).toEqual({
      format: 'wav',
      codec,
      durationSeconds: 1.5,
      declaredSeconds: 1.5,
      sampleRate: 44_100,
      channels: 2,
      bitDepth,
      sizeBytes: file.length,
      problems: [],
    });
  });

  it('behind other chunks, in the extensible form, of odd length', async () => {
    const plain = wavFile({ seconds: 1, channels: 1 });
    const format = Buffer.concat([plain.subarray(20, 36), Buffer.alloc(24)]);
    format.writeUInt16LE(0xfffe, 0);
    format.writeUInt16LE(1, 24);
    const chunk = (id: string, body: Buffer) => {
      const head = Buffer.alloc(8);
      head.write(id);
      head.writeUInt32LE(body.length, 4);
      return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
    };
    const file = Buffer.concat([
      plain.subarray(0, 12),
      chunk('LIST', Buffer.from('abc')),
      chunk('fmt ', format),
      chunk('data', plain.subarray(44)),
    ]);
    expect(await facts(file)).toMatchObject({ durationSeconds: 1, channels: 1, problems: [] });
  });

  it.each(['RF64', 'BW64'])('of a file that may be longer than 4 GB: %s', async (name) => {
    const plain = wavFile({ seconds: 1 });
    const sizes = Buffer.alloc(36);
    sizes.write('ds64');
    sizes.writeUInt32LE(28, 4);
    sizes.writeBigUInt64LE(BigInt(plain.length - 44), 16);
    const file = Buffer.concat([plain.subarray(0, 12), sizes, plain.subarray(12)]);
    file.write(name);
    file.writeUInt32LE(0xffffffff, 36 + 40);
    expect(await facts(file)).toMatchObject({ durationSeconds: 1, problems: [] });
    expect(await facts(file.subarray(0, -64_000))).toMatchObject({
      durationSeconds: 0.5,
      declaredSeconds: 1,
      problems: ['truncated'],
    });
  });

  it('that promises more than there is', async () => {
    const file = wavFile({ seconds: 4 });
    expect(await facts(file.subarray(0, 44 + (file.length - 44) / 4))).toMatchObject({
      durationSeconds: 1,
      declaredSeconds: 4,
      problems: ['truncated'],
    });
  });

  it('of a stream, whose length was never filled in', async () => {
    const file = wavFile({ seconds: 1 });
    file.writeUInt32LE(0xffffffff, 40);
    expect(await facts(file)).toMatchObject({ durationSeconds: 1, problems: [] });
  });

  it('without samples', async () => {
    expect(await facts(wavFile({ seconds: 0 }))).toMatchObject({
      durationSeconds: 0,
      problems: ['no-samples'],
    });
  });

  it.each([
    ['cut off', wavFile().subarray(0, 30)],
    ['without samples’ chunk', wavFile().subarray(0, 36)],
    ['of no channels', Buffer.from(wavFile()).fill(0, 22, 24)],
  ])('%s is told apart', async (_what, file) => {
    await expect(facts(file)).rejects.toMatchObject({
      code: 'audio-not-audio',
      message: expect.stringMatching(/header is broken or cut off/),
    });
  });
});

describe('compressed files', () => {
  it.each([
    ['tone.flac', { format: 'flac', durationSeconds: 0.25, sampleRate: 32_000, bitDepth: 16 }],
    ['tone.mp3', { format: 'mp3', sampleRate: 32_000, channels: 1, bitDepth: null }],
    ['tone.ogg', { format: 'ogg', durationSeconds: 2, sampleRate: 32_000, channels: 1 }],
    ['tone.opus', { format: 'ogg', durationSeconds: 3, sampleRate: 32_000, channels: 1 }],
  ])('%s', async (name, expected) => {
    copyFileSync(join(fixtures, name), join(root, name));
    const found = await analyseFacts(target(name));
    expect(found).toMatchObject({ ...expected, problems: [] });
    expect(found.durationSeconds).toBeGreaterThan(0.2);
    const drawn = await analysePeaks(target(name), openPeakCache(join(root, 'peaks')));
    expect(drawn).toMatchObject({ silent: false, clipped: false });
    expect(drawn?.peak).toBeCloseTo(0.5, 1);
    // All of it is as loud, from its first stretch to its last but for what an encoder pads.
    const loud = Array.from(drawn?.levels ?? []).filter((level) => Math.abs(level) > 40);
    expect(loud.length / (drawn?.levels.length ?? 0)).toBeGreaterThan(0.9);
  });
});

it.each(['tone.flac', 'tone.mp3', 'tone.ogg', 'tone.opus'])(
  '%s is read whatever its name ends in',
  async (name) => {
    copyFileSync(join(fixtures, name), join(root, name));
    copyFileSync(join(fixtures, name), join(root, 'other.wav'));
    expect(await analyseFacts(target('other.wav'))).toEqual(await analyseFacts(target(name)));
  },
);

describe('peaks', () => {
  it.each([{ bits: 16 }, { bits: 24 }, { bits: 32 }, { bits: 32, float: true }] as const)(
    'of %j',
    async (options) => {
      const found = await peaks(wavFile({ ...options, seconds: 2, amplitude: 0.5 }));
      expect(found?.levels).toHaveLength(2_000);
      expect(found?.peak).toBeCloseTo(0.5, 3);
      expect(Math.max(...(found?.levels ?? []))).toBe(64);
      expect(Math.min(...(found?.levels ?? []))).toBe(-63);
      expect(found).toMatchObject({ silent: false, clipped: false });
    },
  );

  it('stand where the sound is', async () => {
    const file = wavFile({ seconds: 10, wave: (time) => (time >= 5 && time < 6 ? 0.9 : 0) });
    const found = await peaks(file);
    const loud = [...(found?.levels ?? [])].flatMap((level, at) =>
      level > 100 ? [Math.floor(at / 2)] : [],
    );
    expect(loud.at(0)).toBe(500);
    expect(loud.at(-1)).toBe(599);
  });

  it('tell silence and clipping', async () => {
    expect(await peaks(wavFile({ amplitude: 0 }))).toMatchObject({ silent: true, clipped: false });
    expect(await peaks(wavFile({ amplitude: 1.5 }))).toMatchObject({ clipped: true });
    const float = wavFile({ amplitude: 1.5, bits: 32, float: true });
    expect((await peaks(float))?.peak).toBeCloseTo(1.5, 3);
    // One sample at full scale is a loud master, not a clipped one.
    const loudest = wavFile({ wave: (time) => (Math.abs(time - 0.5) < 1e-6 ? 1 : 0.2) });
    expect(await peaks(loudest)).toMatchObject({ peak: expect.closeTo(1, 3), clipped: false });
  });

  it('of a file shorter than their number, and of none', async () => {
    expect((await peaks(wavFile({ seconds: 0.01, sampleRate: 8_000 })))?.levels).toHaveLength(160);
    expect(await peaks(wavFile({ seconds: 0 }))).toMatchObject({ peak: 0, silent: true });
  });

  it('are kept until the file changes', async () => {
    const folder = join(root, 'peaks');
    const file = wavFile({ seconds: 1 });
    const first = await peaks(file);
    const [kept = ''] = readdirSync(folder);
    const again = await analysePeaks(target('a.wav'), openPeakCache(folder));
    expect(again).toEqual(first);
    expect(readdirSync(folder)).toEqual([kept]);
    writeFileSync(join(folder, kept), 'spoiled');
    expect(await analysePeaks(target('a.wav'), openPeakCache(folder))).toEqual(first);
    await peaks(wavFile({ seconds: 1.1, amplitude: 0.9 }));
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it('are kept of so many files only, those used last', async () => {
    const folder = join(root, 'peaks');
    const cache = openPeakCache(folder, 10);
    const peaksOf = (index: number) =>
      analysePeaks(put(wavFile({ seconds: 0.1 }), `${index}.wav`), cache);
    await peaksOf(0);
    const [first = ''] = readdirSync(folder);
    for (let index = 1; index < 10; index++) await peaksOf(index);
    for (const name of readdirSync(folder)) utimesSync(join(folder, name), 1_000, 1_000);
    // Used again: its audio has not changed.
    await analysePeaks(target('0.wav'), cache);
    for (let index = 10; index < 18; index++) await peaksOf(index);
    const kept = readdirSync(folder);
    expect(kept.length).toBeLessThanOrEqual(10);
    expect(kept).toContain(first);
  });
});
