import type { z } from 'zod';
import { MonitorError } from './errors';

/**
 * What comes from outside, as its schema has it.
 *
 * @param name what it is for, as people call it
 * @throws MonitorError `invalid-input` that names the first field which is wrong
 */
export const parseInput = <T>(schema: z.ZodType<T>, input: unknown, name: string): T => {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = issue?.path.join('.') || 'input';
  throw new MonitorError('invalid-input', `${name}: ${place}: ${issue?.message ?? 'not valid'}`);
};
