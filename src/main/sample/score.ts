import type { DrumName } from './drums';
import { type Genre, genreIn, genres, hasWord, type Pattern } from './genres';
import { commonKeys, type Key, keyInPrompt, parseKey, semitonesOf } from './key';
import { createRandom, type Random } from './random';
import type { VoiceName } from './voices';

/** What a piece is to be. What is not given is found in the prompt, or chosen. */
export type PieceRequest = Readonly<{
  /** The same seed and wishes give the same piece: the generation's id. */
  seed: string;
  prompt: string;
  durationSeconds: number;
  /** Beats per minute. */
  bpm?: number | undefined;
  /** "Cm", "F#", "Bb". */
  key?: string | undefined;
  genre?: string | undefined;
}>;

export type Part = 'chords' | 'bass' | 'lead';
/** Seconds from the start; `velocity` 0 to 1; `pan` −1 left to 1 right. */
export type Note = Readonly<{
  part: Part;
  start: number;
  seconds: number;
  midi: number;
  velocity: number;
  pan: number;
}>;
export type Hit = Readonly<{ drum: DrumName; start: number; velocity: number }>;

/** A piece as written down, before it is played. */
export type Score = Readonly<{
  bpm: number;
  key: Key;
  genre: Genre;
  /** 0 to 1. */
  energy: number;
  voices: Readonly<Record<Part, VoiceName>>;
  /** Hz, above it the sound is dull. */
  brightness: number;
  notes: readonly Note[];
  hits: readonly Hit[];
}>;

/** Instruments that a prompt can ask for, and who plays them. */
const wishes: readonly (readonly [string, Part, VoiceName])[] = [
  ['piano', 'chords', 'piano'],
  ['rhodes', 'chords', 'rhodes'],
  ['electric piano', 'chords', 'rhodes'],
  ['organ', 'chords', 'organ'],
  ['strings', 'chords', 'strings'],
  ['pads', 'chords', 'pad'],
  ['guitar', 'lead', 'guitar'],
  ['flute', 'lead', 'flute'],
  ['saxophone', 'lead', 'horn'],
  ['trumpet', 'lead', 'horn'],
  ['brass', 'lead', 'horn'],
  ['horn', 'lead', 'horn'],
  ['bells', 'lead', 'bell'],
  ['marimba', 'lead', 'bell'],
  ['koto', 'lead', 'pluck'],
  ['synth', 'lead', 'square'],
  ['violin', 'lead', 'strings'],
  ['808', 'bass', 'sub'],
];

const darker = ['dark', 'warm', 'mellow', 'soft', 'dusty', 'muffled', 'rainy', 'calm'];
const brighter = ['bright', 'sparkling', 'crisp', 'uplifting', 'sunny', 'shimmering', 'energetic'];

/** Writes the piece. Pure: the same request gives the same score. */
export const writeScore = (request: PieceRequest): Score => {
  const random = createRandom(`score/${request.seed}`);
  const words = request.prompt.toLowerCase();
  const count = (list: readonly string[]) => list.filter((word) => hasWord(words, word)).length;
  const genre =
    (request.genre === undefined ? null : genreIn(request.genre)) ??
    genreIn(words) ??
    random.pick(genres);
  const bpm = tempoOf(request.bpm) ?? tempoIn(words) ?? Math.round(random.between(...genre.bpm));
  const mode = random.chance(genre.minor) ? 'minor' : 'major';
  const key =
    (request.key === undefined ? null : parseKey(request.key)) ??
    keyInPrompt(request.prompt) ??
    parseKey(random.pick(commonKeys[mode]));
  if (!key) throw new RangeError('No key of the list is a key.');
  const voices = { ...genre.voices };
  for (const [word, part, voice] of wishes) if (hasWord(words, word)) voices[part] = voice;
  const mood = count(brighter) - count(darker);
  const plan = { random, genre, key, bpm, durationSeconds: request.durationSeconds };
  return {
    bpm,
    key,
    genre,
    energy: Math.min(1, Math.max(0, random.between(...genre.energy) + 0.05 * mood)),
    voices,
    brightness: genre.brightness * 1.35 ** mood,
    ...writeBars(plan),
  };
};

const tempoOf = (bpm: number | undefined): number | null =>
  bpm !== undefined && bpm >= 30 && bpm <= 300 ? bpm : null;

const tempoIn = (words: string): number | null => {
  const match = /\b(\d{2,3}(?:\.\d+)?)\s*bpm\b/.exec(words);
  return match ? tempoOf(Number(match[1])) : null;
};

type Plan = Readonly<{
  random: Random;
  genre: Genre;
  key: Key;
  bpm: number;
  durationSeconds: number;
}>;

const stepsPerBar = 16;

const writeBars = (plan: Plan): Pick<Score, 'notes' | 'hits'> => {
  const { random, genre, key } = plan;
  const step = 60 / plan.bpm / 4;
  const bars = Math.max(1, Math.ceil(plan.durationSeconds / (step * stepsPerBar) - 0.05));
  // A short piece goes through its chords twice as fast, or it would be over after one or two.
  const chordsPerBar = bars <= 2 ? 2 : 1;
  const progression = random.pick(genre.progressions[key.mode]);
  const at = (bar: number, position: number): number =>
    (bar * stepsPerBar + position + swungBy(genre, position)) * step;
  const chordAt = (bar: number, position: number): number => {
    // The last bar goes home.
    if (bars > 1 && bar === bars - 1) return 0;
    const index = bar * chordsPerBar + Math.floor((position * chordsPerBar) / stepsPerBar);
    return progression[index % progression.length] ?? 0;
  };
  const context: Context = { ...plan, bars, step, at, chordAt, chordsPerBar };
  const lead = leadOf(context);
  return {
    notes: [...chordsOf(context), ...bassOf(context), ...lead].filter(
      (note) => note.start < plan.durationSeconds,
    ),
    hits: drumsOf(context).filter((hit) => hit.start < plan.durationSeconds),
  };
};

type Context = Plan &
  Readonly<{
    bars: number;
    /** Seconds of a sixteenth. */
    step: number;
    chordsPerBar: number;
    /** Seconds at which a step of a bar sounds. */
    at: (bar: number, position: number) => number;
    /** The step of the scale on which the chord of that moment stands. */
    chordAt: (bar: number, position: number) => number;
  }>;

const swungBy = ({ swing }: Genre, position: number): number => {
  if (swing.unit === 'eighths') return position % 4 >= 2 ? swing.amount * 2 : 0;
  return position % 2 === 1 ? swing.amount : 0;
};

const velocityOf = (sign: string | undefined): number =>
  sign === 'X' ? 1 : sign === 'x' ? 0.75 : sign === '-' ? 0.35 : 0;

/** The positions at which a pattern sounds, with their loudness. */
const strikes = (pattern: Pattern): readonly (readonly [number, number])[] =>
  [...pattern].flatMap((sign, position) => {
    const velocity = velocityOf(sign);
    return velocity === 0 ? [] : [[position, velocity] as const];
  });

const chordsOf = (context: Context): readonly Note[] => {
  const { random, genre, key, bars, step, at } = context;
  const base = random.pick(genre.chords);
  const pattern = context.chordsPerBar === 2 ? withStrikeAt(base, stepsPerBar / 2) : base;
  const notes: Note[] = [];
  for (let bar = 0; bar < bars; bar++) {
    const hits = strikes(pattern);
    hits.forEach(([position, velocity], index) => {
      const next = hits[index + 1]?.[0] ?? stepsPerBar;
      const steps = Math.min(next - position, genre.chordSteps);
      const root = context.chordAt(bar, position);
      const degrees = genre.sevenths ? [0, 2, 4, 6] : [0, 2, 4];
      degrees.forEach((degree, voice) => {
        const semitone = semitonesOf(key.mode, root + degree);
        notes.push({
          part: 'chords',
          start: at(bar, position) + voice * random.between(0, 0.008),
          seconds: steps * step * 0.96,
          midi: near(key.tonic + semitone, 62),
          velocity: velocity * random.between(0.85, 1),
          pan: (voice / (degrees.length - 1) - 0.5) * 0.9,
        });
      });
    });
  }
  return notes;
};

const withStrikeAt = (pattern: Pattern, position: number): Pattern =>
  pattern[position] === '.'
    ? `${pattern.slice(0, position)}X${pattern.slice(position + 1)}`
    : pattern;

/** The note of a pitch class that is nearest to a MIDI note: chords then move as little as can be. */
const near = (pitch: number, center: number): number => {
  const distance = (((pitch - center) % 12) + 12) % 12;
  return distance > 6 ? center + distance - 12 : center + distance;
};

const bassSteps: Readonly<Record<string, number>> = { r: 0, '3': 2, '5': 4, o: 7 };

const bassOf = (context: Context): readonly Note[] => {
  const { random, genre, key, bars, step, at } = context;
  const pattern = random.pick(genre.bass);
  const notes: Note[] = [];
  for (let bar = 0; bar < bars; bar++) {
    for (let position = 0; position < stepsPerBar; position++) {
      const degree = bassSteps[pattern[position] ?? '.'];
      if (degree === undefined) continue;
      let steps = 1;
      while (pattern[position + steps] === '~') steps++;
      const root = near(key.tonic + semitonesOf(key.mode, context.chordAt(bar, position)), 38);
      const above = semitonesOf(key.mode, context.chordAt(bar, position) + degree);
      const from = semitonesOf(key.mode, context.chordAt(bar, position));
      notes.push({
        part: 'bass',
        start: at(bar, position),
        seconds: steps * step * 0.94,
        midi: root + above - from,
        velocity: position % 4 === 0 ? 1 : 0.85,
        pan: 0,
      });
    }
  }
  return notes;
};

/** A rhythm and the way up and down, which comes back and is varied: what makes a tune of notes. */
type Motif = readonly Readonly<{ position: number; steps: number; move: number }>[];

const motifOf = (random: Random, genre: Genre): Motif => {
  const places = [0, 2, 3, 4, 6, 8, 10, 11, 12, 14];
  const wanted = Math.max(2, genre.leadNotes + random.integer(-1, 1));
  const chosen = new Set<number>([random.pick([0, 0, 2])]);
  while (chosen.size < Math.min(wanted, places.length - 2)) chosen.add(random.pick(places));
  const positions = [...chosen].sort((a, b) => a - b);
  return positions.map((position, index) => ({
    position,
    steps: Math.min((positions[index + 1] ?? stepsPerBar) - position, 6),
    move: random.weighted([
      [-1, 4],
      [1, 4],
      [-2, 2],
      [2, 2],
      [0, 1],
      [4, 0.5],
    ]),
  }));
};

const leadOf = (context: Context): readonly Note[] => {
  const { random, genre, key, bars, step, at } = context;
  const motif = motifOf(random, genre);
  const answer = motifOf(random, genre);
  const center = near(key.tonic, 72);
  const notes: Note[] = [];
  let degree = random.pick([0, 2, 4]);
  for (let bar = bars > 3 ? 1 : 0; bar < bars; bar++) {
    const last = bar === bars - 1;
    for (const { position, steps, move } of bar % 4 === 3 ? answer : motif) {
      degree += move;
      if (degree > 8) degree -= 5;
      if (degree < -4) degree += 5;
      // On the beat, a note of the chord; between, whatever lies on the way.
      if (position % 4 === 0) degree = onChord(degree, context.chordAt(bar, position));
      if (last && position >= 8) degree = Math.abs(degree) <= 3 ? 0 : degree > 0 ? 7 : 0;
      notes.push({
        part: 'lead',
        start: at(bar, position),
        seconds: steps * step * 0.9,
        midi: center + semitonesOf(key.mode, degree),
        velocity: (position % 4 === 0 ? 0.95 : 0.75) * random.between(0.85, 1),
        pan: 0.25,
      });
      if (last && position >= 12) break;
    }
  }
  return notes;
};

/** The nearest step that belongs to the triad on `root`. */
const onChord = (degree: number, root: number): number => {
  for (const distance of [0, -1, 1, -2, 2]) {
    const within = (((degree + distance - root) % 7) + 7) % 7;
    if (within === 0 || within === 2 || within === 4) return degree + distance;
  }
  return degree;
};

const drumsOf = (context: Context): readonly Hit[] => {
  const { random, genre, bars, at } = context;
  const hits: Hit[] = [];
  for (const [name, alternatives] of Object.entries(genre.drums)) {
    const drum = name as DrumName;
    const pattern = random.pick(alternatives);
    for (let bar = 0; bar < bars; bar++) {
      for (const [position, velocity] of strikes(pattern)) {
        // A breath before the last bar.
        if (bar === bars - 2 && position >= 14 && drum !== 'kick') continue;
        hits.push({
          drum,
          start: at(bar, position),
          velocity: velocity * random.between(0.88, 1),
        });
      }
    }
  }
  return hits;
};
