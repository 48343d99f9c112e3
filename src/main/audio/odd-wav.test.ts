import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Finding } from '../../shared/audio-check';
import { checkTakes } from './check-take';
import { readFacts } from './facts';
import { openAudio } from './open-audio';
import { openPeakCache } from './peak-cache';

// WAV files as other programs write them: through pipes, with tags before them, in telephone codecs.

const rate = 8_000;
const seconds = 2;
const tone = Buffer.alloc(rate * seconds * 2);
for (let at = 0; at < rate * seconds; at++) {
  tone.writeInt16LE(Math.round(9_000 * Math.sin((at * 2 * Math.PI * 330) / rate)), at * 2);
}

type Options = Readonly<{
  tag?: number;
  bits?: number;
  data?: Buffer;
  length?: number;
  riff?: number;
}>;

const wav = ({
  tag = 1,
  bits = 16,
  data = tone,
  length = data.length,
  riff,
}: Options = {}): Buffer => {
  const format = Buffer.alloc(16);
  format.writeUInt16LE(tag, 0);
  format.writeUInt16LE(1, 2);
  format.writeUInt32LE(rate, 4);
  format.writeUInt32LE((rate * bits) / 8, 8);
  format.writeUInt16LE(bits / 8 || 1, 12);
  format.writeUInt16LE(bits, 14);
  const size = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  const body = Buffer.concat([
    Buffer.from('WAVEfmt '),
    size(16),
    format,
    Buffer.from('data'),
    size(length),
    data,
  ]);
  return Buffer.concat([Buffer.from('RIFF'), size(riff ?? body.length), body]);
};
const id3 = Buffer.concat([
  Buffer.from('ID3\x03\0\0\0\0\0\x1aTIT2\0\0\0\x10\0\0\0calm piano take', 'latin1'),
]);
const muLaw = (value: number): number => {
  const magnitude = Math.min(Math.abs(value), 32_635) + 0x84;
  const exponent = Math.floor(Math.log2(magnitude)) - 7;
  return (
    ~((value < 0 ? 0x80 : 0) | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f)) & 0xff
  );
};
const muLawTone = Buffer.from(
  Array.from({ length: rate * seconds }, (_, at) => muLaw(tone.readInt16LE(at * 2))),
);

describe('a WAV file as others write it', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'odd-wav-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const places = () => ({ libraryPath: join(folder, 'generations.db'), outputFolders: [] });
  const write = (content: Buffer): string => {
    writeFileSync(join(folder, 'take.wav'), content);
    return 'take.wav';
  };
  const factsOf = async (content: Buffer) => {
    const audio = await openAudio(write(content), places());
    try {
      return await readFacts(audio);
    } finally {
      await audio.handle.close();
    }
  };
  const findingsOf = (content: Buffer): Promise<readonly Finding[]> =>
    checkTakes(
      [
        {
          id: 'a',
          prompt: 'p',
          filePath: write(content),
          status: 'completed',
          durationSeconds: seconds,
          sampleRate: rate,
          channels: 1,
          fileSizeBytes: content.length,
        },
      ],
      places(),
      openPeakCache(join(folder, 'cache')),
    );

  it.each<[string, Buffer, string]>([
    ['plain', wav(), 'PCM'],
    ['out of sox through a pipe', wav({ length: 0x7ffff000, riff: 0x7ffff024 }), 'PCM'],
    ['out of ffmpeg through a pipe', wav({ length: 0xffffffff, riff: 0xffffffff }), 'PCM'],
    ['whose sizes were never filled in', wav({ length: 0, riff: 0 }), 'PCM'],
    ['behind an ID3 tag', Buffer.concat([id3, wav()]), 'PCM'],
    ['in µ-law', wav({ tag: 7, bits: 8, data: muLawTone }), 'µ-law'],
  ])('%s has its length, and nothing is wrong with it', async (_name, content, codec) => {
    expect(await factsOf(content)).toMatchObject({
      codec,
      durationSeconds: seconds,
      sampleRate: rate,
      channels: 1,
      problems: [],
    });
    expect(await findingsOf(content)).toEqual([]);
  });

  it.each([
    [0x11, 'IMA ADPCM'],
    [0x02, 'Microsoft ADPCM'],
    [0x31, 'GSM 6.10'],
  ])('in a codec that no browser plays is named for what it is (%i)', async (tag, name) => {
    const content = wav({ tag, bits: 4 });
    await expect(factsOf(content)).rejects.toMatchObject({
      code: 'audio-unsupported',
      message: expect.stringContaining(name),
    });
    expect(await findingsOf(content)).toEqual([]);
  });

  it('that was really cut off is still said to be', async () => {
    const content = wav({ length: tone.length * 2 });
    expect((await factsOf(content)).problems).toEqual(['truncated']);
  });
});
