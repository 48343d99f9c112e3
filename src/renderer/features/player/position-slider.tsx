import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from 'react';
import { classNames } from '../../base/class-names';
import { clockTime } from './clock-time';
import type { Transport } from './transport';
import classes from './waveform.module.css';

type PositionSliderProps = Readonly<{
  transport: Transport;
  /** Seconds; null until known. */
  duration: number | null;
  disabled: boolean;
  className?: string | undefined;
  /** What lies under the playhead; its style finds the part already played in `--played`, 0 … 1. */
  children: ReactNode;
}>;

/** Seconds that an arrow key moves; with Shift the smaller step. */
const step = 5;
const smallStep = 1;

/** Where a transport is. A click, a drag or an arrow key seeks. */
export function PositionSlider(props: PositionSliderProps) {
  const { transport, duration, disabled, className, children } = props;
  const slider = useRef<HTMLDivElement>(null);
  const time = usePlayedTime(slider, transport, duration);
  const [hover, setHover] = useState<number | null>(null);
  const at = (event: PointerEvent): number => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - left) / width));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const target = keyTarget(event, transport.time(), duration ?? 0);
    if (target === null || disabled) return;
    event.preventDefault();
    event.stopPropagation();
    transport.seek(target);
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
      className={classNames(classes.slider, className)}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        if (disabled || event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        transport.seek(at(event) * (duration ?? 0));
      }}
      onPointerMove={(event) => {
        setHover(at(event));
        if (event.currentTarget.hasPointerCapture(event.pointerId)) {
          transport.seek(at(event) * (duration ?? 0));
        }
      }}
      onPointerLeave={() => setHover(null)}
    >
      {children}
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
 * Follows the transport's own clock: the played part by a style of each frame, the number for
 * readers of the slider a few times a second.
 *
 * @returns seconds
 */
const usePlayedTime = (
  slider: RefObject<HTMLElement | null>,
  transport: Transport,
  duration: number | null,
): number => {
  const [time, setTime] = useState(0);
  useEffect(() => {
    let frame = 0;
    const follow = () => {
      const part = duration ? Math.min(1, transport.time() / duration) : 0;
      slider.current?.style.setProperty('--played', String(part));
      frame = transport.running() ? requestAnimationFrame(follow) : 0;
    };
    const note = () => {
      setTime(Math.round(transport.time() * 100) / 100);
      if (frame === 0) follow();
    };
    const leave = transport.subscribe(note);
    note();
    return () => {
      cancelAnimationFrame(frame);
      leave();
    };
  }, [slider, transport, duration]);
  return time;
};

type KeyPress = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey'>;

/** Where a key leads to, seconds; `null` for a key that has no meaning here. */
export const keyTarget = (
  { key, shiftKey, altKey, ctrlKey, metaKey }: KeyPress,
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
