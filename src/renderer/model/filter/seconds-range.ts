/** What a filter can ask a range of seconds of: the length, or the time that a job took. */
export type Seconds = 'DurationSeconds' | 'TimeTakenSeconds';

/** Takes away whatever is asked of such a range, so that another can have its place. */
export const noRange = (what: Seconds) => ({
  [`min${what}`]: undefined,
  [`max${what}`]: undefined,
  [`over${what}`]: undefined,
  [`under${what}`]: undefined,
});
