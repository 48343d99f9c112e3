import { type AudioPeaks, fullScale, peakStretches } from '../../shared/audio';
import { extremes, gatherPeaks, hasRun, type Piece, summarize } from '../../shared/peaks';
import { sampleScale, samplesOf } from './samples';
import type { WavView } from './wav-view';

/** Frames read at a time. */
const framesPerRead = 131_072;

/**
 * Goes through plain samples once, a piece at a time.
 *
 * @returns peaks of `peakStretches` stretches, fewer for a file of fewer frames
 */
export const readWavPeaks = async (layout: WavView): Promise<AudioPeaks> => {
  const { frames, frameSize, channels } = layout;
  const stretches = Math.min(peakStretches, frames);
  const lows = new Float64Array(stretches).fill(Number.POSITIVE_INFINITY);
  const highs = new Float64Array(stretches).fill(Number.NEGATIVE_INFINITY);
  const scale = sampleScale(layout);
  const runs = new Uint32Array(channels);
  const piece = new Uint8Array(framesPerRead * frameSize);
  let clipped = false;
  for (let first = 0; first < frames; ) {
    const wanted = Math.min(framesPerRead, frames - first) * frameSize;
    const bytesRead = await layout.read(piece, wanted, layout.dataStart + first * frameSize);
    const count = Math.floor(bytesRead / frameSize);
    if (count === 0) break;
    const samples = samplesOf(piece, count * channels, layout);
    for (let frame = 0; frame < count; ) {
      const stretch = Math.floor(((first + frame) * stretches) / frames);
      const next = Math.ceil(((stretch + 1) * frames) / stretches) - first;
      const end = Math.max(frame + 1, Math.min(next, count));
      const [low, high] = extremes(samples, frame * channels, end * channels);
      lows[stretch] = Math.min(lows[stretch] ?? 0, low * scale);
      highs[stretch] = Math.max(highs[stretch] ?? 0, high * scale);
      if (!clipped && (high * scale >= fullScale || low * scale <= -fullScale)) {
        clipped = hasRun(samples, frame, end, channels, fullScale / scale, runs);
      } else runs.fill(0);
      frame = end;
    }
    first += count;
  }
  return summarize(lows, highs, clipped);
};

/** Goes through decoded samples once. `null` where there are none. */
export const readPeaks = async (pieces: AsyncIterable<Piece>): Promise<AudioPeaks | null> => {
  const gathered = gatherPeaks();
  for await (const piece of pieces) gathered.add(piece);
  return gathered.peaks();
};
