/** A stretch of text: in both texts, only in the one, or only in the other. */
export type Part = Readonly<{ kind: 'same' | 'added' | 'removed'; text: string }>;

/** Pairs of words compared at most, so that no text keeps the window waiting. */
const mostPairs = 1_000_000;

const words = new Intl.Segmenter(undefined, { granularity: 'word' });

/**
 * What is to be added to and removed from `before` to get `after`, word by word in any language.
 *
 * @returns `null` where both are too long to be compared
 */
export const diffWords = (before: string, after: string): readonly Part[] | null => {
  const a = wordsOf(before);
  const b = wordsOf(after);
  const start = commonStart(a, b);
  const end = commonStart(a.slice(start).reverse(), b.slice(start).reverse());
  const middle = diffMiddle(a.slice(start, a.length - end), b.slice(start, b.length - end));
  if (!middle) return null;
  const same = (all: readonly Word[]): Part => ({
    kind: 'same',
    text: all.map(({ text }) => text).join(''),
  });
  return joined([same(b.slice(0, start)), ...middle, same(b.slice(b.length - end))]);
};

/** A word or a sign, with the space after it; `key` is what makes it the same as another one. */
type Word = Readonly<{ key: string; text: string }>;

const wordsOf = (text: string): readonly Word[] => {
  const all: Word[] = [];
  let joins = false;
  for (const { segment } of words.segment(text)) {
    const last = all.at(-1);
    const space = segment.trim() === '';
    const hyphen = segment === '-' && last?.key === last?.text;
    // `lo-fi` is one word, and space belongs to the word before.
    if (last && (space || hyphen || joins)) {
      all[all.length - 1] = { key: last.key + segment.trim(), text: last.text + segment };
    } else all.push({ key: segment.trim(), text: segment });
    joins = hyphen;
  }
  return all;
};

const commonStart = (a: readonly Word[], b: readonly Word[]): number => {
  let length = 0;
  while (length < a.length && length < b.length && a[length]?.key === b[length]?.key) length += 1;
  return length;
};

/** By the longest common subsequence. */
const diffMiddle = (a: readonly Word[], b: readonly Word[]): readonly Part[] | null => {
  if (a.length * b.length > mostPairs) return null;
  const width = b.length + 1;
  /** Length of the longest one of what follows in both. */
  const longest = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i * width + j] =
        a[i]?.key === b[j]?.key
          ? at(longest, (i + 1) * width + j + 1) + 1
          : Math.max(at(longest, (i + 1) * width + j), at(longest, i * width + j + 1));
    }
  }
  const parts: Part[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i]?.key === b[j]?.key) {
      parts.push({ kind: 'same', text: b[j]?.text ?? '' });
      i += 1;
      j += 1;
    } else if (
      j === b.length ||
      (i < a.length && at(longest, (i + 1) * width + j) >= at(longest, i * width + j + 1))
    ) {
      parts.push({ kind: 'removed', text: a[i++]?.text ?? '' });
    } else parts.push({ kind: 'added', text: b[j++]?.text ?? '' });
  }
  return parts;
};

const at = (values: Uint32Array, index: number): number => values[index] ?? 0;

/** Without empty parts, neighbours of one kind as one. */
const joined = (parts: readonly Part[]): readonly Part[] => {
  const all: Part[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    if (part.text === '') continue;
    if (last?.kind === part.kind) all[all.length - 1] = { ...last, text: last.text + part.text };
    else all.push(part);
  }
  return all;
};
