import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How long the loop must have stood still to be worth an entry, milliseconds. */
export const stallLimit = 40;
/** How often the loop is looked at while somebody works with the program, milliseconds. */
const resolution = 10;
/** How long after the last sign of work it still is. */
const restAfter = 2_000;

/** Watches the main process's event loop while there is work. */
export type StallWatch = Readonly<{
  /** Somebody asked something of the main process: watch from now on, for a while. */
  working: () => void;
  stop: () => void;
}>;

/**
 * Tells of stalls of the event loop beyond {@link stallLimit}. Looked for only around work, as a timer
 * that never rests would cost more than the idle window itself.
 *
 * @param tell is given the longest stall since it was last called, milliseconds
 */
export const watchStalls = (tell: (milliseconds: number) => void): StallWatch => {
  const delay = monitorEventLoopDelay({ resolution });
  let last = 0;
  let check: NodeJS.Timeout | null = null;

  const look = () => {
    // Nanoseconds, the resolution itself included.
    const longest = delay.max / 1e6 - resolution;
    delay.reset();
    if (longest > stallLimit) tell(Math.round(longest));
    if (performance.now() - last > restAfter) stop();
  };
  const stop = () => {
    if (check) clearInterval(check);
    check = null;
    delay.disable();
  };
  return {
    working: () => {
      last = performance.now();
      if (check) return;
      delay.reset();
      delay.enable();
      check = setInterval(look, restAfter / 2);
      check.unref();
    },
    stop,
  };
};
