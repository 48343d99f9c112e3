import type { AudioFacts, AudioPeaks } from '../../shared/audio';
import type { Finding, Take } from '../../shared/audio-check';
import {
  buildSpectrogram,
  type Spectrogram,
  spectrogramColumns,
  spectrogramWindow,
} from '../../shared/spectrogram';
import type { AudioPlaces } from './allowed-file';
import { decodedPieces } from './decode';
import { readFacts } from './facts';
import { type OpenAudio, openAudio } from './open-audio';
import type { PeakCache } from './peak-cache';
import { readPeaks, readWavPeaks } from './peaks';
import { isUncompressed, readWavView } from './read-sound';
import { readMono } from './samples';

/** A file as a library names it, with where it may lie. */
export type AudioTarget = Readonly<{ filePath: string; places: AudioPlaces }>;

/** What the audio thread can be asked, by name. */
export type AnalysisCalls = {
  facts: { input: AudioTarget; output: AudioFacts };
  peaks: { input: AudioTarget; output: AudioPeaks | null };
  spectrogram: { input: AudioTarget; output: Spectrogram | null };
  check: { input: { takes: readonly Take[]; places: AudioPlaces }; output: readonly Finding[] };
  /** Files beside those named, which none of these paths names. */
  unreferenced: {
    input: { filePaths: readonly string[]; places: AudioPlaces };
    output: readonly Finding[];
  };
};

/** Opens, asks, closes. */
export const withAudio = async <T>(
  { filePath, places }: AudioTarget,
  work: (audio: OpenAudio) => Promise<T>,
): Promise<T> => {
  const audio = await openAudio(filePath, places);
  try {
    return await work(audio);
  } finally {
    await audio.handle.close();
  }
};

/** What a file's header says. Fails with an `audio-…` code. */
export const analyseFacts = (target: AudioTarget): Promise<AudioFacts> =>
  withAudio(target, readFacts);

/** A file's peaks, computed or out of the cache; `null` for what only a player decodes: AAC and other codecs in Ogg. */
export const analysePeaks = (target: AudioTarget, cache: PeakCache): Promise<AudioPeaks | null> =>
  withAudio(target, (audio) => peaksOf(audio, cache));

/** As {@link analysePeaks}, of a file that is open. */
export const peaksOf = async (audio: OpenAudio, cache: PeakCache): Promise<AudioPeaks | null> => {
  const kept = await cache.get(audio);
  if (kept) return kept;
  const peaks = await (isUncompressed(audio) ? wavPeaks(audio) : compressedPeaks(audio));
  if (peaks) await cache.put(audio, peaks);
  return peaks;
};

const wavPeaks = async (audio: OpenAudio): Promise<AudioPeaks | null> => {
  const view = await readWavView(audio);
  return view && readWavPeaks(view);
};

const compressedPeaks = async (audio: OpenAudio): Promise<AudioPeaks | null> => {
  const pieces = await decodedPieces(audio);
  return pieces && readPeaks(pieces);
};

/** How loud each pitch is over time; `null` for the formats that only a player decodes. */
export const analyseSpectrogram = (target: AudioTarget): Promise<Spectrogram | null> =>
  withAudio(target, async (audio) => {
    const view = await readWavView(audio);
    if (!view || view.frames === 0) return null;
    return buildSpectrogram(spectrogramColumns, view.sampleRate, (place) => {
      const middle = Math.floor(place * view.frames);
      return readMono(view, middle - spectrogramWindow / 2, spectrogramWindow);
    });
  });
