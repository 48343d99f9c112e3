import { readAiff } from './aiff';
import type { OpenAudio } from './open-audio';
import type { StoredSound } from './stored-sound';
import { readWav } from './wav';
import { viewAsWav, type WavView } from './wav-view';

/** Whether a format is one of samples in a row, which takes no decoder. */
export const isUncompressed = ({ format }: Pick<OpenAudio, 'format'>): boolean =>
  format === 'wav' || format === 'aiff';

/**
 * The header of an uncompressed file; `null` where it is broken, or the file is of another kind.
 *
 * @throws MonitorError `audio-unsupported` for a codec that is not played
 */
export const readSound = async (audio: OpenAudio): Promise<StoredSound | null> => {
  if (audio.format === 'wav') return readWav(audio);
  return audio.format === 'aiff' ? readAiff(audio) : null;
};

/** As {@link readSound}, with the samples as every player takes them. */
export const readWavView = async (audio: OpenAudio): Promise<WavView | null> => {
  const sound = await readSound(audio);
  return sound && viewAsWav(audio, sound);
};
