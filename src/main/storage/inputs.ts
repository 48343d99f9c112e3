import { z } from 'zod';
import { judgementChangeSchema, voteSchema } from '../../shared/judgement';
import { parseInput } from '../../shared/parse-input';
import { generationFilterSchema, generationSortSchema } from '../../shared/query';
import { parseMetadata } from './sqlite/core/metadata';
import { generationColumns } from './sqlite/core/rows';

// What programs hand to the programming interface. Theirs may not be checked by a compiler, and
// SQLite takes a value of any kind into any column, where the Python side would stumble over it.

/** What the record would hold: JSON text, which reads back as an object. */
const isWritable = (value: unknown): boolean => {
  try {
    return !parseMetadata(JSON.stringify(value)).malformed;
  } catch {
    return false;
  }
};

/** An object that JSON can write. */
const metadata = z
  .record(z.string(), z.unknown())
  .refine(isWritable, 'cannot be written as JSON (a BigInt, a circle, or nested too deep)')
  .nullish();
/** The Python service takes no blank prompt. */
const promptText = z.string().refine((text) => text.trim() !== '', 'is blank');
const amount = z.int().nonnegative();
const offset = amount.optional();

/** A value as SQLite holds it. */
const stored = z.union([z.string(), z.number(), z.bigint(), z.null(), z.instanceof(Uint8Array)]);

const schemas = {
  job: z.strictObject({
    prompt: promptText,
    modelName: z.string(),
    durationSeconds: z.number().positive(),
    sampleRate: z.int().positive(),
    channels: z.union([z.literal(1), z.literal(2)]),
    filePath: z.string(),
    modelVersion: z.string().nullish(),
    metadata,
    id: z.string().min(1).optional(),
  }),
  completion: z.strictObject({
    generationTimeSeconds: z.number(),
    fileSizeBytes: amount,
    metadata,
  }),
  text: z.string(),
  textOrNothing: z.string().nullish(),
  number: z.int(),
  promptText,
  metadata,
  ids: z.array(z.string()),
  limit: amount,
  list: z.strictObject({ status: z.string().optional(), limit: offset, offset }),
  filter: generationFilterSchema,
  page: z.strictObject({
    filter: generationFilterSchema.optional(),
    sort: generationSortSchema.optional(),
    limit: offset,
  }),
  cursor: z.string().nullable(),
  judgement: judgementChangeSchema,
  judgements: z.array(z.strictObject({ ids: z.array(z.string()), change: judgementChangeSchema })),
  vote: voteSchema,
  deleted: z.array(
    z
      .strictObject({
        id: z.string(),
        row: z.array(stored),
        columns: z.array(z.string()).optional(),
      })
      .refine(({ row, columns = generationColumns }) => row.length === columns.length, {
        message: 'is no row that was deleted',
      }),
  ),
};

/**
 * The same, once it is seen to be of that kind.
 *
 * @param name of the function that it was handed to
 * @throws MonitorError `invalid-input`
 */
export const checked = <T>(kind: keyof typeof schemas, input: T, name: string): T => {
  parseInput<unknown>(schemas[kind], input, name);
  return input;
};
