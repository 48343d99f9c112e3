import { z } from 'zod';
import { findingKinds } from './audio-check';
import { tagSchema } from './judgement';

/** Largest page that one call may ask for. */
export const maxPageSize = 500;

/** A moment as ISO text in UTC, `2026-01-31T12:00:00Z`: view state stays plain JSON. */
const moment = z.iso.datetime();
const seconds = z.number().nonnegative();
const rating = z.int().min(1).max(5);

/** `=` and `≠` compare text, numbers, true, false and null; the others numbers or text. */
export const metadataOperators = ['=', '≠', '<', '≤', '≥', '>', 'present', 'absent'] as const;

/** An integer beyond 2^53, as its digits: a number would be rounded. */
const exactInteger = z.strictObject({ integer: z.string().regex(/^-?\d{1,200}$/) });

/** What a value in the metadata is compared with. */
export const metadataValueSchema = z.union([
  z.string().max(1000),
  z.number(),
  z.boolean(),
  z.null(),
  exactInteger,
]);
export type MetadataValue = z.infer<typeof metadataValueSchema>;

/** As one types it. */
export const metadataValueText = (value: MetadataValue): string =>
  typeof value === 'object' && value !== null ? value.integer : String(value);

/** Whether values can be ordered against it. */
export const isNumeric = (value: MetadataValue | undefined): boolean =>
  typeof value === 'number' || (typeof value === 'object' && value !== null);

/** A condition on one value in the metadata: `bpm ≥ 120` is `{path: ['bpm'], operator: '≥', value: 120}`. */
export const metadataConditionSchema = z.strictObject({
  /** Keys from the outermost in. A key with a double quote cannot be asked for. */
  path: z
    .array(
      z
        .string()
        .min(1)
        .max(200)
        .regex(/^[^"]*$/),
    )
    .min(1)
    .max(20),
  operator: z.enum(metadataOperators),
  /** Nothing for `present` and `absent`. */
  value: metadataValueSchema.optional(),
});
export type MetadataCondition = z.infer<typeof metadataConditionSchema>;

/** Conditions on generations; those given are combined with AND, an absent one asks nothing. */
export const generationFilterSchema = z.strictObject({
  /** Any of these statuses. */
  statuses: z.array(z.string().max(100)).max(50).optional(),
  /** Any of these generations. */
  ids: z.array(z.string().max(500)).max(1_000).optional(),
  /** Running for much longer than usual, see history/estimates.ts. */
  stalled: z.literal(true).optional(),
  /** Any of these models. */
  models: z.array(z.string().max(500)).max(50).optional(),
  /** Exactly this prompt. */
  prompt: z.string().optional(),
  /** Prompt, model, id or error text contains this, case-insensitively, nothing being a wildcard. */
  text: z.string().max(1000).optional(),
  /** Created at or after. */
  createdFrom: moment.optional(),
  /** Created before. */
  createdBefore: moment.optional(),
  minDurationSeconds: seconds.optional(),
  maxDurationSeconds: seconds.optional(),
  /** More, or less, than this: the ends of `min` and `max` belong to them, these do not. */
  overDurationSeconds: seconds.optional(),
  underDurationSeconds: seconds.optional(),
  /** Seconds that the job took; jobs without that never match. */
  minTimeTakenSeconds: seconds.optional(),
  maxTimeTakenSeconds: seconds.optional(),
  overTimeTakenSeconds: seconds.optional(),
  underTimeTakenSeconds: seconds.optional(),
  /** All of these. */
  metadata: z.array(metadataConditionSchema).max(20).optional(),
  /** Errors of this kind, see error-signature.ts; `null` for rows without an error text. */
  errorSignature: z.string().max(2000).nullable().optional(),
  /** Whether the size of the audio file is known. */
  hasFileSize: z.boolean().optional(),
  /** What was said of it, see judgement.ts. */
  heard: z.boolean().optional(),
  starred: z.boolean().optional(),
  rejected: z.boolean().optional(),
  rated: z.boolean().optional(),
  minRating: rating.optional(),
  maxRating: rating.optional(),
  /** All of these. */
  tags: z.array(tagSchema).max(20).optional(),
  /** The last check of the audio found any of these. */
  audio: z.array(z.enum(findingKinds)).min(1).optional(),
});
export type GenerationFilter = z.infer<typeof generationFilterSchema>;

export type SortDirection = 'ascending' | 'descending';

/**
 * What generations can be sorted by, with the direction to begin with. Every order ends in the moment
 * of creation and the id; rows without a value come first when ascending, which is why columns that
 * are mostly empty begin with the other end.
 */
export const firstDirections = {
  createdAt: 'descending',
  completedAt: 'descending',
  status: 'ascending',
  prompt: 'ascending',
  modelName: 'ascending',
  durationSeconds: 'descending',
  generationTimeSeconds: 'descending',
  realTimeFactor: 'descending',
  fileSizeBytes: 'descending',
  format: 'descending',
  bpm: 'descending',
  key: 'descending',
  genre: 'descending',
  error: 'descending',
  rating: 'descending',
  starred: 'descending',
  heardAt: 'descending',
} as const satisfies Record<string, SortDirection>;
export type SortColumn = keyof typeof firstDirections;
export const sortColumns = Object.keys(firstDirections) as readonly SortColumn[];

export const generationSortSchema = z.strictObject({
  column: z.enum(sortColumns),
  direction: z.enum(['ascending', 'descending']),
});
export type GenerationSort = z.infer<typeof generationSortSchema>;

export const newestFirst: GenerationSort = { column: 'createdAt', direction: 'descending' };
