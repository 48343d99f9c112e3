import { useSyncExternalStore } from 'react';
import { clockTime } from './clock-time';
import classes from './player.module.css';
import type { Transport } from './transport';

/** Where a transport is. */
export function PlayedTime({ transport }: Readonly<{ transport: Transport }>) {
  const time = useSyncExternalStore(transport.subscribe, () => clockTime(transport.time()));
  return <span className={classes.time}>{time}</span>;
}

/** How long something is as a whole, seconds. */
export function WholeTime({ seconds }: Readonly<{ seconds: number | null }>) {
  return <span className={classes.time}>{seconds === null ? '–:––' : clockTime(seconds)}</span>;
}
