import type { StorageHost } from '../storage-host';
import { type OpenAudio, openAudio } from './open-audio';

/** The audio of the open library, by generation id. */
export type AudioLibrary = Readonly<{
  /** Opens a generation's audio. Fails with an `audio-…` code, or as the storage does. */
  open: (generationId: string) => Promise<OpenAudio>;
}>;

/**
 * @param storage says which file a generation names
 * @param outputFolders folders that the user allowed beside the library's own
 */
export const createAudioLibrary = (
  storage: Pick<StorageHost, 'call'>,
  outputFolders: () => readonly string[],
): AudioLibrary => ({
  open: async (id) => {
    const { filePath, libraryPath } = await storage.call('namedFile', { id });
    return openAudio(filePath, { libraryPath, outputFolders: outputFolders() });
  },
});
