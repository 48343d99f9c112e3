import { useNow } from '../base/clock';
import { formatAgo, formatExact, formatLocal } from '../base/format/times';
import classes from './exact-time.module.css';

/** An instant in the local zone with how long ago it was, UTC in its tooltip. */
export function ExactTime({ instant }: Readonly<{ instant: Date }>) {
  const now = useNow();
  return (
    <time dateTime={instant.toISOString()} title={formatExact(instant)}>
      {formatLocal(instant)} <span className={classes.ago}>{formatAgo(instant, now)}</span>
    </time>
  );
}
