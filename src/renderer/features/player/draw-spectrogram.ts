import type { Spectrogram } from '../../../shared/spectrogram';

/** Draws levels as opacity of the canvas's own colour, the lowest pitch at the foot. */
export const drawSpectrogram = (canvas: HTMLCanvasElement, spectrogram: Spectrogram): void => {
  const { columns, bands, levels } = spectrogram;
  const scale = window.devicePixelRatio || 1;
  canvas.width = Math.round(canvas.clientWidth * scale);
  canvas.height = Math.round(canvas.clientHeight * scale);
  const context = canvas.getContext('2d');
  const picture = new OffscreenCanvas(columns, bands);
  const inner = picture.getContext('2d');
  if (!context || !inner || canvas.width === 0) return;
  const image = inner.createImageData(columns, bands);
  const loudest = levels.reduce((most, level) => Math.max(most, level), 1);
  for (let column = 0; column < columns; column++) {
    for (let band = 0; band < bands; band++) {
      const level = (levels[column * bands + band] ?? 0) / loudest;
      // The quiet half of the scale is mostly noise: it stays faint.
      image.data[((bands - 1 - band) * columns + column) * 4 + 3] = 255 * level ** 2;
    }
  }
  inner.putImageData(image, 0, 0);
  inner.globalCompositeOperation = 'source-in';
  inner.fillStyle = window.getComputedStyle(canvas).color;
  inner.fillRect(0, 0, columns, bands);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
};
