import type { Generation } from './generation';

/** What the check of a library finds, the gravest first. */
export const findingKinds = [
  'missing',
  'refused',
  'not-audio',
  'unsupported',
  'no-samples',
  'truncated',
  'silent',
  'clipped',
  'differs',
  'unreferenced',
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** One thing found; of a take several are possible. */
export type Finding = Readonly<{
  kind: FindingKind;
  /** The generation; `null` for a file that none refers to. */
  id: string | null;
  /** The beginning of its prompt, or the name of the file. */
  title: string;
  /** As a sentence. */
  message: string;
}>;

/** Where the check of the open library stands. */
export type CheckState = Readonly<{
  phase: 'never' | 'running' | 'stopped' | 'done';
  /** Generations looked at. */
  checked: number;
  total: number;
  /** When it ended or was stopped. */
  endedAt: Date | null;
  /** Findings of each kind that occurs. */
  counts: Readonly<Partial<Record<FindingKind, number>>>;
}>;

/** What the check needs of a generation. */
export type Take = Readonly<
  Pick<
    Generation,
    'id' | 'filePath' | 'status' | 'durationSeconds' | 'sampleRate' | 'channels' | 'fileSizeBytes'
  > & {
    /** The first 200 characters. */
    prompt: string;
  }
>;
