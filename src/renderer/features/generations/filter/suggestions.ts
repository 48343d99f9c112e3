import { fieldNames, flagNames, quoteIfNeeded } from '../../../model/filter/query-line';
import type { KnownNames } from '../../../model/filter/second-thoughts';
import { kindLabels, takeFindings } from '../../../model/kind-labels';

/** What the library holds that a query can name. */
export type Vocabulary = KnownNames;

export type Suggestion = Readonly<{
  /** Takes the place of the token that is being typed. */
  text: string;
  /** What it does, in a few words. */
  hint: string;
  /** More is to be typed after it. */
  open: boolean;
}>;

const mostShown = 9;

const fieldHints: Readonly<Record<(typeof fieldNames)[number], string>> = {
  status: 'pending, processing, completed, failed',
  model: 'name of the model',
  prompt: 'exactly this prompt',
  created: '2026-01-31, today, 7d',
  length: 'seconds, as in >20 or 8..16',
  time: 'seconds that the job took',
  is: 'unheard, starred, rejected, stalled, …',
  rating: '1 to 5, as in >=4',
  tag: 'has this tag',
  audio: 'what the audio check found',
  has: 'metadata has this key',
  no: 'metadata lacks this key',
};

/** The token at the caret: where it begins, and its text up to the caret. */
export const tokenAt = (line: string, caret: number): Readonly<{ start: number; text: string }> => {
  const before = line.slice(0, caret);
  let start = 0;
  let quoted = false;
  for (let index = 0; index < before.length; index++) {
    if (before[index] === '"' && before[index - 1] !== '\\') quoted = !quoted;
    else if (before[index] === ' ' && !quoted) start = index + 1;
  }
  return { start, text: before.slice(start) };
};

/** What could be meant by a token that is being typed. */
export const suggest = (token: string, words: Vocabulary): readonly Suggestion[] => {
  const colon = token.indexOf(':');
  const found = colon < 0 ? suggestNames(token, words) : suggestValues(token, colon, words);
  return found.filter(({ text }) => text !== token).slice(0, mostShown);
};

const suggestNames = (token: string, words: Vocabulary): Suggestion[] => {
  const start = token.toLowerCase();
  const named = fieldNames
    .filter((name) => name.startsWith(start))
    .map((name) => ({ text: `${name}:`, hint: fieldHints[name], open: true }));
  const keys = words.metadata
    .filter(({ path }) => path.toLowerCase().startsWith(start))
    .map(({ path, values }) => ({
      text: `${path}:`,
      hint: values.length > 0 ? `metadata, as ${values.slice(0, 3).join(', ')}` : 'metadata',
      open: true,
    }));
  return token === '' ? [...named.slice(0, 5), ...keys.slice(0, 4)] : [...named, ...keys];
};

const suggestValues = (token: string, colon: number, words: Vocabulary): Suggestion[] => {
  const name = token.slice(0, colon).toLowerCase();
  const typed = token.slice(colon + 1).replace(/^"/u, '');
  const last = typed.split(',').at(-1) ?? '';
  const listed = name === 'status' || name === 'model' || name === 'audio';
  const kept = listed ? typed.slice(0, typed.length - last.length) : '';
  const start = (listed ? last : typed).toLowerCase();
  return valuesFor(name, words)
    .filter(({ value }) => value.toLowerCase().startsWith(start))
    .map(({ value, hint }) => ({
      text: `${token.slice(0, colon)}:${kept}${quoteIfNeeded(value)}`,
      hint,
      open: false,
    }));
};

const anyFinding = { value: 'any', hint: 'anything found' };

const valuesFor = (
  name: string,
  words: Vocabulary,
): readonly Readonly<{ value: string; hint: string }>[] => {
  if (name === 'status') return words.statuses.map((value) => ({ value, hint: 'status' }));
  if (name === 'model') return words.models.map((value) => ({ value, hint: 'model' }));
  if (name === 'is') {
    return flagNames.map((value) => ({
      value,
      hint: value === 'stalled' ? 'running for much too long' : 'judgement',
    }));
  }
  if (name === 'audio') {
    return [...takeFindings.map((kind) => ({ value: kind, hint: kindLabels[kind] })), anyFinding];
  }
  if (name === 'tag') return words.tags.map((value) => ({ value, hint: 'tag' }));
  if (name === 'rating') {
    return ['>=4', '>=3', '5', '4', '3', '2', '1'].map((value) => ({ value, hint: 'rating' }));
  }
  if (name === 'has' || name === 'no') {
    return words.metadata.map(({ path }) => ({ value: path, hint: 'metadata' }));
  }
  if (name === 'created') {
    return [
      { value: 'today', hint: 'since midnight' },
      { value: 'yesterday', hint: 'the day before' },
      { value: '24h', hint: 'the last 24 hours' },
      { value: '7d', hint: 'the last 7 days' },
      { value: '30d', hint: 'the last 30 days' },
    ];
  }
  const key = words.metadata.find(({ path }) => path.toLowerCase() === name);
  return (key?.values ?? []).map((value) => ({ value, hint: 'metadata' }));
};
