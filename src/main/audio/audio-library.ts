import type { AudioFacts, AudioPeaks } from '../../shared/audio';
import type { Spectrogram } from '../../shared/spectrogram';
import type { AudioHost } from '../audio-host';
import type { StorageHost } from '../storage-host';
import type { AudioTarget } from './analysis';
import { type OpenAudio, openAudio } from './open-audio';

/** The audio of the open library, by generation id. All fail with an `audio-…` code, or as the storage does. */
export type AudioLibrary = Readonly<{
  /** Whoever opens closes. */
  open: (generationId: string) => Promise<OpenAudio>;
  /** Opens, works, closes. */
  withOpen: <T>(
    generationId: string,
    work: (audio: OpenAudio, libraryPath: string) => Promise<T>,
  ) => Promise<T>;
  /** Absolute path of the file, which was seen to be audio in an allowed folder. */
  locate: (generationId: string) => Promise<string>;
  facts: (generationId: string) => Promise<AudioFacts>;
  peaks: (generationId: string) => Promise<AudioPeaks | null>;
  spectrogram: (generationId: string) => Promise<Spectrogram | null>;
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
    const { filePath, ...place } = await storage.call('namedFile', { id });
    return { filePath, places: { ...place, outputFolders: outputFolders() } };
  };
  const withOpen: AudioLibrary['withOpen'] = async (id, work) => {
    const { filePath, places } = await target(id);
    const audio = await openAudio(filePath, places);
    try {
      return await work(audio, places.libraryPath);
    } finally {
      await audio.handle.close();
    }
  };
  return {
    open: async (id) => {
      const { filePath, places } = await target(id);
      return openAudio(filePath, places);
    },
    withOpen,
    locate: (id) => withOpen(id, async ({ path }) => path),
    facts: async (id) => thread.call('facts', await target(id)),
    peaks: async (id) => thread.call('peaks', await target(id)),
    spectrogram: async (id) => thread.call('spectrogram', await target(id)),
  };
};
