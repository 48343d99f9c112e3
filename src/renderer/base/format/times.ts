const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** The present that is compared with may be so old: what was created since is no future. */
const clockAge = 25_000;

const dateOf = (options: Intl.DateTimeFormatOptions, zone?: string) =>
  new Intl.DateTimeFormat('en-GB', { ...options, ...(zone ? { timeZone: zone } : {}) });
const clockTime = { hour: '2-digit', minute: '2-digit' } as const;
const dayMonth = dateOf({ day: 'numeric', month: 'short', ...clockTime });
const dayMonthYear = dateOf({ day: 'numeric', month: 'short', year: 'numeric' });
const full: Intl.DateTimeFormatOptions = {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
};
const local = dateOf({ ...full, timeZoneName: 'short' });
const localShort = dateOf({ ...full });
const utc = dateOf(full, 'UTC');

/** `just now`, `5 min ago`, `3 h ago`, `6 d ago`, then date and time. Instants to come: `in 5 min`. */
export const formatRelative = (instant: Date, now: number): string => {
  const distance = now - instant.getTime();
  const size = Math.abs(distance);
  const say = (text: string) => (distance < 0 ? `in ${text}` : `${text} ago`);
  if (size < minute) return distance < -clockAge ? 'in a moment' : 'just now';
  if (size < hour) return say(`${Math.floor(size / minute)} min`);
  if (size < day) return say(`${Math.floor(size / hour)} h`);
  if (size < 14 * day) return say(`${Math.floor(size / day)} d`);
  const sameYear = instant.getFullYear() === new Date(now).getFullYear();
  return (sameYear ? dayMonth : dayMonthYear).format(instant);
};

/** As {@link formatRelative}, but however long ago: `4 months ago`, `2 years ago`. */
export const formatAgo = (instant: Date, now: number): string => {
  const days = Math.floor((now - instant.getTime()) / day);
  if (days < 14) return formatRelative(instant, now);
  if (days < 60) return `${days} d ago`;
  if (days < 730) return `${Math.floor(days / 30.44)} months ago`;
  return `${Math.floor(days / 365.25)} years ago`;
};

/** The instant in the local zone, to the second, without the zone's name. */
export const formatLocal = (instant: Date): string => localShort.format(instant);

/** Local time and UTC on two lines: what a tooltip says. */
export const formatExact = (instant: Date): string =>
  `${local.format(instant)}\n${utc.format(instant)} UTC`;

/** UTC as the library writes it: `2025-11-20 01:12:17.893`. */
export const formatUtc = (instant: Date): string =>
  instant.toISOString().replace('T', ' ').replace('Z', '');
