import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { AudioPeaks } from '../../shared/audio';
import type { OpenAudio } from './open-audio';

/** Raised when peaks are computed or stored differently, so that older ones are not found. */
const version = 1;

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

/** @param folder absolute; made when first needed */
export const openPeakCache = (folder: string): PeakCache => {
  const fileOf = ({ path, modified, size }: OpenAudio): string => {
    const key = JSON.stringify([version, path, modified, size]);
    return join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`);
  };
  return {
    get: async (audio) => {
      try {
        const stored = storedSchema.parse(JSON.parse(await readFile(fileOf(audio), 'utf8')));
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
      } catch {
        // Next time they are computed again.
      }
    },
  };
};
