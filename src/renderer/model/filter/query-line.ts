import { musicalWords } from '../../../shared/musical-words';
import {
  type GenerationFilter,
  isNumeric,
  type MetadataCondition,
  type MetadataValue,
} from '../../../shared/query';
import { takeFindings } from '../kind-labels';
import type { Seconds } from './seconds-range';

/**
 * The filters as one types them: `status:failed model:musicgen-small bpm:>120 key:Cm "lofi piano"`.
 *
 * Words without a colon, and text in quotes, are searched for. A name that is none of
 * {@link fieldNames} is a path into the metadata, its keys joined by dots.
 */
export type ParsedQuery = Readonly<{
  filter: GenerationFilter;
  /** What could not be understood, as sentences; the rest applies. */
  mistakes: readonly string[];
  /** What words were taken for, as one would type it: `bpm:120` for `120 bpm`. */
  readAs?: readonly string[];
}>;

export const fieldNames = [
  'status',
  'is',
  'model',
  'prompt',
  'created',
  'length',
  'time',
  'rating',
  'tag',
  'audio',
  'has',
  'no',
] as const;
/** What `is:` can ask; each of these the other way round with `un` before it, as in `is:unheard`. */
const flags = ['heard', 'starred', 'rejected', 'rated'] as const;
export const flagNames = [...flags.flatMap((flag) => [flag, `un${flag}`]), 'stalled'];
type FieldName = (typeof fieldNames)[number];

type Token = Readonly<{ text: string; name: string | null; value: string; quoted: boolean }>;
type Operator = '=' | '≠' | '<' | '≤' | '≥' | '>';
type Draft = { filter: GenerationFilter; words: Token[]; mistakes: string[] };

/** @param now for dates such as `today` and `7d`, milliseconds since 1970 */
export const parseQuery = (line: string, now: number): ParsedQuery => {
  const draft: Draft = { filter: {}, words: [], mistakes: [] };
  for (const token of tokensOf(line)) {
    if (token.name === null) draft.words.push(token);
    else if (token.value === '' && !token.quoted) continue;
    else readField(draft, token.name, token, now);
  }
  const { filter, mistakes } = draft;
  const readAs = readWords(draft);
  return readAs.length > 0 ? { filter, mistakes, readAs } : { filter, mistakes };
};

/** Tempo and key become conditions, the rest is searched for. */
const readWords = ({ filter, words }: Draft): readonly string[] => {
  const values = words.map(({ value }) => value);
  const { bpm, key, rest } = musicalWords(values, (index) => words[index]?.quoted ?? true);
  if (rest.length > 0) filter.text = rest.join(' ');
  if (bpm !== null) addMetadata(filter, { path: ['bpm'], operator: '=', value: bpm });
  if (key !== null) addMetadata(filter, { path: ['key'], operator: '=', value: key });
  return [
    ...(bpm === null ? [] : [`bpm:${bpm}`]),
    ...(key === null ? [] : [`key:${quoteIfNeeded(key)}`]),
  ];
};

/** `name:value`, `name:"a value"`, `"some text"` or a word. */
export const tokensOf = (line: string): readonly Token[] => {
  const pattern = /(?:([^\s":]+):)?(?:"((?:[^"\\]|\\.)*)("?)|(\S*))/gu;
  const tokens: Token[] = [];
  for (const [text, name, quotedText, , plain] of line.matchAll(pattern)) {
    if (text === '') continue;
    const quoted = quotedText !== undefined;
    const value = quoted ? quotedText.replace(/\\(.)/gu, '$1') : (plain ?? '');
    const isAddress = !quoted && value.startsWith('//');
    if (name === undefined || isAddress) {
      tokens.push({ text, name: null, value: isAddress ? text : value, quoted });
    } else tokens.push({ text, name, value, quoted });
  }
  return tokens.filter(({ name, value }) => name !== null || value !== '');
};

const readField = (draft: Draft, name: string, token: Token, now: number): void => {
  // 2:30 is no metadata called 2.
  if (/^\d+$/u.test(name) && /^[0-5]\d$/u.test(token.value)) {
    readRange(draft, { ...token, value: token.text }, 'DurationSeconds');
    return;
  }
  if (
    name.toLowerCase() === 'date' &&
    momentOf(operatorOf(token.value)[1].split('..')[0] ?? '', now)
  ) {
    readCreated(draft, token, now);
    return;
  }
  const known = fieldNames.find((field) => field === name.toLowerCase());
  if (known) fields[known](draft, token, now);
  else readMetadata(draft, name, token);
};

const fields: Readonly<Record<FieldName, (draft: Draft, token: Token, now: number) => void>> = {
  status: ({ filter }, { value }) => {
    filter.statuses = [...new Set([...(filter.statuses ?? []), ...listOf(value.toLowerCase())])];
  },
  model: ({ filter }, { value }) => {
    filter.models = [...new Set([...(filter.models ?? []), ...listOf(value)])];
  },
  prompt: ({ filter }, { value }) => {
    filter.prompt = value;
  },
  length: (draft, token) => readRange(draft, token, 'DurationSeconds'),
  time: (draft, token) => readRange(draft, token, 'TimeTakenSeconds'),
  created: readCreated,
  is: readFlag,
  rating: readRating,
  tag: ({ filter }, { value }) => {
    filter.tags = [...new Set([...(filter.tags ?? []), value.trim()])];
  },
  audio: readAudio,
  has: ({ filter }, { value }) => addMetadata(filter, { path: pathOf(value), operator: 'present' }),
  no: ({ filter }, { value }) => addMetadata(filter, { path: pathOf(value), operator: 'absent' }),
};

function readRange({ filter, mistakes }: Draft, { text, value }: Token, what: Seconds): void {
  const [from, to] = value.split('..');
  if (to !== undefined) {
    const least = secondsOf(from ?? '');
    const most = secondsOf(to);
    if (least === null && most === null) mistakes.push(`${quote(text)} needs a number of seconds`);
    if (least !== null) filter[`min${what}`] = least;
    if (most !== null) filter[`max${what}`] = most;
    return;
  }
  const [operator, rest] = operatorOf(value);
  const number = secondsOf(rest);
  if (rest === '') return;
  if (number === null || operator === '≠') {
    mistakes.push(`${quote(text)} needs a number of seconds, as in ${text.split(':')[0]}:>20`);
    return;
  }
  if (operator === '>') filter[`over${what}`] = number;
  if (operator === '<') filter[`under${what}`] = number;
  if (operator === '≥' || operator === '=') filter[`min${what}`] = number;
  if (operator === '≤' || operator === '=') filter[`max${what}`] = number;
}

function readFlag({ filter, mistakes }: Draft, { text, value }: Token): void {
  const name = value.toLowerCase();
  const flag = flags.find((one) => name === one || name === `un${one}`);
  if (flag) filter[flag] = name === flag;
  else if (name === 'stalled') filter.stalled = true;
  else if (!flagNames.some((known) => known.startsWith(name))) {
    mistakes.push(`${quote(text)} is not known: there are is:${flagNames.join(', is:')}`);
  }
}

function readAudio({ filter, mistakes }: Draft, { text, value }: Token): void {
  for (const name of listOf(value.toLowerCase())) {
    const kind = takeFindings.find((known) => known === name);
    if (kind) filter.audio = [...new Set([...(filter.audio ?? []), kind])];
    else if (name === 'any') filter.audio = [...takeFindings];
    else if (!takeFindings.some((known) => known.startsWith(name))) {
      mistakes.push(`${quote(text)} is not known: there are ${takeFindings.join(', ')} and any`);
    }
  }
}

function readRating({ filter, mistakes }: Draft, { text, value }: Token): void {
  const [operator, rest] = operatorOf(value);
  if (rest === '') return;
  const range = /^([1-5])(?:\.\.([1-5]))?$/u.exec(rest);
  const [from, to] = [Number(range?.[1]), Number(range?.[2] ?? range?.[1])];
  const least = operator === '>' ? from + 1 : operator === '<' || operator === '≤' ? 1 : from;
  const most = operator === '<' ? from - 1 : operator === '>' || operator === '≥' ? 5 : to;
  if (!range || operator === '≠' || least > 5 || most < 1) {
    mistakes.push(`${quote(text)} needs 1 to 5, as in rating:>=4 or rating:2..3`);
    return;
  }
  if (least > 1) filter.minRating = least;
  if (most < 5) filter.maxRating = most;
  if (least === 1 && most === 5) filter.rated = true;
}

function readCreated({ filter, mistakes }: Draft, { text, value }: Token, now: number): void {
  const [operator, rest] = operatorOf(value);
  const [first, last] = rest.split('..');
  const day = momentOf(first ?? '', now);
  const end = last === undefined ? day : momentOf(last, now);
  if (rest === '') return;
  if (!day || !end) {
    mistakes.push(
      `${quote(text)} needs a date, as in created:2026-01-31, created:7d or created:today`,
    );
    return;
  }
  if (operator === '>' && day.to === Number.POSITIVE_INFINITY) {
    mistakes.push(`${quote(text)} asks for what is yet to come`);
    return;
  }
  const isBefore = operator === '<' || operator === '≤';
  const isAfter = operator === '>' || operator === '≥';
  if (!isBefore) filter.createdFrom = iso(operator === '>' ? day.to : day.from);
  if (isAfter) return;
  const before = operator === '<' ? day.from : isBefore ? day.to : end.to;
  // Until now is until whenever.
  if (Number.isFinite(before)) filter.createdBefore = iso(before);
}

function readMetadata({ filter, mistakes }: Draft, name: string, token: Token): void {
  const path = pathOf(name);
  if (path.length === 0) {
    mistakes.push(`${quote(token.text)} names nothing before the colon`);
    return;
  }
  if (token.quoted) {
    addMetadata(filter, { path, operator: '=', value: token.value });
    return;
  }
  if (token.value === '*') {
    addMetadata(filter, { path, operator: 'present' });
    return;
  }
  const range = /^(-?[\d.]+)\.\.(-?[\d.]+)$/u.exec(token.value);
  if (range) {
    addMetadata(filter, { path, operator: '≥', value: scalarOf(range[1] ?? '') });
    addMetadata(filter, { path, operator: '≤', value: scalarOf(range[2] ?? '') });
    return;
  }
  const [operator, rest] = operatorOf(token.value);
  if (rest === '') return;
  const value = scalarOf(rest);
  const ordered = operator !== '=' && operator !== '≠';
  if (ordered && !isNumeric(value)) {
    mistakes.push(`${quote(token.text)} needs a number after ${operator}`);
    return;
  }
  addMetadata(filter, { path, operator, value });
}

const addMetadata = (filter: GenerationFilter, condition: MetadataCondition): void => {
  if (condition.path.length > 0) filter.metadata = [...(filter.metadata ?? []), condition];
};

const listOf = (value: string): readonly string[] => value.split(',').filter((part) => part !== '');

/** `mix.reverb` → its keys. */
export const pathOf = (name: string): string[] => name.split('.').filter((key) => key !== '');

/** `>=120` → `≥` and `120`; without a sign, `=`. */
const operatorOf = (value: string): readonly [Operator, string] => {
  const found = /^(>=|<=|!=|[<>=≤≥≠])/u.exec(value)?.[0] ?? '';
  const names: Readonly<Record<string, Operator>> = {
    '': '=',
    '=': '=',
    '!=': '≠',
    '≠': '≠',
    '<': '<',
    '<=': '≤',
    '≤': '≤',
    '>': '>',
    '>=': '≥',
    '≥': '≥',
  };
  return [names[found] ?? '=', value.slice(found.length)];
};

/** `true`, `null` and `120` are what they look like; anything else is text. */
export const scalarOf = (text: string): MetadataValue => {
  if (text === 'true') return true;
  if (text === 'false') return false;
  if (text === 'null') return null;
  if (!/^-?\d+(\.\d+)?$/u.test(text)) return text;
  const number = Number(text);
  const rounded = !text.includes('.') && !Number.isSafeInteger(number) && text.length <= 200;
  return rounded ? { integer: text } : number;
};

/** `90`, `90s`, `1.5min`, `2h`, `2:30` → seconds. */
export const secondsOf = (text: string): number | null => {
  const clock = /^(\d{1,4}):([0-5]\d)$/u.exec(text);
  if (clock) return Number(clock[1]) * 60 + Number(clock[2]);
  const found = /^(\d+(?:\.\d+)?)(s|m|min|h)?$/u.exec(text);
  if (!found) return null;
  const unit = found[2] === 'h' ? 3600 : found[2] === 'm' || found[2] === 'min' ? 60 : 1;
  return Number(found[1]) * unit;
};

const dayMs = 86_400_000;

/** The stretch of local time that a date names: a day, month or year, or the last days until now. */
const momentOf = (text: string, now: number): { from: number; to: number } | null => {
  const today = new Date(now);
  const midnight = new Date(today.getFullYear(), today.getMonth(), today.getDate()).getTime();
  if (text === 'today') return { from: midnight, to: Number.POSITIVE_INFINITY };
  if (text === 'yesterday') return { from: midnight - dayMs, to: midnight };
  const last = /^(\d{1,4})([hdw])$/u.exec(text);
  if (last) {
    const unit = last[2] === 'h' ? dayMs / 24 : last[2] === 'w' ? 7 * dayMs : dayMs;
    return { from: now - Number(last[1]) * unit, to: Number.POSITIVE_INFINITY };
  }
  const date = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/u.exec(text);
  if (!date) return null;
  const [year, month, day] = [Number(date[1]), Number(date[2] ?? 1), Number(date[3] ?? 1)];
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  const from = new Date(year, month - 1, day);
  const to = date[3]
    ? new Date(year, month - 1, day + 1)
    : date[2]
      ? new Date(year, month, 1)
      : new Date(year + 1, 0, 1);
  return { from: from.getTime(), to: to.getTime() };
};

/** A value as it has to be typed. */
export const quoteIfNeeded = (value: string): string =>
  /[\s":,]/u.test(value) ? `"${value.replace(/["\\]/gu, '\\$&')}"` : value;

const iso = (time: number): string => new Date(time).toISOString();
const quote = (text: string): string => `“${text}”`;
