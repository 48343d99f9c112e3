import { useSyncExternalStore } from 'react';
import { clockTime } from './clock-time';
import { audio } from './engine';
import classes from './player.module.css';

const subscribe = (listener: () => void): (() => void) => {
  const events = ['timeupdate', 'seeking', 'emptied'] as const;
  for (const name of events) audio.addEventListener(name, listener);
  return () => {
    for (const name of events) audio.removeEventListener(name, listener);
  };
};
const now = (): string => clockTime(audio.currentTime);

/** Where the track is, or how long it is as a whole. */
export function PlayedTime({ whole }: Readonly<{ whole?: number | null }>) {
  const time = useSyncExternalStore(subscribe, now);
  if (whole === undefined) return <span className={classes.time}>{time}</span>;
  return <span className={classes.time}>{whole === null ? '–:––' : clockTime(whole)}</span>;
}
