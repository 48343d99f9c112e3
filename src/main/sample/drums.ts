import type { Random } from './random';

/** One hit, alone and mono. */
type Drum = (sampleRate: number, random: Random) => Float32Array;

const seconds = (length: number, sampleRate: number): Float32Array =>
  new Float32Array(Math.round(length * sampleRate));

/** A tone that falls from one frequency to another, both in Hz, and dies away. */
const thump =
  (high: number, low: number, fall: number, decay: number, click: number): Drum =>
  (sampleRate, random) => {
    const out = seconds(decay * 5, sampleRate);
    let phase = 0;
    for (let index = 0; index < out.length; index++) {
      const time = index / sampleRate;
      phase += (2 * Math.PI * (low + (high - low) * Math.exp(-time / fall))) / sampleRate;
      const body = Math.sin(phase) * Math.exp(-time / decay);
      const noise = click * (random.next() * 2 - 1) * Math.exp(-time / 0.003);
      out[index] = (body + noise) * Math.min(1, time / 0.0015);
    }
    return out;
  };

/** Noise above (`high`) or around (`band`) a frequency in Hz, dying away; bursts are seconds. */
const hiss =
  (
    kind: 'high' | 'band',
    frequency: number,
    decay: number,
    level: number,
    bursts: readonly number[] = [0],
  ): Drum =>
  (sampleRate, random) => {
    const last = bursts.at(-1) ?? 0;
    const out = seconds(last + decay * 5, sampleRate);
    // A state-variable filter.
    const tune = 2 * Math.sin((Math.PI * Math.min(frequency, sampleRate / 7)) / sampleRate);
    let low = 0;
    let band = 0;
    for (let index = 0; index < out.length; index++) {
      const time = index / sampleRate;
      let loudness = 0;
      for (const start of bursts) {
        const length = start === last ? decay : 0.006;
        if (time >= start) loudness = Math.max(loudness, Math.exp((start - time) / length));
      }
      low += tune * band;
      const high = random.next() * 2 - 1 - low - 0.7 * band;
      band += tune * high;
      out[index] = (kind === 'high' ? high : band) * loudness * level * Math.min(1, time / 0.0008);
    }
    return out;
  };

const both =
  (first: Drum, second: Drum): Drum =>
  (sampleRate, random) => {
    const a = first(sampleRate, random);
    const b = second(sampleRate, random);
    const [long, short] = a.length >= b.length ? [a, b] : [b, a];
    for (let index = 0; index < short.length; index++) {
      long[index] = (long[index] ?? 0) + (short[index] ?? 0);
    }
    return long;
  };

/** The surface noise of a record: a little hiss and a few ticks, two seconds of it. */
const crackle: Drum = (sampleRate, random) => {
  const out = seconds(2, sampleRate);
  let smooth = 0;
  for (let index = 0; index < out.length; index++) {
    smooth += 0.2 * ((random.next() * 2 - 1) * 0.012 - smooth);
    out[index] = smooth + (random.next() < 7 / sampleRate ? random.between(-0.16, 0.16) : 0);
  }
  return out;
};

const drums = {
  kick: thump(150, 48, 0.03, 0.11, 0.25),
  boom: thump(95, 42, 0.06, 0.32, 0.1),
  tom: thump(180, 105, 0.05, 0.12, 0.08),
  snare: both(thump(240, 185, 0.02, 0.06, 0), hiss('high', 1800, 0.075, 0.42)),
  clap: hiss('band', 1300, 0.08, 0.75, [0, 0.011, 0.022]),
  rim: both(thump(900, 820, 0.01, 0.018, 0), hiss('band', 2400, 0.012, 0.4)),
  hat: hiss('high', 7000, 0.022, 0.3),
  open: hiss('high', 6500, 0.1, 0.26),
  ride: both(hiss('high', 6800, 0.16, 0.14), thump(3200, 3150, 0.1, 0.05, 0)),
  brush: hiss('band', 2600, 0.09, 0.35),
  crackle,
} as const satisfies Readonly<Record<string, Drum>>;

export type DrumName = keyof typeof drums;

/** One hit of a drum, alone and mono, about ±1 at most. */
export const playDrum = (name: DrumName, sampleRate: number, random: Random): Float32Array =>
  drums[name](sampleRate, random);
