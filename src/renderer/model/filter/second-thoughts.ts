import { distance } from 'fastest-levenshtein';
import { fieldNames, quoteIfNeeded, tokensOf } from './query-line';

/** What a library holds that a query can name. */
export type KnownNames = Readonly<{
  statuses: readonly string[];
  models: readonly string[];
  tags: readonly string[];
  /** Metadata paths joined by dots, with the values that occur most. */
  metadata: readonly Readonly<{ path: string; values: readonly string[] }>[];
}>;

/** A part of a query that finds nothing in this library, and what was probably meant. */
export type SecondThought = Readonly<{
  /** The part, as it was typed. */
  text: string;
  message: string;
  /** What to put in its place; `null` where there is nothing like it. */
  instead: string | null;
}>;

/** What people call things that have another name here. */
const otherNames: Readonly<Record<string, string>> = {
  date: 'created',
  day: 'created',
  time_taken: 'time',
  took: 'time',
  duration: 'length',
  seconds: 'length',
  state: 'status',
  stars: 'rating',
  tags: 'tag',
  text: 'prompt',
  tempo: 'bpm',
  scale: 'key',
};
/** Metadata that models of music have, known before the library was looked at. */
const usualKeys = ['bpm', 'key', 'genre'];

/** Names and values of a query that this library does not have. */
export const secondThoughts = (line: string, known: KnownNames): readonly SecondThought[] =>
  tokensOf(line).flatMap(({ text, name, value }) => {
    if (name === null || value === '' || /^\d+$/u.test(name)) return [];
    const field = fieldNames.find((one) => one === name.toLowerCase());
    if (field) return unknownValue(text, name, value, valuesOf(field, known)) ?? [];
    const key = known.metadata.find(({ path }) => path === name);
    if (!key && name !== 'bpm') return unknownName(text, name, value, known) ?? [];
    return noNumber(text, name, value, key?.values ?? []) ?? [];
  });

const unknownName = (
  text: string,
  name: string,
  value: string,
  known: KnownNames,
): SecondThought | null => {
  const paths = known.metadata.map(({ path }) => path);
  if (usualKeys.includes(name) || (name.toLowerCase() === 'date' && /\d|day/u.test(value)))
    return null;
  const meant =
    otherNames[name.toLowerCase()] ?? closest(name, [...fieldNames, ...paths, ...usualKeys]);
  return {
    text,
    message: `Nothing in this library has “${name}”.`,
    instead: meant === null ? null : meant + text.slice(name.length),
  };
};

const unknownValue = (
  text: string,
  name: string,
  value: string,
  values: readonly string[],
): SecondThought | null => {
  if (values.length === 0) return null;
  const lower = values.map((one) => one.toLowerCase());
  const unknown = value.split(',').find((part) => part !== '' && !isBegun(part, lower));
  if (unknown === undefined) return null;
  const meant = closest(unknown, values);
  return {
    text,
    message: `No generation has the ${name} “${unknown}”.`,
    // Behind the name, which may hold the same letters.
    instead:
      meant === null
        ? null
        : text.slice(0, name.length) +
          text.slice(name.length).replace(unknown, () => quoteIfNeeded(meant)),
  };
};

const isBegun = (part: string, values: readonly string[]): boolean =>
  values.some((value) => value.startsWith(part.toLowerCase()));

const valuesOf = (field: string, known: KnownNames): readonly string[] => {
  if (field === 'status') return known.statuses;
  if (field === 'model') return known.models;
  return field === 'tag' ? known.tags : [];
};

const noNumber = (
  text: string,
  name: string,
  value: string,
  values: readonly string[],
): SecondThought | null => {
  const isNumeric = (one: string) => one.trim() !== '' && Number.isFinite(Number(one));
  const numeric = values.length > 0 ? values.every(isNumeric) : name === 'bpm';
  if (!numeric || value === '*' || /^(?:[<>=!≤≥≠]*-?[\d.]*)$/u.test(value)) return null;
  const example = values[0] ?? '120';
  return { text, message: `“${text}” needs a number, as in ${name}:${example}.`, instead: null };
};

/** The most alike; `null` where none is alike. Two letters exchanged are two steps. */
const closest = (wanted: string, known: readonly string[]): string | null => {
  const [best] = known
    .map((name) => ({ name, steps: distance(wanted.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.steps - b.steps);
  return best && best.steps <= Math.max(1, Math.min(2, wanted.length - 1)) ? best.name : null;
};
