import { describe, expect, it } from 'vitest';
import { createLoudnessMeter } from './loudness';

type Part = Readonly<{ seconds: number; decibels: number }>;

/** A sine of one level after the other. */
const sine = (parts: readonly Part[], sampleRate = 48_000, hertz = 997): Float32Array => {
  const frames = parts.map(({ seconds }) => Math.round(seconds * sampleRate));
  const samples = new Float32Array(frames.reduce((all, count) => all + count, 0));
  let at = 0;
  for (const [index, { decibels }] of parts.entries()) {
    const amplitude = 10 ** (decibels / 20);
    for (let end = at + (frames[index] ?? 0); at < end; at++) {
      samples[at] = amplitude * Math.sin((2 * Math.PI * hertz * at) / sampleRate);
    }
  }
  return samples;
};

const loudnessOf = (channels: readonly Float32Array[], sampleRate = 48_000): number | null => {
  const meter = createLoudnessMeter(sampleRate);
  meter.add(channels);
  return meter.integrated();
};

const stereo = (parts: readonly Part[]): number | null => {
  const samples = sine(parts);
  return loudnessOf([samples, samples]);
};

describe('integrated loudness', () => {
  it.each([8_000, 16_000, 32_000, 44_100, 48_000, 96_000, 192_000])(
    'of 997 Hz at full scale in one channel is −3.01 LKFS at %d Hz (BS.1770-4)',
    (sampleRate) => {
      const tone = sine([{ seconds: 5, decibels: 0 }], sampleRate);
      expect(loudnessOf([tone], sampleRate)).toBeCloseTo(-3.01, 1);
      const silent = new Float32Array(tone.length);
      expect(loudnessOf([tone, silent], sampleRate)).toBeCloseTo(-3.01, 1);
      expect(loudnessOf([tone, tone], sampleRate)).toBeCloseTo(0, 1);
    },
  );

  // EBU Tech 3341, table 1: stereo sines of 1000 Hz there, ±0.1 LU.
  it.each<[string, readonly Part[], number]>([
    ['1', [{ seconds: 20, decibels: -23 }], -23],
    ['2', [{ seconds: 20, decibels: -33 }], -33],
    [
      '3: what is far below the rest does not count',
      [
        { seconds: 10, decibels: -36 },
        { seconds: 60, decibels: -23 },
        { seconds: 10, decibels: -36 },
      ],
      -23,
    ],
    [
      '4: nor what is hardly there',
      [
        { seconds: 10, decibels: -72 },
        { seconds: 10, decibels: -36 },
        { seconds: 60, decibels: -23 },
        { seconds: 10, decibels: -36 },
        { seconds: 10, decibels: -72 },
      ],
      -23,
    ],
    [
      '5: what is a little below does',
      [
        { seconds: 20, decibels: -26 },
        { seconds: 20.1, decibels: -20 },
        { seconds: 20, decibels: -26 },
      ],
      -23,
    ],
  ])('meets EBU Tech 3341 case %s', (_name, parts, expected) => {
    const loudness = stereo(parts) ?? Number.NaN;
    expect(Math.abs(loudness - expected)).toBeLessThan(0.1);
  });

  it('weighs low frequencies less and high ones more', () => {
    const at = (hertz: number) =>
      loudnessOf([sine([{ seconds: 2, decibels: 0 }], 48_000, hertz)]) ?? Number.NaN;
    expect(at(30)).toBeLessThan(at(997) - 5);
    expect(at(6_000)).toBeCloseTo(at(997) + 3.3, 0);
  });

  it('is the same however the samples arrive', () => {
    const tone = sine([{ seconds: 3, decibels: -18 }]);
    const meter = createLoudnessMeter(48_000);
    for (let from = 0; from < tone.length; from += 1_234) {
      meter.add([tone.subarray(from, from + 1_234)]);
    }
    expect(meter.integrated()).toBe(loudnessOf([tone]));
  });

  it('is unknown of silence and of less than one block', () => {
    expect(loudnessOf([new Float32Array(96_000)])).toBeNull();
    expect(loudnessOf([sine([{ seconds: 0.3, decibels: 0 }])])).toBeNull();
    expect(createLoudnessMeter(48_000).integrated()).toBeNull();
  });
});
