import { type DrumName, playDrum } from './drums';
import { fade, lowPass, removeOffset, reverberation } from './effects';
import { frequencyOf } from './key';
import { createRandom } from './random';
import { type Hit, type Note, type Part, type PieceRequest, type Score, writeScore } from './score';
import { playNote, softLimit } from './voices';

/** What to play, and in which form. */
export type SynthesisRequest = PieceRequest &
  Readonly<{
    /** Hz, 8,000 to 192,000. */
    sampleRate: number;
    channels: 1 | 2;
  }>;

/** A piece as sound, with what it was made of. */
export type Piece = Readonly<{
  /** One signal per channel, −1 to 1. */
  channels: readonly Float32Array[];
  sampleRate: number;
  score: Score;
}>;

/** How loud the parts are beside each other. */
const partLevels: Readonly<Record<Part, number>> = { chords: 0.21, bass: 0.35, lead: 0.3 };
const drumLevels: Partial<Readonly<Record<DrumName, number>>> = {
  kick: 0.75,
  boom: 0.6,
  tom: 0.3,
  snare: 0.45,
  crackle: 0.25,
};

/**
 * Makes a short piece of music: chords, a bass, a tune and drums, in the tempo, key and genre asked
 * for. Pure and deterministic; about 10 ms of work per second of sound. Never louder than −1 dBFS.
 */
export const synthesise = (request: SynthesisRequest): Piece => {
  const { sampleRate, seed } = request;
  const length = Math.max(1, Math.round(request.durationSeconds * sampleRate));
  const score = writeScore(request);
  const band = emptyMix(request.channels, length);
  playNotes(band, score, sampleRate);
  duck(band, score, sampleRate);
  for (const signal of band) lowPass(signal, score.brightness, sampleRate);
  const kit = emptyMix(request.channels, length);
  playHits(kit, score.hits, sampleRate, seed);
  const channels = band.map((signal, side) => {
    const drums = kit[side] ?? new Float32Array(0);
    if (score.genre.name === 'lo-fi') lowPass(drums, 5200, sampleRate);
    return master(signal, drums, score, sampleRate, side);
  });
  // A calm piece is quieter than a driving one: −1.2 dBFS at most.
  normalise(channels, 10 ** ((-1.2 - 4 * (1 - score.energy)) / 20));
  return { channels, sampleRate, score };
};

const emptyMix = (channels: 1 | 2, length: number): readonly Float32Array[] =>
  Array.from({ length: channels }, () => new Float32Array(length));

const playNotes = (mix: readonly Float32Array[], score: Score, sampleRate: number): void => {
  // Patterns repeat: most notes have been played before, and only need to be added again.
  const played = new Map<string, Float32Array>();
  const play = (note: Note): Float32Array => {
    const id = `${note.part}/${note.midi}/${note.seconds.toFixed(4)}`;
    const known = played.get(id);
    if (known) return known;
    const frequency = frequencyOf(note.midi);
    const sound = playNote(score.voices[note.part], frequency, note.seconds, sampleRate);
    played.set(id, sound);
    return sound;
  };
  for (const note of score.notes) {
    add(mix, play(note), note.start, note.velocity * partLevels[note.part], note.pan, sampleRate);
  }
};

const playHits = (
  mix: readonly Float32Array[],
  hits: readonly Hit[],
  sampleRate: number,
  seed: string,
): void => {
  const played = new Map<DrumName, Float32Array>();
  for (const { drum, start, velocity } of hits) {
    const sound = played.get(drum) ?? playDrum(drum, sampleRate, createRandom(`${seed}/${drum}`));
    played.set(drum, sound);
    const pan = drum === 'hat' || drum === 'ride' || drum === 'open' ? -0.3 : 0;
    add(mix, sound, start, velocity * (drumLevels[drum] ?? 0.5), pan, sampleRate);
  }
};

/** Adds a sound to a mix from a moment on; what would stand beyond the end is left out. */
const add = (
  mix: readonly Float32Array[],
  sound: Float32Array,
  start: number,
  level: number,
  pan: number,
  sampleRate: number,
): void => {
  const offset = Math.round(start * sampleRate);
  mix.forEach((signal, side) => {
    const balance = mix.length === 1 ? 1 : side === 0 ? 1 - pan : 1 + pan;
    const gain = level * Math.min(1, balance);
    const end = Math.min(sound.length, signal.length - offset);
    for (let index = 0; index < end; index++) {
      signal[offset + index] = (signal[offset + index] ?? 0) + (sound[index] ?? 0) * gain;
    }
  });
};

/** Each kick pushes the rest down for a moment: the pumping of dance music. */
const duck = (mix: readonly Float32Array[], score: Score, sampleRate: number): void => {
  const depth = score.genre.ducking;
  const kicks = score.hits.filter((hit) => hit.drum === 'kick');
  if (depth === 0 || kicks.length === 0) return;
  const length = Math.round(0.3 * sampleRate);
  const gains = Float32Array.from(
    { length },
    (_, index) => 1 - depth * Math.exp(-index / (0.09 * sampleRate)),
  );
  for (const signal of mix) {
    kicks.forEach((kick, index) => {
      const offset = Math.round(kick.start * sampleRate);
      const next = Math.round((kicks[index + 1]?.start ?? Number.MAX_SAFE_INTEGER) * sampleRate);
      const end = Math.min(length, signal.length - offset, next - offset);
      for (let at = 0; at < end; at++) {
        signal[offset + at] = (signal[offset + at] ?? 0) * (gains[at] ?? 1);
      }
    });
  }
};

const master = (
  band: Float32Array,
  drums: Float32Array,
  { genre }: Score,
  sampleRate: number,
  side: number,
): Float32Array => {
  const dry = new Float32Array(band.length);
  for (let index = 0; index < dry.length; index++) {
    dry[index] = (band[index] ?? 0) + (drums[index] ?? 0) * 0.15;
  }
  const room = reverberation(dry, sampleRate, side * 0.0007);
  for (let index = 0; index < dry.length; index++) {
    const sum = (band[index] ?? 0) + (drums[index] ?? 0) + (room[index] ?? 0) * genre.reverb * 1.6;
    dry[index] = softLimit(sum * 1.1);
  }
  removeOffset(dry, sampleRate);
  fade(dry, Math.round(0.004 * sampleRate), Math.round(Math.min(0.9 * sampleRate, dry.length / 6)));
  return dry;
};

const normalise = (channels: readonly Float32Array[], target: number): void => {
  let peak = 1e-9;
  for (const signal of channels) {
    for (let index = 0; index < signal.length; index++) {
      const sample = signal[index] ?? 0;
      if (sample > peak) peak = sample;
      else if (-sample > peak) peak = -sample;
    }
  }
  const gain = target / peak;
  for (const signal of channels) {
    for (let index = 0; index < signal.length; index++) {
      signal[index] = (signal[index] ?? 0) * gain;
    }
  }
};
