import { useNow } from '../app/clock';
import { formatExact, formatRelative } from '../format/times';

/** An instant relative to now, exact in its tooltip. */
export function TimeText({ instant }: Readonly<{ instant: Date }>) {
  const now = useNow();
  return (
    <time dateTime={instant.toISOString()} title={formatExact(instant)}>
      {formatRelative(instant, now)}
    </time>
  );
}
