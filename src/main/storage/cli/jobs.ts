import { errorLine } from '../../../shared/error-line';
import { MonitorError } from '../../../shared/errors';
import { type Generation, isFailed } from '../../../shared/generation';
import { maxPageSize } from '../../../shared/query';
import { readableLine } from '../../../shared/readable-text';
import { firstCharacters } from '../../../shared/text';
import { toRecord } from '../record';
import type { ConnectedLibrary } from '../sqlite/library';
import { type Answer, type Command, type Typed, withLibrary } from './command';

// Commands that show and change single jobs.

/** How many `list` shows unless told. */
const usualLimit = 20;

/** Columns of text where nobody says how wide the window is. */
const usualWidth = 140;

export const list: Command = {
  takes: '[--status S] [--search TEXT] [--limit N]',
  does: 'list generations, newest first',
  more: `--status S     only these; may be given several times
--search TEXT  prompt, model, id or error contains this, small and capital letters alike
--limit N      at most so many, ${usualLimit} unless given
--json gives the records as the Python service's to_dict() has them.`,
  options: ['status', 'search', 'limit'],
  words: 0,
  run: (typed, { width }) => {
    const limit = limitOf(typed);
    return withLibrary(typed, (library) => {
      const filter = {
        ...(typed.status && { statuses: [...typed.status] }),
        ...(typed.search !== undefined && { text: typed.search }),
      };
      const found = firstOf(library, filter, limit);
      const total = library.generations.count(filter);
      return {
        value: found.map(toRecord),
        lines: [
          ...table(found, width ?? usualWidth),
          total === 0
            ? 'No generation matches.'
            : `${found.length === total ? total : `${found.length} of ${total}`} ${total === 1 ? 'generation' : 'generations'}`,
        ],
      };
    });
  },
};

const limitOf = ({ limit }: Typed): number => {
  if (limit === undefined) return usualLimit;
  if (/^[0-9]{1,9}$/.test(limit) && Number(limit) > 0) return Number(limit);
  throw new MonitorError('invalid-input', `“${limit}” is no number of generations to list.`, {
    hint: '--limit takes a whole number from 1.',
  });
};

type Filter = Parameters<ConnectedLibrary['generations']['count']>[0];

const firstOf = (
  { generations }: ConnectedLibrary,
  filter: Filter,
  limit: number,
): readonly Generation[] => {
  const found: Generation[] = [];
  let cursor: string | null = null;
  do {
    const size = Math.min(maxPageSize, limit - found.length);
    const page = generations.page({ ...(filter && { filter }), limit: size }, cursor);
    found.push(...page.rows);
    cursor = page.next;
  } while (cursor !== null && found.length < limit);
  return found;
};

/** A line for each, cut to the window. */
const table = (rows: readonly Generation[], width: number): readonly string[] => {
  const cells = rows.map((row) => [
    row.id,
    row.status,
    row.createdAt?.toISOString().slice(0, 16).replace('T', ' ') ?? '',
    row.modelName,
    isFailed(row) ? errorLine(row.errorMessage ?? '') : row.prompt,
  ]);
  return aligned(
    [['ID', 'STATUS', 'CREATED (UTC)', 'MODEL', 'PROMPT, OR WHAT WENT WRONG'], ...cells].map(
      (row) =>
        // Of an endless text only the beginning can be seen.
        row.map((cell) => readableLine(firstCharacters(cell, 2_000))),
    ),
    width,
  );
};

/** Cells below each other; the last one of each row is cut at the window's edge. */
export const aligned = (rows: readonly (readonly string[])[], width: number): readonly string[] => {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.min(60, Math.max(...rows.map((row) => row[column]?.length ?? 0))),
  );
  return rows.map((row) => {
    const line = row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
    return line.length > width ? `${firstCharacters(line, width - 1)}…` : line;
  });
};

export const retry: Command = {
  takes: '<id>…|--all-failed',
  does: 'put failed generations back in the queue',
  more: `What was known of each failure is kept. Those not failed are left alone and named.
A service that keeps its queue in memory takes them when it starts the next time.`,
  options: ['all-failed'],
  words: Number.POSITIVE_INFINITY,
  run: (typed) => {
    const { words } = typed;
    const all = typed['all-failed'] === true;
    if (all === words.length > 0) {
      throw new MonitorError('invalid-input', 'Say which: ids, or --all-failed.');
    }
    return withLibrary(typed, ({ generations }) => {
      const outcome = generations.retry(all ? {} : words);
      const { retried, skipped } = outcome;
      return changed(outcome, retried, all ? [] : skipped, 'back in the queue', 'failed');
    });
  },
};

export const cancel: Command = {
  takes: '<id>…',
  does: 'cancel generations that wait',
  more: 'Those that do not wait any more are left alone and named.',
  words: Number.POSITIVE_INFINITY,
  run: (typed) => {
    if (typed.words.length === 0) {
      throw new MonitorError('invalid-input', 'Say which: ids of generations that wait.');
    }
    return withLibrary(typed, ({ generations }) => {
      const outcome = generations.cancel(typed.words);
      return changed(outcome, outcome.cancelled, outcome.skipped, 'cancelled', 'pending');
    });
  },
};

/** @param wanted the status that those left alone do not have */
const changed = (
  value: unknown,
  done: readonly string[],
  skipped: readonly Readonly<{ id: string; status: string | null; refusal?: string }>[],
  what: string,
  wanted: string,
): Answer => ({
  value,
  lines: [
    ...done.map((id) => `${readableLine(id)}  ${what}`),
    `${done.length} ${done.length === 1 ? 'generation' : 'generations'} ${what}`,
  ],
  problems: skipped.map(
    ({ id, ...skip }) => `${readableLine(id)}  left alone: ${whyLeft(skip, wanted)}`,
  ),
});

const whyLeft = (
  { status, refusal }: Readonly<{ status: string | null; refusal?: string }>,
  wanted: string,
): string => {
  if (refusal !== undefined) return `the library refuses it (${readableLine(refusal)})`;
  if (status === null) return 'there is no such generation';
  return `it is ${readableLine(status)}, not ${wanted}`;
};
