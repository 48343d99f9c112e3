import type { JsonObject } from '../../shared/generation';
import { type Piece, synthesise } from './synthesise';

/** What of a generation decides how it sounds. Anything may be missing or odd: others write it too. */
export type Described = Readonly<{
  id: string;
  prompt: string;
  durationSeconds: number | null;
  sampleRate: number | null;
  channels: number | null;
  metadata: JsonObject | null;
}>;

/** Longer pieces than this are cut: the sample worker is for trying things out. Seconds. */
const longest = 60;

/** The music of a generation: tempo, key and genre of its metadata, else of its prompt. */
export const soundOf = (generation: Described): Piece => {
  const { bpm, key, genre } = generation.metadata ?? {};
  const duration = generation.durationSeconds ?? 8;
  const rate = generation.sampleRate ?? 32_000;
  return synthesise({
    seed: generation.id,
    prompt: generation.prompt,
    bpm: typeof bpm === 'number' ? bpm : undefined,
    key: typeof key === 'string' ? key : undefined,
    genre: typeof genre === 'string' ? genre : undefined,
    durationSeconds: Math.min(longest, Math.max(0.5, duration)),
    sampleRate: rate >= 8_000 && rate <= 96_000 ? Math.round(rate) : 32_000,
    channels: generation.channels === 2 ? 2 : 1,
  });
};
