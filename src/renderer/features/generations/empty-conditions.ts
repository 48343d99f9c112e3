import type { GenerationFilter } from '../../../shared/query';
import { isEmptyFilter, mergeFilters } from '../../model/filter/filter-params';
import { parseQuery, tokensOf } from '../../model/filter/query-line';
import { statusLabel } from '../../model/status';
import type { ViewState } from '../../model/view';
import { describeFilter } from './filter/describe-filter';

/** One of several conditions that nothing meets together. */
export type Asked = Readonly<{
  id: string;
  /** As people read it. */
  label: string;
  /** The condition by itself, and the others without it. */
  alone: GenerationFilter;
  without: GenerationFilter;
}>;

/** The conditions of a filter, the status among them; none where there is only one. */
export const askedTogether = (filter: GenerationFilter): readonly Asked[] => {
  const { statuses, ...others } = filter;
  const [status] = statuses ?? [];
  const byStatus =
    statuses?.length === 1 && status !== undefined
      ? [{ id: 'status', name: 'Status', value: statusLabel(status), without: others }]
      : [];
  const asked = [...byStatus, ...describeFilter(filter)];
  if (asked.length < 2) return [];
  return asked.map(({ id, name, value, without }) => ({
    id,
    label: `${name} ${value}`,
    alone: difference(filter, without),
    without,
  }));
};

/** What a filter asks beyond another that asks less. */
const difference = (filter: GenerationFilter, less: GenerationFilter): GenerationFilter => {
  const left = Object.entries(filter).flatMap(([name, value]): [string, unknown][] => {
    const kept = less[name as keyof GenerationFilter];
    if (kept === undefined) return [[name, value]];
    if (!Array.isArray(value) || !Array.isArray(kept)) return [];
    const texts = new Set(kept.map((one) => JSON.stringify(one)));
    const rest = value.filter((one) => !texts.has(JSON.stringify(one)));
    return rest.length > 0 ? [[name, rest]] : [];
  });
  return Object.fromEntries(left);
};

/** A view without one of its conditions: what was typed stays as it was typed, as far as it can. */
export const withoutAsked = (
  state: ViewState,
  without: GenerationFilter,
  now: number,
): ViewState => {
  const wanted = canonical(without);
  const tokens = tokensOf(state.query).map(({ text }) => text);
  // A condition is one token, or two as in `120 bpm`, or all the words that are searched for.
  const shorter = tokens.flatMap((_, at) =>
    [1, 2].map((size) => [...tokens.slice(0, at), ...tokens.slice(at + size)].join(' ')),
  );
  const named = tokensOf(state.query).flatMap(({ name, text }) => (name === null ? [] : [text]));
  for (const query of [state.query, ...shorter, named.join(' ')]) {
    const typed = parseQuery(query, now).filter;
    if (query !== state.query && canonical(mergeFilters(state.chosen, typed)) === wanted) {
      return { ...state, query };
    }
    const chosen = describeChosen(state.chosen).find(
      (less) => canonical(mergeFilters(less, typed)) === wanted,
    );
    if (chosen) return { ...state, query, chosen };
  }
  return { ...state, query: '', chosen: without };
};

const describeChosen = (chosen: GenerationFilter): readonly GenerationFilter[] => {
  const { statuses: _, ...others } = chosen;
  return [others, ...describeFilter(chosen).map(({ without }) => without)];
};

const canonical = (filter: GenerationFilter): string =>
  isEmptyFilter(filter)
    ? ''
    : JSON.stringify(Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1)));
