import { describe, expect, it } from 'vitest';
import { genreIn, genres } from './genres';
import { parseKey, scaleOf } from './key';
import { measureAudio } from './measure-audio';
import { writeScore } from './score';
import { type SynthesisRequest, synthesise } from './synthesise';
import { likeness, onsets, pitchClasses } from './testing';

const piece = (wishes: Partial<SynthesisRequest>) =>
  synthesise({
    seed: 'piece',
    prompt: '',
    durationSeconds: 8,
    sampleRate: 32_000,
    channels: 1,
    ...wishes,
  });

const leftOf = (wishes: Partial<SynthesisRequest>) =>
  piece(wishes).channels[0] ?? new Float32Array(0);

describe('a piece', () => {
  it('is the same for the same seed, another for another', () => {
    const bytes = (seed: string) =>
      piece({ seed, genre: 'house', channels: 2 }).channels.map(({ buffer }) =>
        Buffer.from(buffer),
      );
    const [first, again, other] = [bytes('one'), bytes('one'), bytes('two')];
    expect(first.every((side, index) => side.equals(again[index] ?? side.subarray(1)))).toBe(true);
    expect(first.some((side, index) => side.equals(other[index] ?? side))).toBe(false);
  });

  it('has the length, rate and channels asked for', () => {
    const { channels, sampleRate } = piece({
      durationSeconds: 2.5,
      sampleRate: 44_100,
      channels: 2,
    });
    expect(sampleRate).toBe(44_100);
    expect(channels.map((signal) => signal.length)).toEqual([110_250, 110_250]);
    expect(channels[0]).not.toEqual(channels[1]);
  });

  it.each(genres.map(({ name }) => name))('of %s is heard, and never clipped', (genre) => {
    for (const seed of ['1', '2']) {
      const { channels, sampleRate } = piece({ seed, genre, channels: 2 });
      const measures = measureAudio(channels, sampleRate);
      expect(measures.peak_amplitude).toBeLessThanOrEqual(10 ** (-1 / 20));
      expect(measures.peak_amplitude).toBeGreaterThan(0.4);
      expect(measures.rms_energy).toBeGreaterThan(0.05);
      expect(channels.every((signal) => signal.every(Number.isFinite))).toBe(true);
      for (const signal of channels) {
        const mean = signal.reduce((sum, sample) => sum + sample, 0) / signal.length;
        expect(Math.abs(mean)).toBeLessThan(0.005);
        // Begins and ends without a click.
        expect(Math.abs(signal[0] ?? 1)).toBeLessThan(0.01);
        expect(Math.abs(signal.at(-1) ?? 1)).toBeLessThan(0.01);
      }
    }
  });

  it.each([
    ['techno', 128],
    ['techno', 140],
    ['house', 120],
    ['house', 126.5],
    ['rock', 110],
  ])('of %s at %d bpm repeats itself with the beat', (genre, bpm) => {
    const found = onsets(leftOf({ genre, bpm, durationSeconds: 10 }), 32_000);
    const beat = 6_000 / bpm;
    for (const other of [0.8, 0.9, 1.1, 1.2, 1.3]) {
      expect(likeness(found, beat * 4)).toBeGreaterThan(likeness(found, beat * 4 * other) * 1.2);
    }
  });

  it.each([
    ['ambient', 'Cm'],
    ['ambient', 'F#'],
    ['cinematic', 'Bbm'],
    ['lo-fi', 'A'],
    ['jazz', 'Eb'],
    ['rock', 'Em'],
    ['house', 'C#m'],
  ])('of %s in %s sounds in its key', (genre, name) => {
    const key = parseKey(name);
    if (!key) throw new Error(`${name} is a key.`);
    const strengths = pitchClasses(leftOf({ genre, key: name, durationSeconds: 10 }), 32_000);
    const scale = scaleOf(key);
    const inside = scale.reduce((sum, pitch) => sum + (strengths[pitch] ?? 0), 0);
    // Noise would give seven of twelve, and drums are part of it.
    expect(inside).toBeGreaterThan(0.7);
    // The root stands out: one of twelve would be 0.083.
    expect(strengths[key.tonic]).toBeGreaterThan(0.09);
  });
});

describe('a score', () => {
  const score = (prompt: string, durationSeconds = 8) =>
    writeScore({ seed: 'score', prompt, durationSeconds });

  it('takes tempo, key, genre and instruments from the prompt', () => {
    const { bpm, key, genre, voices } = score('dusty lofi with flute, 84 BPM, in D minor');
    expect([bpm, key.name, genre.name, voices.lead]).toEqual([84, 'Dm', 'lo-fi', 'flute']);
  });

  it('prefers what the metadata says', () => {
    const { bpm, key, genre } = writeScore({
      seed: 'score',
      prompt: 'house at 120 bpm in C',
      durationSeconds: 8,
      bpm: 96,
      key: 'F#m',
      genre: 'jazz',
    });
    expect([bpm, key.name, genre.name]).toEqual([96, 'F#m', 'jazz']);
  });

  it.each([0, -5, 5_000, Number.NaN])('passes over a tempo of %d', (bpm) => {
    const request = { seed: 'score', prompt: 'techno', durationSeconds: 8, bpm };
    expect(writeScore(request).bpm).toBeGreaterThanOrEqual(128);
  });

  it('grows brighter and darker with the words of the prompt', () => {
    expect(score('bright uplifting house').brightness).toBeGreaterThan(score('house').brightness);
    expect(score('dark, muffled house').brightness).toBeLessThan(score('house').brightness);
  });

  it('holds notes for very short and very slow pieces, too', () => {
    expect(score('ambient, 60 bpm', 0.5).notes.length).toBeGreaterThan(2);
    expect(score('日本の琴', 30).notes.length).toBeGreaterThan(20);
  });

  it.each([
    ['drum & bass with house piano', 'drum and bass'],
    ['Deep House for the gym', 'house'],
    ['warehouse at night', null],
    ['hip-hop beat', 'hip hop'],
  ])('knows the genre of “%s”', (prompt, name) => {
    expect(genreIn(prompt)?.name ?? null).toBe(name);
  });
});
