import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { AudioPeaks } from '../../shared/audio';
import type { OpenAudio } from './open-audio';

/** Raised when peaks are computed or stored differently, so that older ones are not found. */
const version = 2;

/** Files kept: about 200 MB on a disk. */
const mostFiles = 50_000;
/** How exactly it is known when a file was used last, milliseconds. */
const dayMs = 24 * 3_600_000;

const storedSchema = z.object({
  levels: z.base64(),
  peak: z.number(),
  silent: z.boolean(),
  clipped: z.boolean(),
});

/** Peaks computed before, one small file each, found by the audio's path, time and size. */
export type PeakCache = Readonly<{
  /** `null` where none are kept, or they are of another state of the file. */
  get: (audio: OpenAudio) => Promise<AudioPeaks | null>;
  /** Keeps them. A cache that cannot be written is no reason to fail. */
  put: (audio: OpenAudio, peaks: AudioPeaks) => Promise<void>;
}>;

/**
 * @param folder absolute; made when first needed
 * @param most files kept; those not used for longest make room for others
 */
export const openPeakCache = (folder: string, most: number = mostFiles): PeakCache => {
  const prunedEvery = Math.ceil(most / 10);
  let puts = 0;
  const fileOf = ({ path, modified, size }: OpenAudio): string => {
    const key = JSON.stringify([version, path, modified, size]);
    return join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`);
  };
  return {
    get: async (audio) => {
      try {
        const stored = storedSchema.parse(JSON.parse(await readUsed(fileOf(audio))));
        return { ...stored, levels: new Int8Array(Buffer.from(stored.levels, 'base64')) };
      } catch {
        return null;
      }
    },
    put: async (audio, peaks) => {
      const file = fileOf(audio);
      const draft = `${file}.${process.pid}.tmp`;
      const levels = Buffer.from(peaks.levels).toString('base64');
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(draft, JSON.stringify({ ...peaks, levels }));
        await rename(draft, file);
        if (puts++ % prunedEvery === 0) await prune(folder, most - prunedEvery);
      } catch {
        // Next time they are computed again.
      }
    },
  };
};

/** Reads a file and notes that it was used. */
const readUsed = async (path: string): Promise<string> => {
  const handle = await open(path);
  try {
    const now = Date.now();
    if ((await handle.stat()).mtimeMs < now - dayMs) await handle.utimes(now / 1000, now / 1000);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
};

/** Removes the files not used for longest, but for so many. */
const prune = async (folder: string, kept: number): Promise<void> => {
  const names = await readdir(folder);
  if (names.length <= kept) return;
  const files: Readonly<{ path: string; used: number }>[] = [];
  for (const name of names) {
    const path = join(folder, name);
    // Another thread may have removed it already.
    const found = await stat(path).catch(() => null);
    if (found) files.push({ path, used: found.mtimeMs });
  }
  files.sort((a, b) => b.used - a.used);
  for (const { path } of files.slice(kept)) await unlink(path).catch(() => {});
};
