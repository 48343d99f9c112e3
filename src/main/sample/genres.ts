import type { DrumName } from './drums';
import type { VoiceName } from './voices';

/** One bar of sixteen steps. `X` accented, `x` normal, `-` soft, anything else silent. */
export type Pattern = string;

/**
 * One bar of sixteen steps of a bass: `r` root, `5` fifth, `3` third, `o` the octave, `~` holds the
 * note before, anything else is silent.
 */
export type BassPattern = string;

/** How a kind of music goes. All of it is data: arrangement.ts turns it into notes. */
export type Genre = Readonly<{
  name: string;
  /** What prompts call it, lower case; the longest match in a prompt wins. */
  words: readonly string[];
  /** Usual tempo, beats per minute, lowest and highest. */
  bpm: readonly [number, number];
  /** Share of pieces in a minor key. */
  minor: number;
  /** By how much of itself the first of two steps is longer, 0 for straight; and which steps. */
  swing: Readonly<{ unit: 'eighths' | 'sixteenths'; amount: number }>;
  /** Chords as steps of the scale, 0 for the tonic, one per bar, by mode. */
  progressions: Readonly<Record<'major' | 'minor', readonly (readonly number[])[]>>;
  sevenths: boolean;
  /** Alternatives per drum. */
  drums: Partial<Readonly<Record<DrumName, readonly Pattern[]>>>;
  bass: readonly BassPattern[];
  /** When the chords are struck; each lasts until the next one, or `chordSteps` steps. */
  chords: readonly Pattern[];
  chordSteps: number;
  voices: Readonly<{ chords: VoiceName; bass: VoiceName; lead: VoiceName }>;
  /** Notes of the melody per bar, about. */
  leadNotes: number;
  /** Hz above which the sound grows dull. */
  brightness: number;
  /** Share of reverberation, 0 to 1. */
  reverb: number;
  /** How far the kick pushes chords and bass down, 0 to 1. */
  ducking: number;
  energy: readonly [number, number];
  /** Instruments that its metadata names. */
  instruments: readonly string[];
}>;

const everywhere: Genre['progressions'] = {
  major: [
    [0, 4, 5, 3],
    [0, 5, 3, 4],
    [0, 3, 5, 4],
    [0, 2, 3, 4],
  ],
  minor: [
    [0, 5, 2, 6],
    [0, 6, 5, 6],
    [0, 3, 5, 4],
    [0, 2, 6, 3],
  ],
};
const still: Genre['progressions'] = {
  major: [
    [0, 3],
    [0, 5, 3, 0],
    [0, 1, 0, 3],
  ],
  minor: [
    [0, 5],
    [0, 0, 6, 5],
    [0, 3, 0, 6],
  ],
};
const straight = { unit: 'sixteenths', amount: 0 } as const;

export const genres: readonly Genre[] = [
  {
    name: 'lo-fi',
    words: ['lofi', 'lo-fi', 'lo fi', 'chillhop', 'study beats'],
    bpm: [70, 92],
    minor: 0.6,
    swing: { unit: 'sixteenths', amount: 0.22 },
    progressions: {
      major: [
        [3, 4, 2, 5],
        [0, 5, 1, 4],
        [0, 2, 3, 3],
      ],
      minor: [
        [0, 5, 3, 4],
        [0, 3, 6, 2],
        [0, 5, 2, 6],
      ],
    },
    sevenths: true,
    drums: {
      kick: ['X......x..x.....', 'X.....x...X.....'],
      snare: ['....x.......x...', '....x.......x..-'],
      hat: ['x.-.x.-.x.-.x.-.', 'x.x.x.xxx.x.x.x.'],
      crackle: ['x...............'],
    },
    bass: ['r~~~..r~5~~~..r.', 'r~~~~~~.r~5~~~..'],
    chords: ['X.........x.....', 'X.....x.........'],
    chordSteps: 8,
    voices: { chords: 'rhodes', bass: 'round', lead: 'rhodes' },
    leadNotes: 4,
    brightness: 3200,
    reverb: 0.22,
    ducking: 0.25,
    energy: [0.2, 0.45],
    instruments: ['rhodes', 'upright bass', 'vinyl crackle', 'boom bap drums'],
  },
  {
    name: 'house',
    words: ['house', 'deep house', 'disco', 'dance', 'edm', 'garage'],
    bpm: [120, 127],
    minor: 0.6,
    swing: { unit: 'sixteenths', amount: 0.08 },
    progressions: everywhere,
    sevenths: true,
    drums: {
      kick: ['X...X...X...X...'],
      clap: ['....X.......X...'],
      open: ['..x...x...x...x.'],
      hat: ['-.-.-.-.-.-.-.-.', '--x.--x.--x.--x.'],
    },
    bass: ['..r...r...r...o.', '..r~..r~.r.r..5~'],
    chords: ['X..x..x...x..x..', '..x..x....x..x..', 'X.....x...x.....'],
    chordSteps: 2,
    voices: { chords: 'piano', bass: 'round', lead: 'pluck' },
    leadNotes: 5,
    brightness: 9000,
    reverb: 0.2,
    ducking: 0.55,
    energy: [0.6, 0.85],
    instruments: ['piano', 'drum machine', 'synth bass', 'strings'],
  },
  {
    name: 'techno',
    words: ['techno', 'industrial', 'acid', 'trance', 'minimal'],
    bpm: [128, 140],
    minor: 0.95,
    swing: straight,
    progressions: {
      major: [[0, 0, 0, 3]],
      minor: [[0], [0, 0, 5, 6], [0, 0, 0, 6]],
    },
    sevenths: false,
    drums: {
      kick: ['X...X...X...X...'],
      hat: ['..X...X...X...X.', '-.X.-.X.-.X.-.X-'],
      rim: ['...x..x...x..x..', '......x..x......'],
      clap: ['....-.......x...'],
    },
    bass: ['.rrr.rrr.rrr.rrr', '..r.r.r...r.r.o.'],
    chords: ['...x..x.........', '..x.....x.......'],
    chordSteps: 2,
    voices: { chords: 'stab', bass: 'reese', lead: 'square' },
    leadNotes: 6,
    brightness: 7500,
    reverb: 0.25,
    ducking: 0.6,
    energy: [0.7, 0.95],
    instruments: ['synthesizer', 'drum machine', 'acid bass'],
  },
  {
    name: 'drum and bass',
    words: ['drum and bass', 'drum & bass', 'dnb', 'd&b', 'jungle', 'breakbeat'],
    bpm: [168, 176],
    minor: 0.85,
    swing: straight,
    progressions: everywhere,
    sevenths: false,
    drums: {
      kick: ['X.........X.....', 'X.........x..x..'],
      snare: ['....X.......X...', '....X..-.-..X..-'],
      hat: ['x.x.x.x.x.x.x.x.', 'x-x-x.x-x-x.x-x.'],
    },
    bass: ['r~~~~~r~~~~~5~~~', 'r~~~~~~~..r~r~3~'],
    chords: ['X...............'],
    chordSteps: 16,
    voices: { chords: 'pad', bass: 'reese', lead: 'pluck' },
    leadNotes: 4,
    brightness: 8500,
    reverb: 0.24,
    ducking: 0.35,
    energy: [0.7, 0.95],
    instruments: ['breakbeat drums', 'reese bass', 'pads'],
  },
  {
    name: 'ambient',
    words: ['ambient', 'drone', 'meditation', 'atmospheric', 'new age', 'sleep'],
    bpm: [60, 80],
    minor: 0.45,
    swing: straight,
    progressions: still,
    sevenths: true,
    drums: {},
    bass: ['r~~~~~~~~~~~~~~~'],
    chords: ['X...............'],
    chordSteps: 16,
    voices: { chords: 'pad', bass: 'sine', lead: 'bell' },
    leadNotes: 3,
    brightness: 4200,
    reverb: 0.5,
    ducking: 0,
    energy: [0.05, 0.25],
    instruments: ['pads', 'bells', 'field recording'],
  },
  {
    name: 'cinematic',
    words: ['cinematic', 'orchestral', 'epic', 'film score', 'trailer', 'classical', 'symphonic'],
    bpm: [76, 104],
    minor: 0.75,
    swing: straight,
    progressions: everywhere,
    sevenths: false,
    drums: {
      boom: ['X.......x.......', 'X.....x.x...x.x.'],
      tom: ['..x.x...x.x.x.xx', '........x...x.xx'],
    },
    bass: ['r~~~~~~~r~~~~~~~', 'r~r~r~r~r~r~r~r~'],
    chords: ['X...............', 'X.......X.......'],
    chordSteps: 16,
    voices: { chords: 'strings', bass: 'strings', lead: 'horn' },
    leadNotes: 4,
    brightness: 6500,
    reverb: 0.4,
    ducking: 0,
    energy: [0.4, 0.8],
    instruments: ['strings', 'french horn', 'timpani', 'choir'],
  },
  {
    name: 'rock',
    words: ['rock', 'punk', 'metal', 'grunge', 'indie', 'surf'],
    bpm: [104, 148],
    minor: 0.45,
    swing: straight,
    progressions: {
      major: [
        [0, 3, 4, 3],
        [0, 4, 5, 3],
        [0, 3, 0, 4],
      ],
      minor: [
        [0, 5, 6, 0],
        [0, 6, 5, 6],
        [0, 2, 6, 5],
      ],
    },
    sevenths: false,
    drums: {
      kick: ['X.......X.x.....', 'X.....x.X.......'],
      snare: ['....X.......X...'],
      hat: ['X.x.X.x.X.x.X.x.'],
    },
    bass: ['r.r.r.r.r.r.r.r.', 'r~r.r.r.r~r.5.r.'],
    chords: ['X.x.X.x.X.x.X.x.', 'X.....x.X.......'],
    chordSteps: 4,
    voices: { chords: 'drive', bass: 'pick', lead: 'guitar' },
    leadNotes: 5,
    brightness: 6500,
    reverb: 0.14,
    ducking: 0,
    energy: [0.65, 0.95],
    instruments: ['electric guitar', 'bass guitar', 'drum kit'],
  },
  {
    name: 'jazz',
    words: ['jazz', 'swing', 'bebop', 'bossa nova', 'blues', 'soul'],
    bpm: [96, 152],
    minor: 0.4,
    swing: { unit: 'eighths', amount: 0.32 },
    progressions: {
      major: [
        [0, 5, 1, 4],
        [1, 4, 0, 0],
        [0, 3, 2, 5, 1, 4, 0, 0],
      ],
      minor: [
        [0, 3, 1, 4],
        [0, 5, 1, 4],
      ],
    },
    sevenths: true,
    drums: {
      ride: ['X...x.x.X...x.x.'],
      kick: ['-.......-.......'],
      brush: ['....x.......x...', '....x..-....x...'],
    },
    bass: ['r~~.3~~.5~~.o~~.', 'r~~.5~~.3~~.5~~.'],
    chords: ['......x.....x...', 'X.....x.........', '....x.....x.....'],
    chordSteps: 3,
    voices: { chords: 'piano', bass: 'upright', lead: 'horn' },
    leadNotes: 6,
    brightness: 6000,
    reverb: 0.2,
    ducking: 0,
    energy: [0.3, 0.6],
    instruments: ['piano', 'upright bass', 'saxophone', 'brushed drums'],
  },
  {
    name: 'hip hop',
    words: ['hip hop', 'hip-hop', 'trap', 'rap', 'boom bap', 'r&b', 'dubstep'],
    bpm: [82, 98],
    minor: 0.85,
    swing: { unit: 'sixteenths', amount: 0.12 },
    progressions: everywhere,
    sevenths: false,
    drums: {
      kick: ['X..x......X..x..', 'X......X..x.....'],
      clap: ['....X.......X...'],
      hat: ['x.x.x.xxx.x.x.x.', 'x.x.x.x.x-x-xxxx'],
    },
    bass: ['r~~~~~....r~~~..', 'r~~~~~~r~~~~....'],
    chords: ['X...............', 'X.....x.....x...'],
    chordSteps: 8,
    voices: { chords: 'strings', bass: 'sub', lead: 'bell' },
    leadNotes: 5,
    brightness: 7000,
    reverb: 0.18,
    ducking: 0.2,
    energy: [0.5, 0.75],
    instruments: ['808 bass', 'drum machine', 'keys', 'strings'],
  },
];

/** The genre of a name or a prompt, by the longest of its words found; `null` when none is. */
export const genreIn = (text: string): Genre | null => {
  const lower = text.toLowerCase();
  let best: Genre | null = null;
  let length = 0;
  for (const genre of genres) {
    for (const word of genre.words) {
      if (word.length > length && hasWord(lower, word)) {
        best = genre;
        length = word.length;
      }
    }
  }
  return best;
};

/** Whether `word` stands in `text`, both lower case, and is not a part of a longer word. */
export const hasWord = (text: string, word: string): boolean => {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isLetter(text[at - 1]) && !isLetter(text[at + word.length])) return true;
  }
  return false;
};

const isLetter = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{N}]/u.test(character);
