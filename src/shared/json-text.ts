import { isLosslessNumber, LosslessNumber, parse, stringify } from 'lossless-json';
import type { Json } from './generation';

// JSON that other programs wrote, digit for digit: JavaScript's own numbers would round seeds of 64 bits
// and write 3.0 as 3.

/** A number as it is spelled, where a JavaScript number would be spelled otherwise. */
export type ExactNumber = LosslessNumber;
export type ExactJson =
  | string
  | number
  | boolean
  | null
  | ExactNumber
  | readonly ExactJson[]
  | { readonly [key: string]: ExactJson };

export const isExactNumber = (value: unknown): value is ExactNumber => isLosslessNumber(value);

/** Python writes these, which no JSON has: read as `null`. */
const stringOrNonFinite = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/gs;
export const withoutNonFinite = (text: string): string =>
  text.replace(stringOrNonFinite, (token) => (token.startsWith('"') ? token : 'null'));

/**
 * Parses JSON, Python's non-finite numbers included. Of a key that stands there twice the last one counts,
 * as for every reader. Throws a `SyntaxError` for what `JSON.parse` refuses, too, and for nothing else.
 */
export const parseExact = (text: string): ExactJson => {
  const finite = hasNonFinite(text) ? withoutNonFinite(text) : text;
  try {
    return parse(finite, undefined, {
      parseNumber: (digits) => (String(Number(digits)) === digits ? Number(digits) : exact(digits)),
      onDuplicateKey: ({ newValue }) => newValue,
    }) as ExactJson;
  } catch {
    // The library is stricter in places and nests less deep: rounded numbers are better than none.
    return JSON.parse(finite) as ExactJson;
  }
};

const exact = (digits: string): ExactNumber => new LosslessNumber(digits);
const hasNonFinite = (text: string): boolean => /NaN|Infinity/.test(text);

/** The text of a value, numbers as they were spelled. */
export const stringifyExact = (value: ExactJson, indent?: number): string =>
  stringify(value, undefined, indent) ?? 'null';

/** A value that can go anywhere, with the digits of a number that cannot as text. */
export const toPlain = (value: ExactJson): Json => {
  if (isExactNumber(value)) {
    const number = Number(value.value);
    const same = Number.isSafeInteger(number) || !/^-?\d+$/.test(value.value);
    return same ? number : value.value;
  }
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== 'object' || value === null) return value as Json;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toPlain(member)]));
};

/** One member of an object: its key, and where its value stands in the text. */
type Member = Readonly<{ key: string; start: number; end: number }>;

const token = /"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s"[\]{}:,]+/gs;

/** The members of the object that a JSON text is, outermost only. */
const membersOf = (text: string): readonly Member[] => {
  const members: Member[] = [];
  let depth = 0;
  let key: string | null = null;
  let start = -1;
  let end = -1;
  const close = () => {
    if (key !== null && start >= 0) members.push({ key, start, end });
    key = null;
    start = -1;
  };
  for (const { 0: found, index } of text.matchAll(token)) {
    if (found === '}' || found === ']') depth -= 1;
    if (depth === 0 && found === '}') close();
    else if (depth === 1 && found === ',') close();
    else if (depth === 1 && key === null && found.startsWith('"')) key = JSON.parse(found);
    else if (depth >= 1 && !(depth === 1 && found === ':')) {
      if (start < 0) start = index;
      end = index + found.length;
    }
    if (found === '{' || found === '[') depth += 1;
  }
  return members;
};

/**
 * An object's text with members set: everything else stays to the byte. Of a key that stands there more
 * than once the last one counts, as for every reader.
 *
 * @param text JSON text of an object
 * @param added JSON text of an object
 * @param which `missing`: members that are there already stay as they are
 */
export const withMembers = (
  text: string,
  added: string,
  which: 'all' | 'missing' = 'all',
): string => {
  let result = text;
  for (const { key, start, end } of membersOf(added)) {
    const value = added.slice(start, end);
    const before = membersOf(result).findLast((member) => member.key === key);
    if (before && which === 'missing') continue;
    result = before
      ? result.slice(0, before.start) + value + result.slice(before.end)
      : append(result, key, value);
  }
  return result;
};

/** With spaces as the others have them: Python writes them, JavaScript does not. */
const append = (text: string, key: string, value: string): string => {
  const kept = text.slice(0, text.lastIndexOf('}')).trimEnd();
  const space = /^\s*\{\s*"(?:[^"\\]|\\.)*"\s*:\s/s.test(text) ? ' ' : '';
  const separator = kept.endsWith('{') ? '' : `,${space}`;
  return `${kept}${separator}${JSON.stringify(key)}:${space}${value}${text.slice(kept.length)}`;
};

/** An object's text without these members, the others as they are spelled. */
export const withoutMembers = (text: string, keys: readonly string[]): string => {
  const kept = membersOf(text).filter(({ key }) => !keys.includes(key));
  const members = kept.map(
    ({ key, start, end }) => `${JSON.stringify(key)}:${text.slice(start, end)}`,
  );
  return `{${members.join(',')}}`;
};
