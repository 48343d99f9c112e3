/** What DGX Music's audio analyser writes into a generation's metadata. */
export type AudioMeasures = Readonly<{
  /** 0 to 1. */
  peak_amplitude: number;
  rms_energy: number;
  /** Between loud (95th percentile) and quiet (10th) tenths of a second. */
  dynamic_range_db: number;
  bit_depth: number;
}>;

/** Measures sound, all channels together. */
export const measureAudio = (
  channels: readonly Float32Array[],
  sampleRate: number,
): AudioMeasures => {
  const frame = Math.max(1, Math.round(sampleRate / 10));
  const levels: number[] = [];
  let peak = 0;
  let power = 0;
  let count = 0;
  for (const signal of channels) {
    for (let start = 0; start < signal.length; start += frame) {
      const end = Math.min(signal.length, start + frame);
      let sum = 0;
      for (let index = start; index < end; index++) {
        const sample = signal[index] ?? 0;
        sum += sample * sample;
        if (sample > peak) peak = sample;
        else if (-sample > peak) peak = -sample;
      }
      levels.push(Math.sqrt(sum / (end - start)));
      power += sum;
      count += end - start;
    }
  }
  levels.sort((a, b) => a - b);
  const loud = levels[Math.floor(levels.length * 0.95)] ?? 0;
  const quiet = levels[Math.floor(levels.length * 0.1)] ?? 0;
  return {
    peak_amplitude: rounded(peak, 4),
    rms_energy: rounded(Math.sqrt(power / Math.max(1, count)), 4),
    dynamic_range_db: rounded(20 * Math.log10((loud + 1e-5) / (quiet + 1e-5)), 2),
    bit_depth: 16,
  };
};

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
