import { z } from 'zod';
import { parseInput } from '../../shared/parse-input';
import { generationFilterSchema, generationSortSchema } from '../../shared/query';

// What programs hand to the programming interface. Theirs may not be checked by a compiler, and
// SQLite takes a value of any kind into any column, where the Python side would stumble over it.

/** An object that JSON can write. */
const metadata = z.record(z.string(), z.unknown()).nullish();
const amount = z.int().nonnegative();
const offset = amount.optional();

const schemas = {
  job: z.strictObject({
    prompt: z.string(),
    modelName: z.string(),
    durationSeconds: z.number(),
    sampleRate: z.int(),
    channels: z.int(),
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
  ids: z.array(z.string()),
  limit: amount,
  list: z.strictObject({ status: z.string().optional(), limit: offset, offset }),
  filter: generationFilterSchema,
  page: z.strictObject({
    filter: generationFilterSchema.optional(),
    sort: generationSortSchema.optional(),
    limit: offset,
  }),
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
