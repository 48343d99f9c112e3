import { useComputedColorScheme } from '@mantine/core';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import type { AudioPeaks } from '../../shared/audio';
import type { Spectrogram } from '../../shared/spectrogram';
import { clockTime } from './clock-time';
import { drawPeaks } from './draw-peaks';
import { drawSpectrogram } from './draw-spectrogram';
import { audio, seekTo } from './engine';
import classes from './waveform.module.css';

type WaveformProps = Readonly<{
  peaks: AudioPeaks | null;
  /** Drawn in place of the peaks where there is one. */
  spectrogram: Spectrogram | null;
  /** Seconds; null until known. */
  duration: number | null;
  disabled: boolean;
}>;

/** Seconds that an arrow key moves; with Shift the smaller step. */
const step = 5;
const smallStep = 1;

/** The track's shape, with the part already played in colour. A click or an arrow key seeks. */
export function Waveform({ peaks, spectrogram, duration, disabled }: WaveformProps) {
  const slider = useRef<HTMLDivElement>(null);
  const time = usePlayedTime(slider, duration);
  // A theme's colours reach a canvas only when it is drawn again.
  const scheme = useComputedColorScheme('light');
  const [hover, setHover] = useState<number | null>(null);
  const at = (event: PointerEvent): number => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - left) / width));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const target = keyTarget(event, audio.currentTime, duration ?? 0);
    if (target === null || disabled) return;
    event.preventDefault();
    event.stopPropagation();
    seekTo(target);
  };
  return (
    <div
      ref={slider}
      role="slider"
      aria-label="Position"
      aria-valuemin={0}
      aria-valuemax={Math.round((duration ?? 0) * 100) / 100}
      aria-valuenow={time}
      aria-valuetext={`${clockTime(time)} of ${clockTime(duration ?? 0)}`}
      aria-disabled={disabled || undefined}
      tabIndex={0}
      className={classes.slider}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        if (disabled || event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        seekTo(at(event) * (duration ?? 0));
      }}
      onPointerMove={(event) => {
        setHover(at(event));
        if (event.currentTarget.hasPointerCapture(event.pointerId)) {
          seekTo(at(event) * (duration ?? 0));
        }
      }}
      onPointerLeave={() => setHover(null)}
    >
      <Shape
        key={`rest ${scheme}`}
        peaks={peaks}
        spectrogram={spectrogram}
        className={classes.rest}
      />
      <Shape
        key={`played ${scheme}`}
        peaks={peaks}
        spectrogram={spectrogram}
        className={classes.played}
      />
      <span className={classes.head} />
      {hover !== null && !disabled && duration !== null && (
        <span className={classes.hover} style={{ left: `${hover * 100}%` }}>
          <span className={classes.hoverTime}>{clockTime(hover * duration)}</span>
        </span>
      )}
    </div>
  );
}

/**
 * Follows the element's own clock: the played part by a style of each frame, the number for readers
 * of the slider four times a second.
 *
 * @returns seconds
 */
const usePlayedTime = (
  slider: React.RefObject<HTMLElement | null>,
  duration: number | null,
): number => {
  const [time, setTime] = useState(0);
  useEffect(() => {
    let frame = 0;
    const show = () => {
      const part = duration ? Math.min(1, audio.currentTime / duration) : 0;
      slider.current?.style.setProperty('--played', String(part));
    };
    const follow = () => {
      show();
      frame = audio.paused ? 0 : requestAnimationFrame(follow);
    };
    const note = () => {
      setTime(Math.round(audio.currentTime * 100) / 100);
      if (frame === 0) follow();
    };
    const events = ['timeupdate', 'seeking', 'seeked', 'play', 'pause', 'emptied'] as const;
    for (const name of events) audio.addEventListener(name, note);
    note();
    return () => {
      cancelAnimationFrame(frame);
      for (const name of events) audio.removeEventListener(name, note);
    };
  }, [slider, duration]);
  return time;
};

const keyTarget = (
  { key, shiftKey, altKey, ctrlKey, metaKey }: KeyboardEvent,
  now: number,
  duration: number,
): number | null => {
  if (altKey || ctrlKey || metaKey) return null;
  const by = shiftKey ? smallStep : step;
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return now + by;
    case 'ArrowLeft':
    case 'ArrowDown':
      return now - by;
    case 'PageUp':
      return now + duration / 10;
    case 'PageDown':
      return now - duration / 10;
    case 'Home':
      return 0;
    case 'End':
      return duration;
    default:
      return null;
  }
};

type ShapeProps = Readonly<{
  peaks: AudioPeaks | null;
  spectrogram: Spectrogram | null;
  className: string | undefined;
}>;

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
