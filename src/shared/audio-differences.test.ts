import { describe, expect, it } from 'vitest';
import type { AudioFacts } from './audio';
import { differences } from './audio-differences';

const facts: AudioFacts = {
  format: 'wav',
  codec: 'PCM',
  durationSeconds: 8.1,
  declaredSeconds: 8.1,
  sampleRate: 32_000,
  channels: 2,
  bitDepth: 16,
  sizeBytes: 1_000,
  problems: [],
};
const record = { durationSeconds: 8, sampleRate: 32_000, channels: 2, fileSizeBytes: 1_000 };

describe('a file and its record', () => {
  it('agree, but for a frame at the end', () => {
    expect(differences(facts, record)).toEqual({});
  });

  it('differ in what each says', () => {
    const other = { durationSeconds: 30, sampleRate: 44_100, channels: 1, fileSizeBytes: 999 };
    expect(differences(facts, other)).toEqual(other);
  });

  it('do not differ in what one of them leaves open', () => {
    const unknown = {
      durationSeconds: null,
      sampleRate: null,
      channels: null,
      fileSizeBytes: null,
    };
    expect(differences(facts, unknown)).toEqual({});
  });

  it('do not differ in the rate that Opus was made from', () => {
    const opus = { ...facts, codec: 'Opus', sampleRate: 24_000 };
    expect(differences(opus, record)).toEqual({});
  });
});
