/** The sound of one instrument, made of two waveforms that fade from the first into the second. */
type Voice = Readonly<{
  /** Amplitude of each harmonic (1 = fundamental) when the note is struck, and when it has rung. */
  struck: (harmonic: number) => number;
  ringing: (harmonic: number) => number;
  /** Seconds in which the struck waveform gives way to the ringing one, by a factor e. */
  mellowing: number;
  harmonics: number;
  /** Seconds to full loudness; seconds per factor e down to `sustain`; seconds to silence. */
  attack: number;
  decay: number;
  sustain: number;
  release: number;
  /** Cents between two oscillators; 0 for one alone. */
  detune: number;
  /** Cents up and down, five times a second. */
  vibrato: number;
  /** Overdrive, 0 for none. */
  drive: number;
  level: number;
}>;

const saw = (n: number): number => 1 / n;
const softSaw = (n: number): number => 1 / n ** 1.6;
const dull = (n: number): number => 1 / n ** 2.6;
const pure = (n: number): number => (n === 1 ? 1 : 0);
const odd = (n: number): number => (n % 2 === 1 ? 1 / n : 0);
const plucked = (n: number): number => Math.abs(Math.sin((n * Math.PI) / 5)) / n ** 1.2;
const from =
  (amplitudes: readonly number[]) =>
  (n: number): number =>
    amplitudes[n - 1] ?? 0;

const plain = {
  mellowing: 1,
  harmonics: 16,
  attack: 0.004,
  decay: 0.8,
  sustain: 0,
  release: 0.12,
  detune: 0,
  vibrato: 0,
  drive: 0,
  level: 1,
} as const;

const voices = {
  rhodes: {
    ...plain,
    struck: from([1, 0.35, 0.1, 0.22, 0.03, 0.12]),
    ringing: from([1, 0.12, 0.02]),
    mellowing: 0.18,
    decay: 1.1,
    release: 0.25,
    vibrato: 4,
    level: 0.8,
  },
  piano: {
    ...plain,
    struck: softSaw,
    ringing: dull,
    mellowing: 0.25,
    decay: 0.9,
    detune: 3,
    release: 0.18,
  },
  pad: {
    ...plain,
    struck: dull,
    ringing: softSaw,
    mellowing: 0.9,
    attack: 0.35,
    decay: 1,
    sustain: 0.9,
    release: 0.7,
    detune: 11,
    level: 0.6,
  },
  strings: {
    ...plain,
    struck: dull,
    ringing: (n) => 1 / n ** 1.3,
    mellowing: 0.3,
    attack: 0.12,
    sustain: 0.9,
    release: 0.35,
    detune: 8,
    vibrato: 7,
    level: 0.55,
  },
  horn: {
    ...plain,
    struck: from([0.7, 0.6, 0.3, 0.1]),
    ringing: from([1, 0.8, 0.65, 0.4, 0.28, 0.16, 0.08]),
    mellowing: 0.12,
    attack: 0.05,
    sustain: 0.8,
    release: 0.15,
    vibrato: 9,
    level: 0.55,
  },
  flute: {
    ...plain,
    struck: from([1, 0.4, 0.12, 0.05]),
    ringing: from([1, 0.22, 0.06]),
    mellowing: 0.1,
    attack: 0.06,
    sustain: 0.85,
    release: 0.15,
    vibrato: 12,
    level: 0.75,
  },
  bell: {
    ...plain,
    struck: from([1, 0, 0.5, 0, 0, 0.35, 0, 0.2]),
    ringing: from([1, 0, 0.15]),
    mellowing: 0.4,
    decay: 1.6,
    release: 1,
    level: 0.6,
  },
  pluck: { ...plain, struck: saw, ringing: dull, mellowing: 0.08, decay: 0.35, detune: 6 },
  guitar: { ...plain, struck: plucked, ringing: dull, mellowing: 0.3, decay: 1, drive: 0.6 },
  drive: {
    ...plain,
    struck: saw,
    ringing: softSaw,
    mellowing: 0.5,
    decay: 2,
    release: 0.06,
    detune: 5,
    drive: 3,
    level: 0.5,
  },
  square: { ...plain, struck: odd, ringing: dull, mellowing: 0.1, decay: 0.25, level: 0.6 },
  stab: { ...plain, struck: saw, ringing: dull, mellowing: 0.12, decay: 0.2, detune: 9 },
  organ: {
    ...plain,
    struck: from([1, 0.8, 0.5, 0.3, 0, 0.25, 0, 0.2]),
    ringing: from([1, 0.8, 0.4, 0.3, 0, 0.2, 0, 0.1]),
    sustain: 0.9,
    vibrato: 5,
    level: 0.5,
  },
  round: {
    ...plain,
    struck: from([1, 0.5, 0.3, 0.15, 0.08]),
    ringing: from([1, 0.25, 0.06]),
    mellowing: 0.15,
    sustain: 0.5,
    release: 0.05,
  },
  upright: {
    ...plain,
    struck: from([1, 0.7, 0.45, 0.3, 0.15, 0.1]),
    ringing: from([1, 0.4, 0.1]),
    mellowing: 0.12,
    decay: 0.5,
    sustain: 0.1,
    release: 0.08,
  },
  pick: {
    ...plain,
    struck: saw,
    ringing: from([1, 0.5, 0.3, 0.15]),
    mellowing: 0.1,
    decay: 0.6,
    sustain: 0.3,
    release: 0.04,
    drive: 1,
  },
  reese: {
    ...plain,
    struck: softSaw,
    ringing: from([1, 0.6, 0.4, 0.3, 0.2, 0.1]),
    attack: 0.008,
    sustain: 0.8,
    release: 0.05,
    detune: 18,
    drive: 0.8,
    level: 0.8,
  },
  sub: {
    ...plain,
    struck: from([1, 0.35, 0.12]),
    ringing: from([1, 0.1]),
    mellowing: 0.2,
    decay: 0.9,
    sustain: 0.2,
    release: 0.08,
    drive: 1,
  },
  sine: { ...plain, struck: pure, ringing: pure, attack: 0.2, sustain: 0.9, release: 0.8 },
} as const satisfies Readonly<Record<string, Voice>>;

export type VoiceName = keyof typeof voices;

const tableSize = 2048;
const tables = new Map<string, Float32Array>();

/** One cycle of a waveform, with one sample more than its size so that it can be interpolated. */
const tableOf = (name: VoiceName, part: 'struck' | 'ringing', harmonics: number): Float32Array => {
  const id = `${name}/${part}/${harmonics}`;
  const known = tables.get(id);
  if (known) return known;
  const amplitude: (harmonic: number) => number = voices[name][part];
  const table = new Float32Array(tableSize + 1);
  let power = 0;
  for (let harmonic = 1; harmonic <= harmonics; harmonic++) {
    const size = amplitude(harmonic);
    if (size === 0) continue;
    power += size * size;
    const step = (2 * Math.PI * harmonic) / tableSize;
    for (let index = 0; index <= tableSize; index++) {
      table[index] = (table[index] ?? 0) + size * Math.sin(step * index);
    }
  }
  const gain = 1 / Math.sqrt(Math.max(power, 1e-9));
  for (let index = 0; index <= tableSize; index++) table[index] = (table[index] ?? 0) * gain;
  tables.set(id, table);
  return table;
};

/**
 * One note, alone and mono, its release included.
 *
 * @param frequency Hz
 * @param seconds until it is let go
 */
export const playNote = (
  name: VoiceName,
  frequency: number,
  seconds: number,
  sampleRate: number,
): Float32Array => {
  const voice: Voice = voices[name];
  // Below half the sample rate, or harmonics would come back as other tones.
  const harmonics = Math.max(
    1,
    Math.min(voice.harmonics, Math.floor((0.45 * sampleRate) / frequency)),
  );
  const struck = tableOf(name, 'struck', harmonics);
  const ringing = tableOf(name, 'ringing', harmonics);
  const held = Math.max(1, Math.round(seconds * sampleRate));
  const out = new Float32Array(held + Math.round(voice.release * sampleRate));
  const attack = Math.min(held, Math.max(1, Math.round(voice.attack * sampleRate)));
  const toSustain = Math.exp(-1 / (voice.decay * sampleRate));
  const toSilence = Math.exp(-6 / (voice.release * sampleRate));
  const mellow = Math.exp(-1 / (voice.mellowing * sampleRate));
  const spread = 2 ** (voice.detune / 2400);
  const two = voice.detune > 0;
  const base = (frequency * tableSize) / sampleRate;
  const wobble = voice.vibrato * (Math.LN2 / 1200);
  const wobbleStep = (2 * Math.PI * 5.2) / sampleRate;
  let phaseA = 0;
  let phaseB = tableSize * 0.37;
  let stepA = base / spread;
  let stepB = base * spread;
  let level = 0;
  let freshness = 1;
  for (let index = 0; index < out.length; index++) {
    if (index < attack) level = (index + 1) / attack;
    else if (index < held) level = voice.sustain + (level - voice.sustain) * toSustain;
    else level *= toSilence;
    freshness *= mellow;
    if (wobble > 0 && (index & 63) === 0) {
      const bend = 1 + wobble * Math.sin(wobbleStep * index) * Math.min(1, index / held);
      stepA = (base * bend) / spread;
      stepB = base * bend * spread;
    }
    let sound = read(struck, ringing, freshness, phaseA);
    phaseA += stepA;
    if (phaseA >= tableSize) phaseA -= tableSize;
    if (two) {
      sound = 0.6 * (sound + read(struck, ringing, freshness, phaseB));
      phaseB += stepB;
      if (phaseB >= tableSize) phaseB -= tableSize;
    }
    out[index] = sound * level;
  }
  if (voice.drive > 0) {
    for (let index = 0; index < out.length; index++) {
      out[index] = softLimit((out[index] ?? 0) * (1 + voice.drive));
    }
  }
  for (let index = 0; index < out.length; index++) out[index] = (out[index] ?? 0) * voice.level;
  return out;
};

const read = (
  struck: Float32Array,
  ringing: Float32Array,
  freshness: number,
  phase: number,
): number => {
  const index = phase | 0;
  const between = phase - index;
  const a = struck[index] ?? 0;
  const b = ringing[index] ?? 0;
  const first = b + (a - b) * freshness;
  const c = struck[index + 1] ?? 0;
  const d = ringing[index + 1] ?? 0;
  return first + (d + (c - d) * freshness - first) * between;
};

/** Close to the hyperbolic tangent, and much quicker: never beyond ±1. */
export const softLimit = (x: number): number => {
  if (x > 3) return 1;
  if (x < -3) return -1;
  const square = x * x;
  return (x * (27 + square)) / (27 + 9 * square);
};
