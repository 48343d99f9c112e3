import classes from './success-bar.module.css';

/** A share of successes as bar and number. */
export function SuccessBar({ rate }: Readonly<{ rate: number }>) {
  const percent = rate * 100;
  // 99.6 % is not yet all of them.
  const shown =
    rate < 1 && percent > 99.5 ? '> 99' : rate > 0 && percent < 0.5 ? '< 1' : percent.toFixed(0);
  return (
    <span className={classes.success}>
      <span className={classes.bar} data-level={rate < 0.7 ? 'low' : undefined} aria-hidden="true">
        <span className={classes.part} style={{ width: `${percent}%` }} />
      </span>
      <span className={classes.number}>{shown} %</span>
    </span>
  );
}
