import { Readable } from 'node:stream';
import { parseStream } from 'music-metadata';
import type { AudioFacts, AudioProblem } from '../../shared/audio';
import { MonitorError } from '../../shared/errors';
import { findEarlyEnd } from './early-end';
import { countFlacSamples } from './flac';
import { oggLinks } from './ogg';
import { refuseMixed } from './ogg-join';
import { contentOf, type OpenAudio } from './open-audio';
import { isUncompressed, readSound } from './read-sound';
import { contentTypes } from './sniff';
import type { StoredSound } from './stored-sound';
import { unsupportedAudio } from './unsupported';

/**
 * Reads what a file's header says. Own code for WAV and AIFF, whose truncation and peaks need their
 * layout anyway; music-metadata for the compressed formats.
 *
 * @throws MonitorError `audio-not-audio` where the header makes no sense, `audio-unsupported` where it
 *   names a codec that is not played
 */
export const readFacts = (audio: OpenAudio): Promise<AudioFacts> =>
  isUncompressed(audio) ? soundFacts(audio) : compressedFacts(audio);

const codecNames: Readonly<Partial<Record<StoredSound['coding'], string>>> = {
  integer: 'PCM',
  float: 'Float',
};

const soundFacts = async (audio: OpenAudio): Promise<AudioFacts> => {
  const sound = await readSound(audio);
  if (!sound) throw broken(audio);
  const { frames, declaredFrames, sampleRate, coding, channels, bits } = sound;
  const problems: AudioProblem[] = [];
  if (frames < declaredFrames) problems.push('truncated');
  if (frames === 0) problems.push('no-samples');
  return {
    format: audio.format,
    codec: codecNames[coding] ?? coding,
    durationSeconds: frames / sampleRate,
    declaredSeconds: declaredFrames / sampleRate,
    sampleRate,
    channels,
    bitDepth: bits,
    sizeBytes: audio.size,
    problems,
  };
};

const compressedFacts = async (audio: OpenAudio): Promise<AudioFacts> => {
  // By what the file holds, whatever its name ends in, and from the very file that was opened.
  const stream = Readable.from(contentOf(audio), { objectMode: false });
  const file = { mimeType: contentTypes[audio.format], size: audio.size - audio.start };
  const { format } = await parseStream(stream, file, { duration: true, skipCovers: true })
    .catch((cause: unknown) => {
      throw broken(audio, cause);
    })
    .finally(() => stream.destroy());
  const { sampleRate, codec = audio.format.toUpperCase() } = format;
  const unsupported = unsupportedCodecs.find(([name]) => name.test(codec));
  if (unsupported) throw unsupportedAudio(audio.path, unsupported[1]);
  // Behind a tag anything is taken for MP3 at first.
  const isOther = audio.format === 'mp3' && !/layer/i.test(codec);
  if (!sampleRate || isOther) throw broken(audio);
  const early = await findEarlyEnd(audio);
  // Opus counts at 48 kHz, whatever it was made from.
  const seconds = (samples: number | null): number | null =>
    samples === null ? null : samples / (codec.startsWith('Opus') ? 48_000 : sampleRate);
  const counted = await countedSeconds(audio, sampleRate);
  const declared = early ? seconds(early.declaredSamples) : (counted ?? format.duration ?? null);
  const duration = early ? (counted ?? seconds(early.samples)) : declared;
  const problems: AudioProblem[] = [];
  if (early) problems.push('truncated');
  if (duration === 0) problems.push('no-samples');
  return {
    format: audio.format,
    codec,
    durationSeconds: duration,
    declaredSeconds: declared,
    // MP4 has one rate for all Opus, and notes no name of it.
    sampleRate: audio.format === 'm4a' && format.codec === undefined ? null : sampleRate,
    // M4A says two channels and 16 bits of every AAC, whatever it holds.
    channels: audio.format === 'm4a' ? null : (format.numberOfChannels ?? null),
    bitDepth: audio.format === 'm4a' ? null : (format.bitsPerSample ?? null),
    sizeBytes: audio.size,
    problems,
  };
};

/** Where the header leaves the length open, or speaks of the first of several pieces only. */
const countedSeconds = async (audio: OpenAudio, sampleRate: number): Promise<number | null> => {
  if (audio.format === 'ogg') {
    const links = await oggLinks(audio);
    refuseMixed(audio, links);
    return links.length > 0 ? links.reduce((sum, { seconds }) => sum + seconds, 0) : null;
  }
  const samples = audio.format === 'flac' ? await countFlacSamples(audio) : null;
  return samples === null ? null : samples / sampleRate;
};

/** Codecs in files of a kind that is played, for which no player here has a decoder. */
const unsupportedCodecs: readonly (readonly [codec: RegExp, what: string])[] = [
  [/\balac\b/i, 'M4A with Apple Lossless'],
  [/\bac-?3\b/i, 'M4A with AC-3'],
  [/speex/i, 'OGG with Speex'],
  [/layer [12]$/i, 'MPEG audio of layer I or II'],
];

const broken = ({ path, format }: OpenAudio, cause?: unknown): MonitorError =>
  new MonitorError(
    'audio-not-audio',
    `${path} begins like ${format.toUpperCase()}, but its header is broken or cut off.`,
    { cause },
  );
