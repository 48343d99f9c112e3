import {
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Take } from '../../shared/audio-check';
import { analyseFacts, analysePeaks, analyseSpectrogram } from './analysis';
import { checkTakes } from './check-take';
import { pageChecksum } from './ogg-join';
import { openAudio } from './open-audio';
import { openPeakCache } from './peak-cache';
import { serveAudio } from './serve-audio';
import { wavFile } from './testing';
import {
  asAiff,
  chunk,
  id3Tag,
  ofCodec,
  ofOpenLength,
  ofSize,
  oggPages,
  renumbered,
  withChunks,
} from './testing-forms';

const fixture = (name: string): Buffer =>
  readFileSync(resolve(import.meta.dirname, '../../../e2e/fixtures/audio', name));

/** A tone of one second at half of full scale, as all files here. */
const plain = wavFile({ seconds: 1, sampleRate: 8_000, channels: 1 });
const tone = (at: number, rate: number): number => 0.5 * Math.sin((2 * Math.PI * 440 * at) / rate);

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'forms-')));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const places = () => ({ libraryPath: join(root, 'x.db'), outputFolders: [] });
const target = (filePath: string) => ({ filePath, places: places() });
const put = (name: string, content: Buffer) => {
  writeFileSync(join(root, name), content);
  return target(name);
};
const cache = () => openPeakCache(join(root, 'peaks'));
const get = async (filePath: string, headers: Record<string, string> = {}) => {
  const response = await serveAudio(new Request('http://monitor/audio?id=x', { headers }), () =>
    openAudio(filePath, places()),
  );
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
};
const take = (filePath: string): Take => ({
  id: filePath,
  prompt: filePath,
  filePath,
  status: 'completed',
  durationSeconds: 1,
  sampleRate: null,
  channels: null,
  fileSizeBytes: null,
});

const wavForms: readonly (readonly [name: string, file: Buffer])[] = [
  ['as SoX writes into a pipe', ofSize(plain, 0x7ffff000, 0x7ffff024)],
  ['as FFmpeg writes into a pipe', ofSize(plain, 0xffffffff)],
  ['with 31 bits of size', ofSize(plain, 0x7fffffff, 0x7fffffff)],
  ['with no size', ofSize(plain, 0)],
  ['behind an ID3 tag', Buffer.concat([id3Tag(), plain])],
  ['behind zeros', Buffer.concat([Buffer.alloc(9), plain])],
  [
    'behind an ID3 tag that does not count its last zeros',
    Buffer.concat([id3Tag(), Buffer.alloc(2_000), plain]),
  ],
  ['behind two ID3 tags', Buffer.concat([id3Tag(), id3Tag(2_000), plain])],
  ['with an odd chunk', withChunks(plain, chunk('LIST', Buffer.from('INFOabc')))],
  [
    'with an odd chunk not made even',
    withChunks(plain, chunk('LIST', Buffer.from('INFOabc')).subarray(0, -1)),
  ],
  ['before an ID3 chunk', Buffer.concat([plain, chunk('id3 ', id3Tag())])],
  [
    'in 64-bit floats',
    wavFile({ seconds: 1, sampleRate: 8_000, channels: 1, bits: 64, float: true }),
  ],
  ['in µ-law', fixture('mu-law.wav')],
  ['in A-law', fixture('a-law.wav')],
  ['in IMA ADPCM', fixture('ima-adpcm.wav')],
  ['in MS ADPCM', fixture('ms-adpcm.wav')],
  ['as AIFF', asAiff(plain)],
  ['as AIFF-C', asAiff(plain, 'NONE')],
  ['as AIFF-C, the smallest part first', asAiff(plain, 'sowt')],
];

describe('uncompressed sound', () => {
  it.each(wavForms)('%s', async (name, file) => {
    const found = await analyseFacts(put('a.wav', file));
    expect(found).toMatchObject({ sampleRate: 8_000, sizeBytes: file.length, problems: [] });
    // The last block of ADPCM is filled up.
    const length = name.includes('ADPCM') ? [1, 1.06] : [1, 1];
    expect(found.durationSeconds).toBeGreaterThanOrEqual(length[0] as number);
    expect(found.durationSeconds).toBeLessThanOrEqual(length[1] as number);
    expect(found.declaredSeconds).toBe(found.durationSeconds);
    const peaks = await analysePeaks(target('a.wav'), cache());
    expect(peaks).toMatchObject({ silent: false, clipped: false });
    // FFmpeg's two channels of MS ADPCM are 3 dB lower.
    expect(peaks?.peak).toBeCloseTo(name.includes('MS') ? 0.354 : 0.5, 1);
    expect(await analyseSpectrogram(target('a.wav'))).not.toBeNull();
    expect(await checkTakes([take('a.wav')], places(), cache())).toEqual([]);
  });

  it.each(wavForms)('%s is served so that any player gets it right', async (name, file) => {
    put('a.wav', file);
    const { response, bytes } = await get('a.wav');
    expect(response.headers.get('content-type')).toBe('audio/wav');
    expect(response.headers.get('content-length')).toBe(String(bytes.length));
    writeFileSync(join(root, 'served.wav'), bytes);
    const facts = await analyseFacts(target('served.wav'));
    const original = await analyseFacts(target('a.wav'));
    expect(facts).toMatchObject({ durationSeconds: original.durationSeconds, problems: [] });
    // What is served is taken as it is: each of its samples is the tone's.
    const again = await get('served.wav');
    expect(again.bytes.equals(bytes)).toBe(true);
    if (facts.codec !== 'PCM' || bytes.readUInt32LE(40) !== bytes.length - 44) return;
    const loud = name.includes('MS') ? Math.SQRT1_2 : 1;
    const channels = facts.channels ?? 1;
    // ADPCM begins with small steps and takes a moment to follow.
    for (let frame = name.includes('ADPCM') ? 50 : 0; frame < 8_000; frame++) {
      const value = bytes.readInt16LE(44 + frame * channels * 2) / 32_768;
      expect(Math.abs(value - loud * tone(frame, 8_000))).toBeLessThan(0.04);
    }
    for (const [from, to] of [
      [0, 0],
      [10, 99],
      [40, 47],
      [44, 45],
      [45, 1_046],
      [4_001, 9_998],
      [bytes.length - 7, bytes.length - 1],
    ] as const) {
      const part = await get('a.wav', { range: `bytes=${from}-${to}` });
      expect(part.response.status).toBe(206);
      expect(part.response.headers.get('content-range')).toBe(
        `bytes ${from}-${to}/${bytes.length}`,
      );
      expect(part.bytes.equals(bytes.subarray(from, to + 1)), `${from} to ${to}`).toBe(true);
    }
  });

  it('of more than 4 GB, whose size began anew', async () => {
    const dataSize = 2 ** 32 + 16_000;
    const path = join(root, 'big.wav');
    const file = openSync(path, 'w');
    writeSync(file, ofSize(plain, dataSize % 2 ** 32).subarray(0, 44));
    truncateSync(path, 44 + dataSize);
    expect(await analyseFacts(target('big.wav'))).toMatchObject({
      durationSeconds: dataSize / 16_000,
      problems: [],
    });
    const { response, bytes } = await get('big.wav', { range: 'bytes=0-79' });
    expect(bytes.toString('latin1', 0, 4)).toBe('RF64');
    expect(Number(bytes.readBigUInt64LE(28))).toBe(dataSize);
    expect(response.headers.get('content-range')).toBe(`bytes 0-79/${dataSize + 80}`);
  });

  it('that is empty, although chunks follow, has no sound', async () => {
    const empty = wavFile({ seconds: 0 });
    const file = Buffer.concat([empty, chunk('LIST', Buffer.from('INFOabc'))]);
    expect((await analyseFacts(put('a.wav', file))).problems).toEqual(['no-samples']);
  });

  it('that was cut is served as long as it is', async () => {
    put('a.wav', plain.subarray(0, 44 + 8_000));
    const { bytes } = await get('a.wav');
    expect(bytes.readUInt32LE(40)).toBe(8_000);
    expect((await analyseFacts(target('a.wav'))).problems).toEqual(['truncated']);
  });
});

describe('compressed sound', () => {
  it.each([
    ['tone.flac', 'FLAC', 0.25],
    ['tone.ogg', 'Vorbis I', 2],
    ['tone.opus', 'Opus', 3],
  ] as const)('%s behind an ID3 tag', async (name, codec, seconds) => {
    const content = fixture(name);
    const found = await analyseFacts(put(name, Buffer.concat([id3Tag(), content])));
    expect(found).toMatchObject({ codec, durationSeconds: seconds, problems: [] });
    expect((await analysePeaks(target(name), cache()))?.peak).toBeCloseTo(0.5, 1);
    expect((await get(name)).bytes.equals(content)).toBe(true);
  });

  it('MP3 behind a picture of 900 kB', async () => {
    const found = await analyseFacts(
      put('a.mp3', Buffer.concat([id3Tag(900_000), fixture('tone.mp3')])),
    );
    const without = await analyseFacts(put('b.mp3', fixture('tone.mp3')));
    expect(found).toEqual({ ...without, sizeBytes: found.sizeBytes });
    const peaks = await analysePeaks(target('a.mp3'), cache());
    expect(peaks).toEqual(await analysePeaks(target('b.mp3'), cache()));
  });

  it('MP3 behind zeros', async () => {
    const content = Buffer.concat([id3Tag(), Buffer.alloc(500), fixture('tone.mp3')]);
    const found = await analyseFacts(put('a.mp3', content));
    expect(found).toMatchObject({ codec: 'MPEG 1 Layer 3', problems: [] });
    expect(found.durationSeconds).toBeCloseTo(2, 0);
    expect(await analysePeaks(target('a.mp3'), cache())).toMatchObject({ clipped: false });
  });

  it('a tag before anything else is broken, not clipped', async () => {
    const noise = Buffer.from(Uint8Array.from({ length: 60_000 }, (_, at) => (at * 7_919) % 253));
    put('a.wav', Buffer.concat([id3Tag(), noise]));
    const found = await checkTakes([take('a.wav')], places(), cache());
    expect(found.map(({ kind }) => kind)).toEqual(['not-audio']);
  });

  it('FLAC out of a pipe, whose header says no length', async () => {
    const whole = fixture('tone.flac');
    const found = await analyseFacts(put('a.flac', ofOpenLength(whole)));
    expect(found).toMatchObject({ durationSeconds: 0.25, declaredSeconds: 0.25, problems: [] });
    // Players are told how long it is.
    expect((await get('a.flac')).bytes.equals(whole)).toBe(true);
    const part = await get('a.flac', { range: 'bytes=23-30' });
    expect(part.bytes.equals(whole.subarray(23, 31))).toBe(true);
  });

  it.each([
    [['tone.ogg', 'tone.ogg'], 4],
    [['tone.opus', 'tone.opus', 'tone.opus'], 9],
  ] as const)('OGG of several pieces: %j', async (names, seconds) => {
    const file = Buffer.concat(names.map(fixture));
    const found = await analyseFacts(put('a.ogg', file));
    expect(found.durationSeconds).toBeCloseTo(seconds, 2);
    expect(found.problems).toEqual([]);
    const peaks = await analysePeaks(target('a.ogg'), cache());
    expect(peaks).toMatchObject({ silent: false, clipped: false });
    expect(peaks?.peak).toBeCloseTo(0.5, 1);
    expect(
      await checkTakes([{ ...take('a.ogg'), durationSeconds: seconds }], places(), cache()),
    ).toEqual([]);
  });

  it.each([
    ['tone.ogg', 3, 6],
    ['tone.opus', 2, 6],
  ] as const)('OGG of several pieces is served as one: %s', async (name, times, seconds) => {
    const one = fixture(name);
    const other = renumbered(one, 77);
    put('a.ogg', Buffer.concat([one, ...Array<Buffer>(times - 1).fill(other)]));
    const { response, bytes } = await get('a.ogg');
    expect(response.headers.get('content-length')).toBe(String(bytes.length));
    const pages = oggPages(bytes);
    expect(pages.map((page) => page.readUInt32LE(18))).toEqual([...pages.keys()]);
    expect(new Set(pages.map((page) => page.readUInt32LE(14))).size).toBe(1);
    // Only the first begins, and only the last ends, a stream.
    const marked = pages.flatMap((page, at) =>
      (page[5] ?? 0) & 6 ? [[at, (page[5] ?? 0) & 6]] : [],
    );
    expect(marked).toEqual([
      [0, 2],
      [pages.length - 1, 4],
    ]);
    const places = pages.map((page) => Number(page.readBigInt64LE(6))).filter((at) => at >= 0);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    for (const page of pages) expect(page.readUInt32LE(22)).toBe(pageChecksum(page));
    for (const [from, to] of [
      [0, 0],
      [100, 5_000],
      [one.length - 10, one.length + 700],
      [bytes.length - 7, bytes.length - 1],
    ] as const) {
      const part = await get('a.ogg', { range: `bytes=${from}-${to}` });
      expect(part.bytes.equals(bytes.subarray(from, to + 1)), `${from} to ${to}`).toBe(true);
    }
    // As one stream it is as long, and what it sounds like is decoded to its end.
    const found = await analyseFacts(put('served.ogg', bytes));
    expect(found.durationSeconds).toBeCloseTo(seconds, 1);
    expect(found.problems).toEqual([]);
    expect(await analysePeaks(target('served.ogg'), cache())).toMatchObject({ silent: false });
    // And it is left as it is from now on, as every file of one piece.
    expect((await get('served.ogg')).bytes.equals(bytes)).toBe(true);
  });

  it('OGG of several pieces in different codings is named for what it is', async () => {
    put('a.ogg', Buffer.concat([fixture('tone.ogg'), fixture('tone.opus')]));
    const message = expect.stringMatching(/is OGG of several pieces that are coded differently/);
    await expect(analyseFacts(target('a.ogg'))).rejects.toMatchObject({
      code: 'audio-unsupported',
      message,
    });
    expect((await get('a.ogg')).response.status).toBe(415);
    expect(await checkTakes([take('a.ogg')], places(), cache())).toMatchObject([
      { kind: 'unsupported', message },
    ]);
  });

  it('OGG of several pieces that was cut in its second', async () => {
    const file = Buffer.concat([fixture('tone.opus'), fixture('tone.opus').subarray(0, -2_000)]);
    const found = await analyseFacts(put('a.ogg', file));
    expect(found.problems).toEqual(['truncated']);
    expect(found.durationSeconds).toBeGreaterThan(3);
    expect(found.durationSeconds).toBeLessThan(6);
  });

  it.each([
    ['tone.m4a', 'm4a', 'audio/mp4'],
    ['opus.mp4', 'm4a', 'audio/mp4'],
    ['tone.webm', 'webm', 'audio/webm'],
  ])('%s, whatever its name ends in', async (name, format, contentType) => {
    for (const file of [name, 'a.wav']) {
      const found = await analyseFacts(put(file, fixture(name)));
      expect(found).toMatchObject({ format, problems: [] });
      expect(found.durationSeconds).toBeCloseTo(1, 1);
      expect((await get(file)).response.headers.get('content-type')).toBe(contentType);
      // Neither broken nor unlike a record of one channel at 32 kHz.
      const record = { ...take(file), sampleRate: 32_000, channels: 1 };
      expect(await checkTakes([record], places(), cache())).toEqual([]);
    }
  });
});

describe('what cannot be played is named for what it is', () => {
  const text = (start: string) => Buffer.concat([Buffer.from(start, 'latin1'), Buffer.alloc(60)]);
  it.each([
    ['a.wav', ofCodec(plain, 49), /is WAV with GSM 6\.10: it cannot be played here/],
    ['a.wav', ofCodec(plain, 85), /is WAV with MP3/],
    ['a.wav', ofCodec(plain, 17), /is WAV with IMA ADPCM of an unusual kind/],
    ['a.wav', ofCodec(plain, 2), /is WAV with MS ADPCM of an unusual kind/],
    ['a.wav', ofCodec(plain, 0x1234), /is WAV with codec number 0x1234/],
    ['a.wav', ofCodec(wavFile({ seconds: 1, bits: 24 }), 3), /is WAV with 24-bit floats/],
    ['a.wav', text('RIFX\0\0\0\0WAVE'), /is WAV with the largest part of each number first/],
    ['a.wma', text('0&\u00b2u\u008ef\u00cf\u0011'), /is Windows Media Audio/],
    ['a.caf', text('caff\0\u0001\0\0desc'), /is Core Audio/],
    ['a.wav', text('wvpk'), /is WavPack/],
    ['a.ape', text('MAC '), /is Monkey’s Audio/],
    ['a.mp3', text('\u00ff\u00fd\u00a4\u0004'), /is MPEG audio of layer I or II/],
    ['a.mid', text('MThd'), /is MIDI/],
  ] as const)('%s %#', async (name, file, message) => {
    await expect(analyseFacts(put(name, file))).rejects.toMatchObject({
      code: 'audio-unsupported',
      message: expect.stringMatching(message),
      hint: expect.stringContaining('ffmpeg'),
    });
    expect((await get(name)).response.status).toBe(415);
    expect(await checkTakes([take(name)], places(), cache())).toMatchObject([
      { kind: 'unsupported', message: expect.stringMatching(message) },
    ]);
  });
});
