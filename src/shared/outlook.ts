/** A job that is worked on, as far as the library can tell. */
export type RunningOutlook = Readonly<{
  state: 'running';
  /** When it probably began. */
  startedAt: Date;
  /** Seconds that such a job usually takes; `null` where no job has been completed yet. */
  expectedSeconds: number | null;
  /** What that was learnt from: jobs of its own model, or of all where that has none. */
  basis: 'model' | 'all';
  /** From then on it seems stalled; `null` where nothing is expected of it. */
  stalledAt: Date | null;
}>;

/** A job that waits. */
export type WaitingOutlook = Readonly<{
  state: 'waiting';
  /** 1 for the next. */
  position: number;
  /** When its turn probably comes; `null` where no worker seems to be at it, or nothing is known. */
  startsAt: Date | null;
}>;

/** What is to be expected of a job that has not ended: an estimate, see storage/sqlite/history/estimates.ts. */
export type Outlook = RunningOutlook | WaitingOutlook;

/** When a running job counts as stalled. */
export type StalledAfter = Readonly<{
  /** Times the expected time. */
  factor: number;
  /** Seconds that every job may take. */
  leastSeconds: number;
}>;

/** @param now milliseconds since 1970 */
export const isStalled = (outlook: Outlook | null, now: number): outlook is RunningOutlook =>
  outlook?.state === 'running' && outlook.stalledAt !== null && outlook.stalledAt.getTime() <= now;
