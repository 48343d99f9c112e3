import type { AudioFacts, AudioPeaks } from '../../shared/audio';
import type { AudioHost } from '../audio-host';
import type { StorageHost } from '../storage-host';
import type { AudioTarget } from './analysis';
import { type OpenAudio, openAudio } from './open-audio';

/** The audio of the open library, by generation id. All fail with an `audio-…` code, or as the storage does. */
export type AudioLibrary = Readonly<{
  open: (generationId: string) => Promise<OpenAudio>;
  facts: (generationId: string) => Promise<AudioFacts>;
  peaks: (generationId: string) => Promise<AudioPeaks | null>;
}>;

/**
 * @param storage says which file a generation names
 * @param thread reads headers and samples
 * @param outputFolders folders that the user allowed beside the library's own
 */
export const createAudioLibrary = (
  storage: Pick<StorageHost, 'call'>,
  thread: AudioHost,
  outputFolders: () => readonly string[],
): AudioLibrary => {
  const target = async (id: string): Promise<AudioTarget> => {
    const { filePath, libraryPath } = await storage.call('namedFile', { id });
    return { filePath, places: { libraryPath, outputFolders: outputFolders() } };
  };
  return {
    open: async (id) => {
      const { filePath, places } = await target(id);
      return openAudio(filePath, places);
    },
    facts: async (id) => thread.call('facts', await target(id)),
    peaks: async (id) => thread.call('peaks', await target(id)),
  };
};
