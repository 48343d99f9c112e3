import { useNow } from '../base/clock';
import { formatExact, formatLocal, formatRelative } from '../base/format/times';
import { usePreference } from '../base/preferences';

/** An instant as someone likes it, relative to now or absolute; exact in its tooltip. */
export function TimeText({ instant }: Readonly<{ instant: Date }>) {
  const now = useNow();
  const times = usePreference('times');
  return (
    <time dateTime={instant.toISOString()} title={formatExact(instant)}>
      {times === 'absolute' ? formatLocal(instant) : formatRelative(instant, now)}
    </time>
  );
}
