import { z } from 'zod';

/** What a person sets for every library. View state (columns, sizes, filters) is the window's own. */
export const settingsSchema = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']),
  /** Tell on the desktop when jobs end while the window is not in front. */
  notifications: z.boolean(),
  /** When a running job counts as stalled, see history/estimates.ts. */
  stalledAfter: z.strictObject({
    factor: z.number().min(1).max(1_000),
    leastSeconds: z.number().min(0).max(86_400),
  }),
});
export type Settings = Readonly<z.infer<typeof settingsSchema>>;

export const defaultSettings: Settings = {
  theme: 'system',
  notifications: true,
  stalledAfter: { factor: 3, leastSeconds: 60 },
};
