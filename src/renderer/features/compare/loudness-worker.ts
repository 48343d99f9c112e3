import { createLoudnessMeter, type LoudnessMeter } from './loudness';

/** The next samples of the one take that this worker measures. */
export type LoudnessRequest = Readonly<{
  /** Hz. */
  sampleRate: number;
  channels: readonly Float32Array[];
  /** Nothing comes after it. */
  last: boolean;
}>;
/** LKFS once the last samples have come; `null` before, and where there is none. */
export type LoudnessAnswer = number | null;

let meter: LoudnessMeter | null = null;

self.onmessage = ({ data }: MessageEvent<LoudnessRequest>) => {
  meter ??= createLoudnessMeter(data.sampleRate);
  meter.add(data.channels);
  self.postMessage((data.last ? meter.integrated() : null) satisfies LoudnessAnswer);
};
