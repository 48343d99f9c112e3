import { parseFile } from 'music-metadata';
import type { AudioFacts, AudioProblem } from '../../shared/audio';
import { MonitorError } from '../../shared/errors';
import type { OpenAudio } from './open-audio';
import { readWavLayout } from './wav';

/**
 * Reads what a file's header says. Own code for WAV, whose truncation and peaks need its layout
 * anyway; music-metadata for the compressed formats.
 *
 * @throws MonitorError `audio-not-audio` where the header makes no sense
 */
export const readFacts = (audio: OpenAudio): Promise<AudioFacts> =>
  audio.format === 'wav' ? wavFacts(audio) : compressedFacts(audio);

const wavFacts = async (audio: OpenAudio): Promise<AudioFacts> => {
  const layout = await readWavLayout(audio.handle, audio.size);
  if (!layout) throw broken(audio);
  const { frames, declaredFrames, sampleRate } = layout;
  const problems: AudioProblem[] = [];
  if (frames < declaredFrames) problems.push('truncated');
  if (frames === 0) problems.push('no-samples');
  return {
    format: 'wav',
    codec: layout.encoding === 'float' ? 'Float' : 'PCM',
    durationSeconds: frames / sampleRate,
    declaredSeconds: declaredFrames / sampleRate,
    sampleRate,
    channels: layout.channels,
    bitDepth: layout.bits,
    sizeBytes: audio.size,
    problems,
  };
};

const compressedFacts = async (audio: OpenAudio): Promise<AudioFacts> => {
  const { format } = await parseFile(audio.path, { duration: true, skipCovers: true }).catch(
    (cause: unknown) => {
      throw broken(audio, cause);
    },
  );
  const duration = format.duration ?? null;
  if (format.sampleRate === undefined) throw broken(audio);
  return {
    format: audio.format,
    codec: format.codec ?? audio.format.toUpperCase(),
    durationSeconds: duration,
    declaredSeconds: duration,
    sampleRate: format.sampleRate,
    channels: format.numberOfChannels ?? null,
    bitDepth: format.bitsPerSample ?? null,
    sizeBytes: audio.size,
    problems: duration === 0 ? ['no-samples'] : [],
  };
};

const broken = ({ path, format }: OpenAudio, cause?: unknown): MonitorError =>
  new MonitorError(
    'audio-not-audio',
    `${path} begins like ${format.toUpperCase()}, but its header is broken or cut off.`,
    { cause },
  );
