import {
  type QueryKey,
  type UseQueryOptions,
  type UseQueryResult,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { dismiss, tellFailure } from '../base/messages';

// The rows of a long list, fetched in blocks around what is in sight.

/** Rows per call. */
export const blockSize = 100;
/** Rows fetched beyond those in the document, so that slow scrolling never meets a placeholder. */
const margin = 40;

/** Rows `position …` of `total`. */
export type RowPage<Row> = Readonly<{ position: number; total: number; rows: readonly Row[] }>;

/** Asks for rows `block * blockSize …` of a view. One function per list, at module scope. */
export type BlockQuery<View, Page, Key extends QueryKey> = (
  view: View,
  block: number,
) => UseQueryOptions<Page, Error, Page, Key> & { queryKey: Key };

export type ShownPage<View> = Readonly<{
  /** The wanted view as soon as its first rows are there; until then the one before. */
  view: View;
  /** Number of matches; null until known. */
  total: number | null;
  error: Error | null;
  /** The wanted view is on its way while the one before is still shown. */
  waiting: boolean;
}>;

/** Goes from one view to the next without showing an empty list in between. */
export const useShownPage = <View, Page extends RowPage<unknown>, Key extends QueryKey>(
  wanted: View,
  query: BlockQuery<View, Page, Key>,
): ShownPage<View> => {
  const [shown, setShown] = useState(wanted);
  const [asked, setAsked] = useState(wanted);
  const next = useQuery(query(asked, 0));
  const settled = next.data !== undefined || next.error !== null;
  const view = settled ? asked : shown;
  if (view !== shown) setShown(view);
  // One question at a time: of what is typed meanwhile only the latest is asked.
  if (settled && asked !== wanted) setAsked(wanted);
  const { data, error } = useQuery(query(view, 0));
  return { view, total: data?.total ?? null, error, waiting: view !== wanted };
};

/** Rows `first … last - 1` are in the document. */
type Range = Readonly<{ first: number; last: number }>;

/**
 * The rows of a view by position, fetched in blocks around `range`. While blocks are on their way,
 * no others are asked for: of all the places that a fast scroll passes only some are fetched. Of a
 * block that cannot be read people are told, and can try again.
 */
export const usePagedRows = <View, Page extends RowPage<unknown>, Key extends QueryKey>(
  view: View,
  query: BlockQuery<View, Page, Key>,
  total: number,
  range: Range,
): ((index: number) => Page['rows'][number] | undefined) => {
  const client = useQueryClient();
  const first = Math.floor(Math.max(0, range.first - margin) / blockSize);
  const last = Math.floor((range.last + margin) / blockSize);
  const [active, setActive] = useState({ first, last });

  const blocks = useMemo(() => {
    const end = Math.ceil(total / blockSize) - 1;
    const list: number[] = [];
    for (let block = active.first; block <= Math.min(active.last, end); block++) list.push(block);
    return list;
  }, [active, total]);
  const { pages, fetching, error } = useQueries({
    queries: blocks.map((block) => query(view, block)),
    combine: gather<Page>,
  });

  useEffect(() => {
    if (!fetching && (active.first !== first || active.last !== last)) setActive({ first, last });
  }, [fetching, active, first, last]);

  useEffect(() => {
    if (!error) return;
    const tryAgain = () =>
      void client.refetchQueries({
        type: 'active',
        predicate: ({ state }) => state.error !== null,
      });
    const message = tellFailure(error, { label: 'Try again', run: tryAgain });
    return () => dismiss(message);
  }, [error, client]);

  return useCallback(
    (index) => {
      const block = Math.floor(index / blockSize);
      const page = pages.get(block) ?? client.getQueryData<Page>(query(view, block).queryKey);
      return page?.rows[index - block * blockSize];
    },
    [pages, client, query, view],
  );
};

/**
 * Pages by block. Not as an array: the next result would be compared with it place by place, down to
 * each value, and its rows be copied, so that all of them were drawn again.
 */
const gather = <Page extends RowPage<unknown>>(results: readonly UseQueryResult<Page>[]) => ({
  pages: new Map(
    results.flatMap(({ data }) => (data ? [[data.position / blockSize, data] as const] : [])),
  ),
  fetching: results.some((result) => result.isFetching),
  error: results.find((result) => result.error && !result.data)?.error ?? null,
});
