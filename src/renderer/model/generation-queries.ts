import { queryOptions } from '@tanstack/react-query';
import type { GenerationList } from '../../shared/contract';
import type { GenerationDetails, GenerationSummary } from '../../shared/generation';
import type { GenerationFilter } from '../../shared/query';
import { unwrap } from '../base/ipc/call';
import { queryClient } from '../base/ipc/query-client';
import { blockSize } from './paged-rows';
import type { View } from './view';

/** Jobs become stalled though nobody changes the library. */
const refetchInterval = ({ stalled }: GenerationFilter): number | false =>
  stalled ? 5_000 : false;

/** Rows `block * blockSize …` of a view. */
export const listQuery = ({ filter, sort }: View, block: number) =>
  queryOptions({
    queryKey: ['generations.list', filter, sort, block],
    queryFn: () =>
      unwrap(
        window.monitor.generations.list({
          filter,
          sort,
          position: block * blockSize,
          limit: blockSize,
        }),
      ),
    refetchInterval: refetchInterval(filter),
    structuralSharing: (before, after) =>
      shareRows(before as GenerationList | undefined, after as GenerationList),
  });

export const countQuery = (filter: GenerationFilter) =>
  queryOptions({
    queryKey: ['generations.count', filter],
    queryFn: () => unwrap(window.monitor.generations.count({ filter })),
    refetchInterval: refetchInterval(filter),
  });

export const attemptsQuery = (id: string) =>
  queryOptions({
    queryKey: ['generations.attempts', id],
    queryFn: () => unwrap(window.monitor.generations.attempts({ id })),
  });

export const detailsQuery = (id: string) =>
  queryOptions({
    queryKey: ['generations.get', id],
    queryFn: () => unwrap(window.monitor.generations.get({ id })),
  });

/** With texts of megabytes whole: asked for only where somebody wants them. */
export const wholeQuery = (id: string) =>
  queryOptions({
    queryKey: ['generations.whole', id],
    queryFn: () => unwrap(window.monitor.generations.whole({ id })),
    // They are not kept for long.
    gcTime: 10_000,
  });

/** The generation whole, from what is there where nothing of it was cut. */
export const wholeGeneration = async ({ generation, cut }: GenerationDetails) =>
  Object.keys(cut).length === 0
    ? generation
    : (await queryClient.fetchQuery(wholeQuery(generation.id))).generation;

/** Asked again and again while the library has not been looked through. */
export const familyQuery = (id: string) =>
  queryOptions({
    queryKey: ['generations.family', id],
    queryFn: () => unwrap(window.monitor.generations.family({ id })),
    refetchInterval: ({ state }) => (state.data && !state.data.complete ? 50 : false),
  });

/** Keeps the row objects that did not change, so that only changed rows are drawn again. */
const shareRows = (before: GenerationList | undefined, after: GenerationList): GenerationList => {
  if (!before) return after;
  const known = new Map(before.rows.map((row) => [row.id, row]));
  const rows = after.rows.map((row) => {
    const old = known.get(row.id);
    return old && sameRow(old, row) ? old : row;
  });
  const same =
    before.total === after.total &&
    before.rows.length === rows.length &&
    rows.every((row, index) => row === before.rows[index]);
  return same ? before : { ...after, rows };
};

const sameRow = (a: GenerationSummary, b: GenerationSummary): boolean =>
  (Object.keys(b) as (keyof GenerationSummary)[]).every((key) => sameValue(a[key], b[key]));

/** Of what a row holds: scalars, dates, lists and plain objects of these. */
const sameValue = (a: unknown, b: unknown): boolean => {
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') {
    return Object.is(a, b);
  }
  const others = new Map(Object.entries(b));
  const own = Object.entries(a);
  return (
    own.length === others.size && own.every(([key, value]) => sameValue(value, others.get(key)))
  );
};
