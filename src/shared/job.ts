import { z } from 'zod';
import type { Json } from './generation';
import { type ExactJson, parseExact, stringifyExact, toPlain } from './json-text';

// What a new job is made of, and what the service accepts.

/** Most jobs of one call. */
export const mostJobs = 500;

/** The service's own limits, which hold for its musicgen models. */
export const jobLimits = {
  prompt: { least: 3, most: 500 },
  durationSeconds: { least: 1, most: 30 },
} as const;

/** The metadata key by which a job names the generation that it was made from. */
export const rerunKey = 'rerun_of';

/** Keys that the audio analyser adds on completion: results, not wishes. */
export const analysisKeys: readonly string[] = [
  'peak_amplitude',
  'rms_energy',
  'dynamic_range_db',
  'bit_depth',
];

/** JSON text of an object: as text, its numbers stay as they are spelled. An object is taken, too. */
const metadata = z
  .union([z.string(), z.record(z.string(), z.json()).transform((value) => JSON.stringify(value))])
  .refine((text) => text.length <= 100_000, 'is longer than 100,000 characters')
  .refine((text) => isObject(text), 'is not a JSON object');

const isObject = (text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
};

/** A job as people ask for it; what only the library knows, like its id and path, is left out. */
export const newJobSchema = z.strictObject({
  prompt: z.string().min(1).max(100_000),
  modelName: z.string().min(1).max(500),
  modelVersion: z.string().min(1).max(500).nullable(),
  /** Seconds. */
  durationSeconds: z.number().positive().max(86_400),
  /** Hz. */
  sampleRate: z.int().min(1_000).max(768_000),
  channels: z.union([z.literal(1), z.literal(2)]),
  metadata: metadata.nullable(),
  /** The generation that this one repeats, with or without changes. */
  rerunOf: z.string().min(1).max(500).nullable(),
});
export type NewJob = z.infer<typeof newJobSchema>;

/** What is to be said of a field; with an `error` the service would refuse the job. */
export type JobProblem = Readonly<{
  field: 'prompt' | 'durationSeconds';
  level: 'error' | 'warning';
  message: string;
}>;

/** Whether the service's limits are known to hold for a model. */
export const isMusicgen = (modelName: string): boolean => /musicgen/i.test(modelName);

/** Length in characters as the service counts them: code points. */
export const lengthOf = (text: string): number => [...text].length;

/** Checks a job against the service's limits: errors for its own models, warnings for others. */
export const checkJob = (
  job: Readonly<{ prompt: string; modelName: string; durationSeconds: number }>,
): readonly JobProblem[] => {
  const level = isMusicgen(job.modelName) ? 'error' : 'warning';
  const problems: JobProblem[] = [];
  const length = lengthOf(job.prompt.trim());
  const { prompt, durationSeconds } = jobLimits;
  if (length < prompt.least || length > prompt.most) {
    problems.push({
      field: 'prompt',
      level,
      message: `The service takes prompts of ${prompt.least} to ${prompt.most} characters; this one has ${length}.`,
    });
  }
  const { least, most } = durationSeconds;
  if (!(job.durationSeconds >= least && job.durationSeconds <= most)) {
    problems.push({
      field: 'durationSeconds',
      level,
      message: `Only ${least} to ${most} seconds.`,
    });
  }
  return problems;
};

/** Jobs that were put in the queue, in the order asked for. */
export type CreatedJobs = Readonly<{
  ids: readonly string[];
  /** What to hand to `generations.undo`. */
  undo: string | null;
}>;

/** One field that differs between a generation and the one that it was made from, as text to show. */
export type JobDifference = Readonly<{ field: string; from: Json; to: Json }>;

/** A generation among those made from one another. */
export type FamilyMember = Readonly<{
  id: string;
  status: string;
  createdAt: Date | null;
  /** The generation that it was made from; `null` for the first. */
  rerunOf: string | null;
  /** What differs from that one; empty for the first, and where that one is gone. */
  differences: readonly JobDifference[];
}>;

/** The first and what was made from it, parents before children; alone, a generation has none. */
export type Family = Readonly<{
  members: readonly FamilyMember[];
  /** `false` while part of the library has not been looked at: ask again. */
  complete: boolean;
}>;

type Job = Readonly<{
  prompt: string;
  modelName: string;
  modelVersion: string | null;
  durationSeconds: number | null;
  sampleRate: number | null;
  channels: number | null;
  metadataText: string | null;
}>;

/** What was asked differently, results left aside. */
export const jobDifferences = (from: Job, to: Job): readonly JobDifference[] => {
  const fields = [
    ['prompt', from.prompt, to.prompt],
    ['model', from.modelName, to.modelName],
    ['version', from.modelVersion, to.modelVersion],
    ['length', from.durationSeconds, to.durationSeconds],
    ['sample rate', from.sampleRate, to.sampleRate],
    ['channels', from.channels, to.channels],
  ] as const;
  const [before, after] = [membersOf(from), membersOf(to)];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  const wished = [...keys].filter((key) => key !== rerunKey && !analysisKeys.includes(key));
  return [
    ...fields.map(([field, a, b]) => ({ field, from: a, to: b })),
    ...wished.map((key) => ({
      field: key,
      from: before[key] ?? null,
      to: after[key] ?? null,
    })),
  ]
    .filter((difference) => stringifyExact(difference.from) !== stringifyExact(difference.to))
    .map(({ field, from: a, to: b }) => ({ field, from: toPlain(a), to: toPlain(b) }));
};

const membersOf = ({ metadataText }: Job): Readonly<Record<string, ExactJson>> =>
  metadataText === null ? {} : (parseExact(metadataText) as Readonly<Record<string, ExactJson>>);
