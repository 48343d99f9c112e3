import { describe, expect, it } from 'vitest';
import { readWav } from './testing';
import { encodeWav, wavSize } from './wav';

const ramp = Float32Array.of(0, 0.5, -0.5, 1, -1, 1.7, -1.7);

describe('a WAV file', () => {
  it('holds the sound as 16-bit PCM, what is beyond full scale cut off', () => {
    const file = readWav(encodeWav([ramp, ramp.map((sample) => -sample)], 44_100));
    expect([file.sampleRate, file.bitDepth, file.channels.length]).toEqual([44_100, 16, 2]);
    const expected = [0, 0.5, -0.5, 1, -1, 1, -1];
    expected.forEach((sample, index) => {
      expect(file.channels[0]?.[index]).toBeCloseTo(sample, 3);
      expect(file.channels[1]?.[index]).toBeCloseTo(-sample, 3);
    });
  });

  it('has the header that every reader expects in its first 44 bytes', () => {
    const bytes = Buffer.from(encodeWav([ramp], 32_000));
    expect(bytes.toString('latin1', 0, 4)).toBe('RIFF');
    expect(bytes.toString('latin1', 36, 40)).toBe('data');
    expect(bytes.readUInt32LE(40)).toBe(ramp.length * 2);
    expect(bytes.readUInt32LE(28)).toBe(64_000);
  });

  it('says that it is synthesised, and by whom', () => {
    const { info } = readWav(encodeWav([ramp], 32_000, { title: 'café 🎵' }));
    expect(info.ISFT).toBe("DGX Music Monitor's sample worker");
    expect(info.ICMT).toContain('Synthesised');
    expect(info.INAM).toBe('café 🎵');
  });

  it.each([{}, { title: 'odd' }, { title: 'even' }, { title: '' }])(
    'has a known size %o',
    (info) => {
      expect(encodeWav([ramp, ramp], 32_000, info).length).toBe(wavSize(ramp.length, 2, info));
    },
  );
});
