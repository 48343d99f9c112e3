import { z } from 'zod';

/** Largest page that one call may ask for. */
export const maxPageSize = 500;

/** Conditions on generations; those given are combined with AND, an absent one asks nothing. */
export const generationFilterSchema = z.strictObject({
  /** Any of these statuses. */
  statuses: z.array(z.string().max(100)).max(50).optional(),
});
export type GenerationFilter = z.infer<typeof generationFilterSchema>;

export const sortColumns = ['createdAt'] as const;
export const generationSortSchema = z.strictObject({
  column: z.enum(sortColumns),
  direction: z.enum(['ascending', 'descending']),
});
export type GenerationSort = z.infer<typeof generationSortSchema>;

export const newestFirst: GenerationSort = { column: 'createdAt', direction: 'descending' };
