import { existsSync } from 'node:fs';
import { link, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { MonitorError } from '../../shared/errors';
import { formatStoredDate } from '../storage/sqlite/core/dates';
import { companionBeside, copyCompanion } from '../storage/sqlite/file/sidecar-backup';
import { keepOutcomes, type Outcome } from '../storage/sqlite/history/attempts';
import { countPromptUse } from '../storage/sqlite/jobs/prompts';
import { type ConnectedLibrary, openLibrary } from '../storage/sqlite/library';
import { writeOwn } from '../storage/sqlite/sidecar/sidecar-tables';
import { measureAudio } from './measure-audio';
import { isRunning } from './processes';
import { type SampleGeneration, sampleHistory } from './sample-history';
import { sampleLibraryPath } from './sample-library-path';
import { soundOf } from './sound-of';
import { encodeWav } from './wav';

/** How far the making of a sample library has come, in files written and to write. */
export type SampleProgress = Readonly<{ done: number; total: number }>;

export type SampleLibraryOptions = Readonly<{
  onProgress?: (progress: SampleProgress) => void;
  /** Gives up, and leaves nothing behind. */
  signal?: AbortSignal;
  /** The same seed and end make the same library. */
  seed?: string;
  /** The library's newest jobs are of this moment; now unless given. */
  end?: Date;
  generations?: number;
  /** So many of the newest completed generations get real audio. */
  audioFiles?: number;
}>;

const draftPrefix = '.making-';
const readme = `This is the sample library of DGX Music Monitor.

Its jobs, prompts and errors are made up, its audio is synthesised; none of it comes from a music
model. Do with it what you like. Delete this folder to have it made anew.
`;

/**
 * Makes a library to try things on, unless the folder has one already, which is kept with whatever
 * was done to it: 5,000 generations of the last 60 days in `data/`, real audio of the newest hundred
 * in `outputs/`. Takes seconds of work, so call it off the main thread.
 *
 * It is made in a folder of its own and put in place last: whoever is killed half-way leaves nothing
 * that looks like a library, and the next call makes it again.
 *
 * @param folder made if need be; other files in it are left alone
 * @returns the library's absolute path
 * @throws MonitorError `library-read-only` when the folder cannot be written, `disk-full`
 */
export const ensureSampleLibrary = async (
  folder: string,
  options: SampleLibraryOptions = {},
): Promise<string> => {
  const path = sampleLibraryPath(folder);
  if (existsSync(path)) return path;
  const root = resolve(folder);
  let draft: string | undefined;
  try {
    await mkdir(root, { recursive: true });
    await removeAbandonedDrafts(root);
    draft = await mkdtemp(join(root, `${draftPrefix}${process.pid}-`));
    await make(draft, options);
    await putInPlace(draft, root);
    return path;
  } catch (thrown) {
    throw toMonitorError(thrown, root);
  } finally {
    if (draft) await rm(draft, { recursive: true, force: true });
  }
};

const make = async (draft: string, options: SampleLibraryOptions): Promise<void> => {
  const history = sampleHistory({
    seed: options.seed ?? 'sample',
    end: options.end ?? new Date(),
    generations: options.generations ?? 5_000,
    days: 60,
    prompts: 500,
    short: 140,
  });
  const withAudio = await writeAudio(history, join(draft, 'outputs'), options);
  await writeFile(join(draft, 'README.txt'), readme);
  await mkdir(join(draft, 'data'));
  const path = sampleLibraryPath(draft);
  const library = openLibrary(path, { create: true, dataFolder: join(draft, 'own') });
  try {
    insert(library, withAudio);
    keepAttempts(library, withAudio);
    // Beside the library, as of a backup: so it is taken over wherever the library is opened.
    await copyCompanion(library.database.companion, companionBeside(path));
  } finally {
    library.close();
  }
};

/** Answers the history with what the files that it wrote really are. */
const writeAudio = async (
  history: readonly SampleGeneration[],
  folder: string,
  { onProgress, signal, audioFiles = 100 }: SampleLibraryOptions,
): Promise<readonly SampleGeneration[]> => {
  await mkdir(folder);
  const completed = history.filter(({ status }) => status === 'completed');
  const newest = new Set(audioFiles === 0 ? [] : completed.slice(-audioFiles));
  const all: SampleGeneration[] = [];
  let done = 0;
  for (const generation of history) {
    if (!newest.has(generation)) {
      all.push(generation);
      continue;
    }
    signal?.throwIfAborted();
    const { channels, sampleRate } = soundOf(generation);
    const file = encodeWav(channels, sampleRate, { title: generation.prompt });
    await writeFile(join(folder, basename(generation.filePath)), file);
    const metadata = { ...generation.metadata, ...measureAudio(channels, sampleRate) };
    all.push({ ...generation, fileSizeBytes: file.length, metadata });
    onProgress?.({ done: ++done, total: newest.size });
  }
  return all;
};

/** Everything in one transaction; prompts are counted as the jobs came in. */
const insert = (
  { database, generations, transaction }: ConnectedLibrary,
  history: readonly SampleGeneration[],
): void =>
  transaction(() => {
    generations.restore(
      history.map((generation) => ({ id: generation.id, row: toRow(generation) })),
    );
    for (const generation of history) {
      countPromptUse(database, generation.prompt, stored(generation.createdAt));
    }
  });

const keepAttempts = ({ database }: ConnectedLibrary, history: readonly SampleGeneration[]): void =>
  writeOwn(database, (store) => {
    for (const { id, attempts } of history) {
      for (const { errorMessage, completedAt, retriedAt } of attempts) {
        const outcome: Outcome = [id, 'failed', stored(completedAt), null, null, errorMessage];
        keepOutcomes(store, [outcome], stored(retriedAt));
      }
    }
  });

/** The columns in table order. */
const toRow = (generation: SampleGeneration) => [
  generation.id,
  generation.prompt,
  generation.modelName,
  generation.modelVersion,
  generation.durationSeconds,
  generation.sampleRate,
  generation.channels,
  generation.filePath,
  generation.fileSizeBytes,
  generation.status,
  stored(generation.createdAt),
  generation.completedAt === null ? null : stored(generation.completedAt),
  generation.generationTimeSeconds,
  generation.errorMessage,
  generation.metadata === null ? null : JSON.stringify(generation.metadata),
];

const stored = (moment: number): string => {
  const milliseconds = Math.floor(moment);
  return formatStoredDate(new Date(milliseconds), Math.floor((moment - milliseconds) * 1000));
};

/** Audio first, the library last: once it is there, all is there. */
const putInPlace = async (draft: string, root: string): Promise<void> => {
  const outputs = join(root, 'outputs');
  await mkdir(outputs, { recursive: true });
  await mkdir(join(root, 'data'), { recursive: true });
  const names = await readdir(join(draft, 'outputs'));
  for (const name of names) await rename(join(draft, 'outputs', name), join(outputs, name));
  await rename(join(draft, 'README.txt'), join(root, 'README.txt'));
  const path = sampleLibraryPath(root);
  // What a library that was deleted left behind would be taken for a part of the new one.
  for (const suffix of ['-wal', '-shm', '-journal']) await rm(path + suffix, { force: true });
  const beside = companionBeside(sampleLibraryPath(draft));
  if (existsSync(beside)) await rename(beside, companionBeside(path));
  try {
    await linkOrRename(sampleLibraryPath(draft), path);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
    // Another process was quicker: its library stays, our audio belongs to nothing.
    for (const name of names) await rm(join(outputs, name), { force: true });
  }
};

/** A hard link never replaces a file that came up meanwhile; some file systems have none. */
const linkOrRename = async (from: string, to: string): Promise<void> => {
  try {
    await link(from, to);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST' || existsSync(to)) throw thrown;
    await rename(from, to);
  }
};

/** Removes what processes that are gone had begun. */
const removeAbandonedDrafts = async (root: string): Promise<void> => {
  for (const name of await readdir(root)) {
    if (!name.startsWith(draftPrefix)) continue;
    const pid = Number(/^\d+/.exec(name.slice(draftPrefix.length))?.[0] ?? 0);
    if (pid === 0 || !isRunning(pid)) await rm(join(root, name), { recursive: true, force: true });
  }
};

const toMonitorError = (thrown: unknown, folder: string): unknown => {
  const code = (thrown as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new MonitorError('disk-full', `The disk is full: no sample library in ${folder}.`, {
      cause: thrown,
    });
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR') {
    return new MonitorError('library-read-only', `No sample library can be made in ${folder}.`, {
      cause: thrown,
    });
  }
  return thrown;
};
