import { Readable } from 'node:stream';
import { parseStream } from 'music-metadata';
import type { AudioFacts, AudioProblem } from '../../shared/audio';
import { MonitorError } from '../../shared/errors';
import { findEarlyEnd } from './early-end';
import { contentOf, type OpenAudio } from './open-audio';
import { contentTypes } from './sniff';
import { otherWavCodec, readWavLayout } from './wav';

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
  if (!layout) {
    const codec = await otherWavCodec(audio.handle, audio.start);
    throw codec === null ? broken(audio) : unsupported(audio, codec);
  }
  const { frames, declaredFrames, sampleRate } = layout;
  const problems: AudioProblem[] = [];
  if (frames < declaredFrames) problems.push('truncated');
  if (frames === 0) problems.push('no-samples');
  return {
    format: 'wav',
    codec: codecNames[layout.encoding],
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
  // By what the file holds, whatever its name ends in, and from the very file that was opened.
  const stream = Readable.from(contentOf(audio), { objectMode: false });
  const file = { mimeType: contentTypes[audio.format], size: audio.size };
  const { format } = await parseStream(stream, file, { duration: true, skipCovers: true })
    .catch((cause: unknown) => {
      throw broken(audio, cause);
    })
    .finally(() => stream.destroy());
  const { sampleRate, codec = audio.format.toUpperCase() } = format;
  if (sampleRate === undefined) throw broken(audio);
  const early = audio.start > 0 ? null : await findEarlyEnd(audio);
  // Opus counts at 48 kHz, whatever it was made from.
  const seconds = (samples: number | null): number | null =>
    samples === null ? null : samples / (codec.startsWith('Opus') ? 48_000 : sampleRate);
  const declared = early ? seconds(early.declaredSamples) : (format.duration ?? null);
  const duration = early ? seconds(early.samples) : declared;
  const problems: AudioProblem[] = [];
  if (early) problems.push('truncated');
  if (duration === 0) problems.push('no-samples');
  return {
    format: audio.format,
    codec,
    durationSeconds: duration,
    declaredSeconds: declared,
    sampleRate,
    channels: format.numberOfChannels ?? null,
    bitDepth: format.bitsPerSample ?? null,
    sizeBytes: audio.size,
    problems,
  };
};

const codecNames = { float: 'Float', integer: 'PCM', 'µ-law': 'µ-law', 'A-law': 'A-law' } as const;

const unsupported = ({ path }: OpenAudio, codec: string): MonitorError =>
  new MonitorError(
    'audio-unsupported',
    `${path} is a WAV file in ${codec}, which cannot be played here.`,
    {
      hint: 'Convert it, as in `ffmpeg -i take.wav take.flac`.',
    },
  );

const broken = ({ path, format }: OpenAudio, cause?: unknown): MonitorError =>
  new MonitorError(
    'audio-not-audio',
    `${path} begins like ${format.toUpperCase()}, but its header is broken or cut off.`,
    { cause },
  );
