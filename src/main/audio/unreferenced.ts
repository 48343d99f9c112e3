import { readdir, realpath } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { Finding } from '../../shared/audio-check';
import { type AudioPlaces, foldersOf, isInside } from './allowed-file';
import { candidatePaths } from './candidate-paths';
import { isAudioExtension } from './sniff';

/** Gathers which files a library names, and then finds the audio beside them that it does not. */
export type References = Readonly<{
  add: (filePaths: readonly string[]) => void;
  /** Audio files in the folders of named files, which no generation names. */
  unreferenced: () => Promise<readonly Finding[]>;
}>;

/** @param places as for reading: other folders are not looked into */
export const createReferences = (places: AudioPlaces): References => {
  const folders = foldersOf(places);
  const named = new Set<string>();
  return {
    add: (filePaths) => {
      for (const filePath of filePaths) {
        if (filePath.includes('\0')) continue;
        for (const candidate of candidatePaths(filePath, folders)) named.add(candidate);
      }
    },
    unreferenced: async () => {
      const looked = new Set<string>();
      const found: Finding[] = [];
      for (const folder of new Set([...named].map(dirname))) {
        // The library's own folder and the allowed ones hold more than takes: only folders in them.
        const real = await realpath(folder).catch(() => null);
        if (real === null || looked.has(real)) continue;
        if (!folders.some((allowed) => isInside(real, allowed))) continue;
        looked.add(real);
        for (const entry of await readdir(real, { withFileTypes: true }).catch(() => [])) {
          const path = join(real, entry.name);
          const known = named.has(path) || named.has(join(folder, entry.name));
          if (!entry.isFile() || !isAudioExtension(extname(entry.name)) || known) continue;
          found.push({
            kind: 'unreferenced',
            id: null,
            title: basename(path),
            message: `No generation names ${path}.`,
          });
        }
      }
      return found;
    },
  };
};
