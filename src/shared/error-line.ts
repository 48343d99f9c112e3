import { readableText } from './readable-text';

// What went wrong, out of the text that a program left: a traceback's exception is seldom its last line.

/** Longer errors are looked at from both ends: so many UTF-16 units of each. */
const end = 8_000;

/** The beginning and the end of an error that is too long to be looked at whole. */
export const bothEnds = (text: string): string =>
  text.length <= 2 * end ? text : `${text.slice(0, end)}\n${text.slice(-end)}`;

/**
 * The one line that says what went wrong, readable: the exception of a Python traceback (the last of a
 * chain, the first leaf of a group), of Node, C++ or Rust; else the last line that is no advice, link,
 * frame or progress bar. Empty where the text says nothing.
 *
 * The line of a line is that line.
 */
export const errorLine = (text: string): string => {
  const lines = readableText(bothEnds(text)).split('\n').map(withoutMargin);
  const line = fromTraceback(lines) ?? fromKnownForms(lines) ?? lastTelling(lines);
  return line.replace(/\s+/g, ' ').trim();
};

/** `  | ValueError: x` of an exception group → `ValueError: x`, its indentation kept. */
const withoutMargin = (line: string): string => line.replace(/^(?:\s*[|+](?=[\s|+-]|$))+ ?/, '');

const header = /^\s*(Exception Group )?Traceback \(most recent call last\):/;
/** Between the exceptions of a group: `-+---------------- 1 ----------------`. */
const groupRule = /^[-+\s]*-{3,}[\s\d.-]*$/;
/** A traceback that Python only mentions, after the one that counts. */
const ignored = /^(?:Exception ignored in|Error in (?:atexit|sys)\b)/;

const fromTraceback = (lines: readonly string[]): string | null => {
  const headers = lines.flatMap((line, at) =>
    header.test(line) && !ignored.test(lines[at - 1] ?? '') ? [at] : [],
  );
  const last = headers.at(-1);
  if (last === undefined) return null;
  // Of a group the first exception in it, not the last.
  const group = headers.findLast((at) => header.exec(lines[at] ?? '')?.[1] !== undefined);
  if (group === undefined || headers.some((at) => at > group && isOutside(lines, group, at))) {
    return exceptionAfter(lines, last);
  }
  return leafOf(lines, group) ?? exceptionAfter(lines, group);
};

/** Whether a later traceback of a chain is another one than a part of the group. */
const isOutside = (lines: readonly string[], group: number, at: number): boolean =>
  lines.slice(group, at).some((line) => chained.test(line)) &&
  !lines.slice(at).some((line) => groupRule.test(line));

const chained =
  /^(?:During handling of the above exception|The above exception was the direct cause)/;

const leafOf = (lines: readonly string[], group: number): string | null => {
  const first = lines.findIndex((line, at) => at > group && groupRule.test(line));
  if (first < 0) return null;
  const rest = lines.slice(first + 1);
  const until = rest.findIndex((line) => groupRule.test(line));
  const part = until < 0 ? rest : rest.slice(0, until);
  const traced = part.findIndex((line) => header.test(line));
  if (traced >= 0 && /Exception Group/.test(part[traced] ?? '')) return leafOf(rest, -1);
  const leaf =
    traced >= 0 ? exceptionAfter(part, traced) : (part.find((line) => line.trim() !== '') ?? null);
  const others = lines.filter((line) => /^[-+\s]*-{3,} \d+ -{3,}/.test(line)).length - 1;
  return leaf !== null && others > 0 ? `${leaf} (and ${others} more)` : leaf;
};

/** The first line after a traceback's frames, which are all further in than its header. */
const exceptionAfter = (lines: readonly string[], at: number): string | null => {
  const margin = indentOf(lines[at] ?? '');
  const outside = (line: string, index: number) =>
    index > at && line.trim() !== '' && indentOf(line) <= margin;
  // Tracebacks that were cut or written by hand have other lines before it.
  const named = lines.findIndex(
    (line, index) => outside(line, index) && exceptionName.test(line.trim()),
  );
  const found = named < 0 ? lines.findIndex(outside) : named;
  const line = lines[found]?.trim();
  return line === undefined ? null : withDetail(line, lines.slice(found + 1));
};

/** `KeyError`, `requests.exceptions.ConnectTimeout: …`: Python knows no other form. */
const exceptionName = /^[A-Za-z_][\w.]{0,150}(?::|$| \()/;

const indentOf = (line: string): number => /^\s*/.exec(line)?.[0].length ?? 0;

/** pydantic names the field and its fault below the exception, which itself says only how many there are. */
const withDetail = (line: string, below: readonly string[]): string => {
  if (!/\d+ validation errors? for /.test(line)) return line;
  const [field = '', fault = ''] = below;
  const said = fault.replace(/\s*\[type=.*$/, '').trim();
  return field.trim() === '' || said === '' ? line : `${line}: ${field.trim()}: ${said}`;
};

const exception =
  /^(?:Uncaught )?(?:[A-Za-z_$][\w$]*(?:\.|::))*[A-Z]?[A-Za-z_$][\w$]*(?:Error|Exception|Exit|Interrupt|Warning|Failure|Fault|Timeout)\b(?::|$| \[)|^(?:Error|Exception): /;

const fromKnownForms = (lines: readonly string[]): string | null => {
  const what = lines.findLast((line) => /^\s*what\(\):/.test(line));
  if (what !== undefined) {
    const type = lines.join('\n').match(/after throwing an instance of '([^']+)'/)?.[1];
    const said = what.replace(/^\s*what\(\):\s*/, '').trim();
    return type === undefined ? said : `${type}: ${said}`;
  }
  const panic = lines.findLastIndex((line) => /^thread '.*' panicked at /.test(line));
  if (panic >= 0) {
    const said = lines.slice(panic + 1).find((line) => line.trim() !== '');
    const inline = /panicked at '(.*)', /.exec(lines[panic] ?? '')?.[1];
    return inline ?? said ?? null;
  }
  // A program that says more than one such thing says the decisive one last.
  const at = lines.findLastIndex((line) => exception.test(line) && !/Warning\b/.test(line));
  const line = lines[at];
  return line === undefined ? null : withDetail(line, lines.slice(at + 1));
};

/** Lines that explain, link or decorate what went wrong. */
const advice: readonly RegExp[] = [
  /^for (?:further|more) information/i,
  /^\(background on this error/i,
  /^\[(?:sql|parameters|cached since|generated in)\b/i,
  /^cuda kernel errors might be/i,
  /^for debugging consider/i,
  /^compile with `/i,
  /^device-side assert/i,
  /^search for `?cuda/i,
  /^(?:see|more|details|docs?)\b.*https?:\/\//i,
  /^https?:\/\/\S+$/,
  /^(?:note|hint|help|tip):/i,
  /^during handling of the above/i,
  /^the above exception was/i,
  /^at .+(?:\(.*:\d+|:\d+:\d+\)?$)/,
  /^file ".*", line \d+/i,
  /^(?:.*\s)?\d{1,3}%\|/,
  /^[-=_*+|~^.\s]+$/,
  /^(?:.*: )?\w*Warning: /,
  /^node\.js v\d/i,
  /^aborted(?: \(core dumped\))?$/i,
];

const lastTelling = (lines: readonly string[]): string => {
  const said = lines.map((line) => line.trim()).filter((line) => line !== '');
  return said.findLast((line) => !advice.some((form) => form.test(line))) ?? said.at(-1) ?? '';
};
