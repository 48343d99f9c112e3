import { useSyncExternalStore } from 'react';
import { createStore, useStore } from './store';

const clock = createStore(Date.now());
setInterval(() => clock.set(Date.now()), 20_000);

/** The present, milliseconds since 1970, renewed every 20 seconds: for relative times. */
export const useNow = (): number => useStore(clock);

const seconds = createStore(Date.now());
let followers = 0;
let timer: ReturnType<typeof setInterval> | undefined;

const follow = (listener: () => void): (() => void) => {
  const leave = seconds.subscribe(listener);
  followers += 1;
  if (followers === 1) {
    seconds.set(Date.now());
    timer = setInterval(() => seconds.set(Date.now()), 1_000);
  }
  return () => {
    leave();
    followers -= 1;
    if (followers === 0) clearInterval(timer);
  };
};

/**
 * What `select` makes of the present, renewed every second for as long as somebody follows it. Drawn
 * again only when that is another value, so it should be a text or the like.
 */
export const useEachSecond = <T extends string | number | boolean | null>(
  select: (now: number) => T,
): T => useSyncExternalStore(follow, () => select(seconds.get()));
