import type { Decoded } from '../player/decode-audio';
import type { LoudnessAnswer, LoudnessRequest } from './loudness-worker';

/** Copied to the worker at once: a fraction of a frame's time. */
const framesPerRequest = 1 << 17;
/** A mono take sounds from both loudspeakers: twice the power. */
const monoIsHeardAs = 10 * Math.log10(2);

/** How loud a take sounds, LKFS, measured in a worker; `null` for silence and less than 400 ms. */
export const measureLoudness = async (decoded: Decoded): Promise<number | null> => {
  const { channels, frames, sampleRate } = decoded;
  const worker = new Worker(new URL('./loudness-worker.ts', import.meta.url), { type: 'module' });
  try {
    let loudness: number | null = null;
    for (let from = 0; from < frames; from += framesPerRequest) {
      const to = Math.min(frames, from + framesPerRequest);
      const part = channels.map((samples) => samples.slice(from, to));
      loudness = await ask(worker, { sampleRate, channels: part, last: to === frames });
    }
    return loudness !== null && channels.length === 1 ? loudness + monoIsHeardAs : loudness;
  } finally {
    worker.terminate();
  }
};

const ask = (worker: Worker, request: LoudnessRequest): Promise<LoudnessAnswer> =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<LoudnessAnswer>) => resolve(data);
    worker.onerror = () => reject(new Error('The loudness could not be measured.'));
    worker.postMessage(
      request,
      request.channels.map(({ buffer }) => buffer),
    );
  });
