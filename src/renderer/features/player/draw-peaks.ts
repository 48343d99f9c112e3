import type { AudioPeaks } from '../../../shared/audio';

/** Pixels. */
const barWidth = 2;
const barGap = 1;
const leastHeight = 2;

/** Draws bars from lowest to highest level in the canvas's own colour; a thin line without peaks. */
export const drawPeaks = (canvas: HTMLCanvasElement, peaks: AudioPeaks | null): void => {
  const { clientWidth: width, clientHeight: height } = canvas;
  const scale = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (!context || width === 0) return;
  context.scale(scale, scale);
  context.fillStyle = window.getComputedStyle(canvas).color;
  const middle = height / 2;
  if (!peaks || peaks.levels.length === 0) {
    context.fillRect(0, middle - 1, width, leastHeight);
    return;
  }
  const bars = Math.floor((width + barGap) / (barWidth + barGap));
  context.beginPath();
  for (const [index, { low, high }] of barLevels(peaks.levels, bars).entries()) {
    const top = Math.min(middle - leastHeight / 2, middle - high * middle);
    const bottom = Math.max(middle + leastHeight / 2, middle - low * middle);
    context.roundRect(index * (barWidth + barGap), top, barWidth, bottom - top, barWidth / 2);
  }
  context.fill();
};

/** Lowest and highest level of each bar, −1 … 1. */
export const barLevels = (
  levels: Int8Array,
  bars: number,
): readonly Readonly<{ low: number; high: number }>[] => {
  const stretches = levels.length / 2;
  return Array.from({ length: bars }, (_, bar) => {
    const from = Math.floor((bar * stretches) / bars);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * stretches) / bars));
    let low = 127;
    let high = -127;
    for (let stretch = from; stretch < to; stretch++) {
      low = Math.min(low, levels[stretch * 2] ?? 0);
      high = Math.max(high, levels[stretch * 2 + 1] ?? 0);
    }
    return { low: low / 127, high: high / 127 };
  });
};
