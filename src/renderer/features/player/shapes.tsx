import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { AudioPeaks } from '../../../shared/audio';
import type { Spectrogram } from '../../../shared/spectrogram';
import { drawPeaks } from './draw-peaks';
import { drawSpectrogram } from './draw-spectrogram';
import classes from './waveform.module.css';

type ShapesProps = Readonly<{
  peaks: AudioPeaks | null;
  /** Drawn in place of the peaks where there is one. */
  spectrogram: Spectrogram | null;
}>;

/** A take's shape twice: as a whole, and over it the part already played. */
export function Shapes({ peaks, spectrogram }: ShapesProps) {
  // A theme's colours reach a canvas only when it is drawn again.
  const scheme = useComputedColorScheme('light');
  const shape = { peaks, spectrogram };
  return (
    <>
      <Shape key={`rest ${scheme}`} {...shape} className={classes.rest} />
      <Shape key={`played ${scheme}`} {...shape} className={classes.played} />
    </>
  );
}

type ShapeProps = ShapesProps & Readonly<{ className: string | undefined }>;

/** Draws in the colour of its own style, anew when size or peaks change. */
function Shape({ peaks, spectrogram, className }: ShapeProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const draw = () =>
      spectrogram ? drawSpectrogram(element, spectrogram) : drawPeaks(element, peaks);
    const frame = requestAnimationFrame(draw);
    const observer = new ResizeObserver(draw);
    observer.observe(element);
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
    };
  }, [peaks, spectrogram]);
  return <canvas ref={canvas} className={className} />;
}
