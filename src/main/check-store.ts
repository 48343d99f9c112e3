import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { findingKinds } from '../shared/audio-check';

const storedSchema = z.object({
  phase: z.enum(['stopped', 'done']),
  /** The last generation looked at. */
  after: z.string(),
  checked: z.number(),
  total: z.number(),
  endedAt: z.coerce.date(),
  findings: z.array(
    z.object({
      kind: z.enum(findingKinds),
      id: z.string().nullable(),
      title: z.string(),
      message: z.string(),
    }),
  ),
});

/** What is kept of a check: enough to show it, and to go on where it was stopped. */
export type StoredCheck = Readonly<z.infer<typeof storedSchema>>;

/** Keeps the last check of each library, one file each. */
export type CheckStore = Readonly<{
  get: (libraryPath: string) => Promise<StoredCheck | null>;
  put: (libraryPath: string, check: StoredCheck) => Promise<void>;
}>;

/** @param folder absolute; made when first needed */
export const openCheckStore = (folder: string): CheckStore => {
  const fileOf = (libraryPath: string): string =>
    join(folder, `${createHash('sha256').update(libraryPath).digest('hex').slice(0, 16)}.json`);
  return {
    get: async (libraryPath) => {
      try {
        return storedSchema.parse(JSON.parse(await readFile(fileOf(libraryPath), 'utf8')));
      } catch {
        return null;
      }
    },
    put: async (libraryPath, check) => {
      const draft = `${fileOf(libraryPath)}.${process.pid}.tmp`;
      await mkdir(folder, { recursive: true });
      await writeFile(draft, JSON.stringify(check));
      await rename(draft, fileOf(libraryPath));
    },
  };
};
