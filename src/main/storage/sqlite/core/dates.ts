const stored =
  /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Reads a stored date-time, UTC unless it says otherwise: `YYYY-MM-DD HH:MM:SS.ffffff` as SQLAlchemy
 * writes it, the same without a fraction, and the ISO forms that people type. Digits beyond the
 * millisecond are cut off. `null` for anything else, days that do not exist included.
 */
export const parseStoredDate = (text: string): Date | null => canonical(text) ?? anyForm(text);

const digit = (text: string, at: number): number => {
  const value = text.charCodeAt(at) - 48;
  return value >= 0 && value <= 9 ? value : Number.NaN;
};
const twoDigits = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1);

const space = 32;
const dash = 45;
const dot = 46;
const colon = 58;

/** The form that SQLAlchemy writes, which nearly every row has: read without a pattern. */
const canonical = (text: string): Date | null => {
  if (text.length !== 26 && text.length !== 19) return null;
  if (text.charCodeAt(4) !== dash || text.charCodeAt(7) !== dash) return null;
  if (text.charCodeAt(10) !== space || text.charCodeAt(13) !== colon) return null;
  if (text.charCodeAt(16) !== colon) return null;
  const hasFraction = text.length === 26;
  if (hasFraction && text.charCodeAt(19) !== dot) return null;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const day = twoDigits(text, 8);
  // Years that Date.UTC takes for 19xx are left to the other way.
  if (!(day <= 31 && day > 0 && year > 99)) return null;
  const month = twoDigits(text, 5);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  if (!(month >= 1 && month <= 12 && hour < 24 && minute < 60 && second < 60)) return null;
  const fraction = hasFraction ? digit(text, 20) * 100 + twoDigits(text, 21) : 0;
  const rest = hasFraction ? digit(text, 23) + twoDigits(text, 24) : 0;
  const time = Date.UTC(year, month - 1, day, hour, minute, second, fraction);
  if (Number.isNaN(time + rest)) return null;
  const date = new Date(time);
  return day > 28 && date.getUTCDate() !== day ? null : date;
};

const anyForm = (text: string): Date | null => {
  const match = stored.exec(text);
  if (!match) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = match;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const dayExists = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  const timeExists = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
  if (!dayExists || !timeExists) return null;
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  date.setUTCHours(Number(hour), Number(minute), Number(second), milliseconds);
  return zone === undefined ? date : new Date(date.getTime() - offsetMs(zone));
};

const offsetMs = (zone: string): number => {
  if (zone === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))) * 60_000;
};

/**
 * Writes `YYYY-MM-DD HH:MM:SS.ffffff` in UTC, the only form that SQLAlchemy reads back.
 *
 * @param microseconds 0 to 999, beyond what a `Date` holds
 */
export const formatStoredDate = (date: Date, microseconds = 0): string => {
  const iso = date.toISOString();
  if (iso.length !== 24) throw new RangeError(`The year of ${iso} has no four digits.`);
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)}${String(microseconds).padStart(3, '0')}`;
};

let lastMs = 0;
let lastMicroseconds = 0;

/**
 * The present moment in stored form, later than any that this process got before within the same
 * millisecond, so that the order of creation survives in the text.
 */
export const storedNow = (): string => {
  const now = Date.now();
  lastMicroseconds = now === lastMs ? Math.min(lastMicroseconds + 1, 999) : 0;
  lastMs = now;
  return formatStoredDate(new Date(now), lastMicroseconds);
};

/**
 * A stored date-time in the one form whose text is in the order of the moments, to the microsecond; what
 * is no date-time as it is.
 */
export const momentText = (text: string): string => {
  const date = parseStoredDate(text);
  if (date === null) return text;
  const digits = /[.](\d+)/.exec(text)?.[1] ?? '';
  return formatStoredDate(date, Number(digits.padEnd(6, '0').slice(3, 6)));
};
