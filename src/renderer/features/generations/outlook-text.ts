import {
  isStalled,
  type Outlook,
  type RunningOutlook,
  type WaitingOutlook,
} from '../../../shared/outlook';
import { formatCount, formatDuration } from '../../base/format/numbers';

// What estimates say, no more exactly than they are known.

/** A turn that is so long past was no turn: the worker has gone, milliseconds. */
const missedTurn = 60_000;

/** A stretch of time as one estimates it: `5 s`, `40 s`, `3 min`, `1 h 20 min`. */
export const roughly = (seconds: number): string => {
  if (seconds < 57.5) return `${Math.max(5, Math.round(seconds / 5) * 5)} s`;
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) return `${minutes} min`;
  const tens = Math.round(minutes / 10) * 10;
  const rest = tens % 60;
  return `${Math.floor(tens / 60)} h${rest === 0 ? '' : ` ${rest} min`}`;
};

const until = (instant: Date, now: number): number => (instant.getTime() - now) / 1_000;

/** Seconds that are left of a running job, negative beyond what was expected. */
const remaining = ({ startedAt, expectedSeconds }: RunningOutlook, now: number): number | null =>
  expectedSeconds === null ? null : until(startedAt, now) + expectedSeconds;

/** What a list has room for: `20 s left`, `overdue`, `in 3 min`, `#12`. Empty where nothing is known. */
export const shortOutlook = (outlook: Outlook, now: number): string => {
  if (outlook.state === 'running') {
    const left = remaining(outlook, now);
    if (left === null) return '';
    return left > 0 ? `${roughly(left)} left` : 'overdue';
  }
  const left = turn(outlook, now);
  if (left === null) return `#${formatCount(outlook.position)}`;
  return left > 0 ? `in ${roughly(left)}` : 'next';
};

/** Seconds until its turn, 0 when that is now; `null` where nobody knows. */
const turn = ({ startsAt }: WaitingOutlook, now: number): number | null =>
  startsAt === null || startsAt.getTime() < now - missedTurn
    ? null
    : Math.max(0, until(startsAt, now));

/** The same as a sentence. */
export const longOutlook = (outlook: Outlook, now: number): string => {
  if (outlook.state === 'running') {
    const left = remaining(outlook, now);
    if (left === null) return 'No estimate: nothing was completed yet';
    return left > 0 ? `About ${roughly(left)} left` : `Overdue by ${roughly(-left)}`;
  }
  const place = `${outlook.position === 1 ? 'Next' : `Number ${formatCount(outlook.position)}`} in the queue`;
  const left = turn(outlook, now);
  if (left === null) return `${place}; no worker seems to be at it`;
  return `${place}, ${left > 0 ? `starts in about ${roughly(left)}` : 'starts any moment'}`;
};

/** How far a running job probably is, 0 to 1; `null` where nothing is known, and once it stalled. */
export const progressOf = (outlook: RunningOutlook, now: number): number | null => {
  const { startedAt, expectedSeconds } = outlook;
  if (!expectedSeconds || isStalled(outlook, now)) return null;
  // To the percent: drawn again no more often than that can be seen.
  const done = -until(startedAt, now) / expectedSeconds;
  return Math.round(Math.min(0.99, Math.max(0, done)) * 100) / 100;
};

type Job = Readonly<{ modelName: string; durationSeconds: number | null }>;

/** `Running for 14 min; musicgen-small usually takes 40 s for 30 s of audio.` */
export const stalledReason = (outlook: RunningOutlook, job: Job, now: number): string => {
  const running = `Running for ${roughly(-until(outlook.startedAt, now))}`;
  const usual = roughly(outlook.expectedSeconds ?? 0);
  const who = outlook.basis === 'model' ? `${job.modelName} usually takes` : 'other models take';
  return `${running}; ${who} ${usual} for ${formatDuration(job.durationSeconds ?? 0)} of audio.`;
};
