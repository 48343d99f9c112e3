import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import classes from './resize-handle.module.css';

type ResizeHandleProps = Readonly<{
  label: string;
  /** Width now, pixels. */
  width: number;
  least: number;
  most: number;
  onResize: (width: number) => void;
  /** Back to the width that it has by itself. */
  onReset: () => void;
}>;

/** Pixels per key press. */
const step = 16;

/** The edge at the left of a pane, by which it is made wider or narrower. */
export function ResizeHandle({ label, width, least, most, onResize, onReset }: ResizeHandleProps) {
  const start = useRef<{ x: number; width: number } | null>(null);
  const resizeTo = (wanted: number) =>
    onResize(Math.round(Math.min(most, Math.max(least, wanted))));
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: event.clientX, width };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (start.current) resizeTo(start.current.width + start.current.x - event.clientX);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') resizeTo(width + step);
    else if (event.key === 'ArrowRight') resizeTo(width - step);
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule that is moved is a separator with a value, which hr is not.
    <div
      role="separator"
      aria-label={label}
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      className={classes.handle}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        start.current = null;
      }}
      onDoubleClick={onReset}
      onKeyDown={onKeyDown}
    />
  );
}
