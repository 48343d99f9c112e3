import { useMemo } from 'react';
import {
  firstDirections,
  type GenerationFilter,
  type GenerationSort,
  newestFirst,
  type SortColumn,
  sortColumns,
} from '../../shared/query';
import { currentRoute, navigate, useRoute } from '../base/route';
import { isEmptyFilter, mergeFilters, readFilter, writeFilter } from './filter/filter-params';
import { type ParsedQuery, parseQuery } from './filter/query-line';

/** What the list shows: serialisable, and kept in the address so that Back and Forward work. */
export type View = Readonly<{ filter: GenerationFilter; sort: GenerationSort }>;

/** A view as someone put it together. */
export type ViewState = Readonly<{
  /** Conditions chosen with the mouse. */
  chosen: GenerationFilter;
  /** Conditions typed, as they were typed. */
  query: string;
  sort: GenerationSort;
  /** Failures are shown by cause. */
  grouped: boolean;
}>;

/** A view with everything that follows from its state. */
export type CurrentView = Readonly<{ state: ViewState; typed: ParsedQuery; view: View }>;

/** Whether failed jobs are all that there is to see: people then want to know why. */
export const showsFailedOnly = ({ statuses }: GenerationFilter): boolean =>
  statuses?.length === 1 && statuses[0] === 'failed';

/** Typing within this time is one step for Back, milliseconds. */
const oneStepMs = 1_500;

export const parseState = (params: string): ViewState => {
  const search = new URLSearchParams(params);
  return {
    chosen: readFilter(search),
    query: search.get('q') ?? '',
    sort: parseSort(search.get('sort')),
    grouped: search.get('by') === 'error',
  };
};

export const stateParams = ({ chosen, query, sort, grouped }: ViewState): string => {
  const search = new URLSearchParams();
  if (query !== '') search.append('q', query);
  writeFilter(chosen, search);
  if (sort.column !== newestFirst.column || sort.direction !== newestFirst.direction) {
    search.append('sort', `${sort.column}:${sort.direction}`);
  }
  if (grouped) search.append('by', 'error');
  return search.toString();
};

/** `createdAt:ascending` → that sort; anything else is newest first. */
const parseSort = (text: string | null): GenerationSort => {
  const [name, direction] = text?.split(':') ?? [];
  const column = sortColumns.find((known) => known === name);
  if (!column || (direction !== 'ascending' && direction !== 'descending')) return newestFirst;
  return { column, direction };
};

/** The view of the address. */
export const useCurrentView = (): CurrentView => {
  const { params } = useRoute();
  return useMemo(() => {
    const state = parseState(params);
    const typed = parseQuery(state.query, Date.now());
    const view = { filter: mergeFilters(state.chosen, typed.filter), sort: state.sort };
    return { state, typed, view };
  }, [params]);
};

/** The view of the address, for actions. */
export const currentView = (): View => {
  const state = current();
  const typed = parseQuery(state.query, Date.now());
  return { filter: mergeFilters(state.chosen, typed.filter), sort: state.sort };
};

const current = (): ViewState => parseState(currentRoute().params);

const go = (state: ViewState, replace = false): void =>
  navigate({ screen: 'generations', params: stateParams(state) }, { replace });

/** Changes conditions, keeping the others; `undefined` takes one away. */
export const choose = (
  changes: Partial<{ [K in keyof GenerationFilter]: GenerationFilter[K] | undefined }>,
): void => {
  const state = current();
  go({ ...state, chosen: withoutUndefined({ ...state.chosen, ...changes }) });
};

/** Shows the matches of one filter and nothing else. */
export const showOnly = (chosen: GenerationFilter): void =>
  go({ chosen, query: '', sort: newestFirst, grouped: false });

/** Shows failures by cause, or each by itself. */
export const setGrouped = (grouped: boolean): void => go({ ...current(), grouped });

export const showState = (state: ViewState): void => go(state);

/** Asks nothing any more; the order stays. */
export const clearFilters = (): void => go({ ...current(), chosen: {}, query: '' });

let lastTyped = 0;

/** Replaces the typed conditions. Keys in quick succession are one step for Back. */
export const setQuery = (query: string): void => {
  const now = Date.now();
  go({ ...current(), query }, now - lastTyped < oneStepMs);
  lastTyped = now;
};

/** Sorts by a column, or the other way round where it is sorted by that already. */
export const toggleSort = (column: SortColumn): void => {
  const state = current();
  const opposite = state.sort.direction === 'ascending' ? 'descending' : 'ascending';
  const direction = state.sort.column === column ? opposite : firstDirections[column];
  go({ ...state, sort: { column, direction } });
};

/** Whether every generation of the library is shown. */
export const showsEverything = ({ filter }: View): boolean => isEmptyFilter(filter);

const withoutUndefined = (filter: object): GenerationFilter =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
