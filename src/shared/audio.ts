/** The kinds of audio file that are played, by what the file holds and not by its name. */
export const audioFormats = ['wav', 'flac', 'mp3', 'ogg', 'aiff', 'm4a', 'aac', 'webm'] as const;
export type AudioFormat = (typeof audioFormats)[number];

/** What is wrong with a file that can still be opened. */
export const audioProblems = ['truncated', 'no-samples'] as const;
export type AudioProblem = (typeof audioProblems)[number];

/** What an audio file says of itself, as opposed to what the record says of it. */
export type AudioFacts = Readonly<{
  format: AudioFormat;
  /** `PCM`, `Float`, `IMA ADPCM`, `FLAC`, `MPEG 1 Layer 3`, `Vorbis I`, … */
  codec: string;
  /** Length of what the file holds, seconds. */
  durationSeconds: number | null;
  /** Length that its header promises, seconds; differs only when `truncated`, where it may be unknown. */
  declaredSeconds: number | null;
  /** Hz. */
  sampleRate: number | null;
  channels: number | null;
  /** Bits per sample where the format has such a thing. */
  bitDepth: number | null;
  sizeBytes: number;
  problems: readonly AudioProblem[];
}>;

/** The shape of a file's sound, small enough to draw and to keep. */
export type AudioPeaks = Readonly<{
  /** Lowest and highest value of each stretch in turn, all channels together, −127 … 127. */
  levels: Int8Array;
  /** Largest absolute value, 1 is full scale; above 1 in float files that overshoot. */
  peak: number;
  /** Never louder than −60 dBFS. */
  silent: boolean;
  /** Three or more samples in a row at full scale. */
  clipped: boolean;
}>;

/** What became of copies: how many were written, and why the others were not. */
export type SavedCopies = Readonly<{ saved: number; failed: readonly string[] }>;

/** Stretches that a file is divided into for its peaks. */
export const peakStretches = 1_000;
/** Peak below which a file counts as silent: −60 dBFS. */
export const silentBelow = 0.001;
/** Value from which a sample counts as at full scale: 16-bit's largest. */
export const fullScale = 32_766.5 / 32_768;
/** So many samples in a row at full scale count as clipped. */
export const clippedRun = 3;

/** Where the window finds a generation's audio, relative to its own page. Never holds a path. */
export const audioUrl = (generationId: string): string =>
  `/audio?${new URLSearchParams({ id: generationId })}`;
