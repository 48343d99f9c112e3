import type { Stats } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { dirname, extname, isAbsolute, parse, relative, resolve, sep } from 'node:path';
import { MonitorError } from '../../shared/errors';
import { candidatePaths } from './candidate-paths';
import { isAudioExtension } from './sniff';

/** Which file a library's `file_path` may lead to. */
export type AudioPlaces = Readonly<{
  /** Absolute path of the library's file. */
  libraryPath: string;
  /** The folder of the link that the library was opened by, if it was one. */
  linkFolder?: string | null;
  /** Absolute paths of the output folders that the user configured; they come first. */
  outputFolders: readonly string[];
}>;

/** A file that may be opened, all links resolved. */
export type AllowedFile = Readonly<{ path: string; stats: Stats }>;

/** Longer than any path that a system knows. */
const longestPath = 4_096;

/**
 * Finds the file that a generation names. A relative path is tried against the output folders, the
 * library's folder and its parent, in this order. Whatever the path, the file must lie inside one of
 * those folders after all links are resolved; the root of a disk never counts as such a folder.
 *
 * Nothing is opened here, and the library's own files are refused under any name: closing a
 * descriptor of one would drop the locks that SQLite holds in this process.
 *
 * @throws MonitorError `audio-missing`, `audio-refused`, `audio-not-audio`
 */
export const findAllowedFile = async (
  filePath: string,
  places: AudioPlaces,
): Promise<AllowedFile> => {
  if (filePath.trim() === '') throw missing('The record names no audio file.');
  if (filePath.includes('\0') || filePath.length > longestPath) {
    throw new MonitorError('audio-refused', 'The record’s file path is not a possible path.');
  }
  const folders = foldersOf(places);
  const candidates = candidatePaths(filePath, folders);
  const allowed = await Promise.all(folders.map(realOrNull));
  let refusal: MonitorError | null = null;
  for (const candidate of candidates) {
    if (isRemote(candidate) && !folders.some((folder) => isInside(candidate, folder))) {
      refusal ??= outside(candidate);
      continue;
    }
    const real = await realOrNull(candidate);
    if (real === null) continue;
    if (!allowed.some((folder) => folder !== null && isInside(real, folder))) {
      refusal ??= outside(real);
      continue;
    }
    return await checkFile(real, places.libraryPath);
  }
  throw refusal ?? missing(`There is no file ${filePath}.`);
};

/** The folders that audio may lie in, in the order of search. */
export const foldersOf = ({
  libraryPath,
  linkFolder = null,
  outputFolders,
}: AudioPlaces): readonly string[] => {
  const own = [dirname(libraryPath), ...(linkFolder === null ? [] : [linkFolder])];
  const beside = own.flatMap((folder) => [folder, dirname(folder)]);
  return [...new Set([...outputFolders, ...beside])].filter(
    (path) => isAbsolute(path) && parse(path).root !== resolve(path),
  );
};

const checkFile = async (path: string, libraryPath: string): Promise<AllowedFile> => {
  const stats = await stat(path);
  if (!stats.isFile()) throw notAudio(`${path} is not a regular file.`);
  if (!isAudioExtension(extname(path))) {
    throw notAudio(`${path} is not named like an audio file (.wav, .flac, .mp3, .ogg and so on).`);
  }
  const own = ['', '-journal', '-wal', '-shm'].map((suffix) => statOrNull(libraryPath + suffix));
  for (const other of await Promise.all(own)) {
    if (other && other.dev === stats.dev && other.ino === stats.ino) {
      throw notAudio(`${path} is the library itself, not audio.`);
    }
  }
  return { path, stats };
};

/** Whether `path` lies under `folder`; both absolute, links resolved. */
export const isInside = (path: string, folder: string): boolean => {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
};

/** A name on another machine: merely looking for it would send a sign-in there. */
const isRemote = (path: string): boolean => /^[\\/]{2}/.test(path);

const realOrNull = async (path: string): Promise<string | null> => {
  try {
    return await realpath(path);
  } catch {
    return null;
  }
};

const statOrNull = async (path: string): Promise<Stats | null> => {
  try {
    return await stat(path);
  } catch {
    return null;
  }
};

const missing = (message: string): MonitorError =>
  new MonitorError('audio-missing', message, {
    hint: 'It may have been moved or deleted, or lie in an output folder that is not allowed yet.',
  });

const notAudio = (message: string): MonitorError => new MonitorError('audio-not-audio', message);

const outside = (path: string): MonitorError =>
  new MonitorError('audio-refused', `${path} lies outside the folders that audio is read from.`, {
    hint: `To hear it, allow the folder ${dirname(path)} as an output folder.`,
  });
