import { type Genre, genreIn, genres } from './genres';
import { commonKeys, parseKey } from './key';
import type { Random } from './random';

/** A prompt of the sample library, with the music that whoever wrote it has in mind. */
export type SamplePrompt = Readonly<{
  text: string;
  genre: Genre;
  /** Beats per minute and key where the prompt names them; otherwise each job has its own. */
  bpm: number | null;
  key: string | null;
  instruments: readonly string[];
}>;

const moods = [
  'warm',
  'dreamy',
  'melancholic',
  'uplifting',
  'dark',
  'gentle',
  'hopeful',
  'nostalgic',
  'playful',
  'tense',
  'rainy',
  'sunny',
  'hypnotic',
  'mellow',
  'bright',
  'late-night',
] as const;
const instruments = [
  'piano',
  'rhodes',
  'strings',
  'guitar',
  'flute',
  'bells',
  'organ',
  'saxophone',
  'trumpet',
  'marimba',
  'synth',
  'violin',
  'pads',
  'brass',
] as const;
const places = [
  'empty streets after rain',
  'a train window at dusk',
  'a quiet harbour in the morning',
  'city lights from above',
  'an old film reel',
  'a forest in the fog',
  'the last day of summer',
  'a small bar at closing time',
] as const;
const uses = [
  'a podcast intro',
  'a product video',
  'studying',
  'a chase scene',
  'a title screen',
  'a slow morning',
  'the gym',
  'end credits',
] as const;

/** Prompts as people really type them, beyond what a pattern makes. */
const handWritten: readonly (readonly [string, string])[] = [
  ['静かな雨の夜のローファイ、柔らかいピアノ', 'lo-fi'],
  ['日本の琴とドラムンベース 🎵', 'drum and bass'],
  ['Café jazz, très doux, with a muted trumpet', 'jazz'],
  ['Düsterer Techno für 3 Uhr morgens', 'techno'],
  ['100% analog techno, no samples', 'techno'],
  ['lofi', 'lo-fi'],
  ['something like the rain', 'ambient'],
  ['boom bap beat, dusty drums & "jazzy" keys', 'hip hop'],
  ['garage rock; two chords; LOUD', 'rock'],
  [
    'An epic orchestral piece that begins with a single soft note on the violin, is joined by low ' +
      'strings and a distant horn, grows bar by bar as if a ship came slowly out of the fog, reaches ' +
      'its height with timpani, full brass and choir when the coast is finally in sight, and ends ' +
      'as quietly as it began, with nothing but the violin and the sound of water left behind',
    'cinematic',
  ],
];

/** So many different prompts, the first the most loved. */
export const samplePrompts = (random: Random, count: number): readonly SamplePrompt[] => {
  const found = new Map<string, SamplePrompt>();
  for (const [text, name] of handWritten) {
    const genre = genreIn(name);
    if (genre) found.set(text, { text, genre, bpm: null, key: null, instruments: [] });
  }
  while (found.size < count) {
    const prompt = newPrompt(random);
    if (!found.has(prompt.text)) found.set(prompt.text, prompt);
  }
  return shuffled([...found.values()], random);
};

const newPrompt = (random: Random): SamplePrompt => {
  const genre = random.pick(genres);
  const name = random.chance(0.6) ? genre.name : random.pick(genre.words.slice(0, 3));
  const mood = random.pick(moods);
  const first = random.pick(instruments);
  const second = random.pick(instruments.filter((instrument) => instrument !== first));
  const bpm = Math.round(random.between(...genre.bpm));
  const key = random.pick(commonKeys[random.chance(genre.minor) ? 'minor' : 'major']);
  const plain = { genre, bpm: null, key: null };
  return random.pick([
    () => ({ ...plain, text: `${mood} ${name} with ${first}`, instruments: [first] }),
    () => ({
      ...plain,
      text: `${mood} ${name} with ${first} and ${second}`,
      instruments: [first, second],
    }),
    () => ({ ...plain, text: `${name}, ${mood}, ${random.pick(places)}`, instruments: [] }),
    () => ({
      ...plain,
      bpm,
      text: `${name} for ${random.pick(uses)}, ${bpm} bpm`,
      instruments: [],
    }),
    () => ({
      ...plain,
      bpm,
      key,
      text: `${mood} ${name} with ${first}, ${bpm} BPM, in ${spokenKey(key)}`,
      instruments: [first],
    }),
    () => ({
      ...plain,
      key,
      text: `${mood} ${first} over ${name}, in ${spokenKey(key)}`,
      instruments: [first],
    }),
  ])();
};

const spokenKey = (name: string): string => {
  const mode = parseKey(name)?.mode ?? 'major';
  return `${name.replace(/m$/, '')} ${mode}`;
};

const shuffled = <T>(items: readonly T[], random: Random): readonly T[] =>
  items
    .map((item) => [random.next(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
