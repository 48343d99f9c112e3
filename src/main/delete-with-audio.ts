import type { DeleteWithAudioOutcome } from '../shared/change';
import { toFailure } from '../shared/errors';
import type { StorageHost } from './storage-host';

type Parts = Readonly<{
  storage: Pick<StorageHost, 'call'>;
  /** Where a generation's audio is: absolute, links resolved. Rejects when it may not be touched. */
  locate: (generationId: string) => Promise<string>;
  /** Moves a file to the system's trash. */
  trash: (path: string) => Promise<void>;
}>;

/**
 * Deletes generations and moves their audio to the system's trash. The files are looked for before,
 * since the rows name them, and moved after: no file goes whose row stays. A file that another
 * generation names, too, stays.
 */
export const deleteWithAudio = async (
  { storage, locate, trash }: Parts,
  ids: readonly string[],
): Promise<DeleteWithAudioOutcome> => {
  const named = await storage.call('filesNamed', { ids });
  const kept: { id: string; reason: string }[] = [];
  const located = new Map<string, string>();
  for (const { id } of named) {
    try {
      located.set(id, await locate(id));
    } catch (thrown) {
      kept.push({ id, reason: toFailure(thrown).message });
    }
  }
  const outcome = await storage.call('generations.delete', { ids: [...ids] });
  const used = new Set(
    await storage.call('filesInUse', { filePaths: named.map(({ filePath }) => filePath) }),
  );
  const filePathOf = new Map(named.map(({ id, filePath }) => [id, filePath]));
  let trashed = 0;
  const gone = new Set<string>();
  for (const id of outcome.changed) {
    const path = located.get(id);
    if (path === undefined || gone.has(path)) continue;
    if (used.has(filePathOf.get(id) ?? '')) {
      kept.push({ id, reason: `Another generation has ${path} as its audio, too.` });
      continue;
    }
    try {
      await trash(path);
      gone.add(path);
      trashed += 1;
    } catch (thrown) {
      kept.push({ id, reason: `${path} could not be moved: ${toFailure(thrown).message}` });
    }
  }
  const deleted = new Set(outcome.changed);
  return { ...outcome, trashed, kept: kept.filter(({ id }) => deleted.has(id)) };
};
