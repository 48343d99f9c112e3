import { type UseQueryResult, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { GenerationList } from '../../shared/contract';
import type { GenerationSummary } from '../../shared/generation';
import { blockSize, listQuery } from './generation-queries';
import type { RowRange } from './grid/use-row-window';
import type { View } from './view';

/** Rows fetched beyond those in the document, so that slow scrolling never meets a placeholder. */
const margin = 40;

export type ShownView = Readonly<{
  /** The wanted view as soon as its first rows are there; until then the one before. */
  view: View;
  /** Number of matches; null until known. */
  total: number | null;
  error: Error | null;
  /** The wanted view is on its way while the one before is still shown. */
  waiting: boolean;
}>;

/** Goes from one view to the next without showing an empty list in between. */
export const useShownView = (wanted: View): ShownView => {
  const [shown, setShown] = useState(wanted);
  const [asked, setAsked] = useState(wanted);
  const next = useQuery(listQuery(asked, 0));
  const settled = next.data !== undefined || next.error !== null;
  const view = settled ? asked : shown;
  if (view !== shown) setShown(view);
  // One question at a time: of what is typed meanwhile only the latest is asked.
  if (settled && asked !== wanted) setAsked(wanted);
  const { data, error } = useQuery(listQuery(view, 0));
  return { view, total: data?.total ?? null, error, waiting: view !== wanted };
};

export type RowAt = (index: number) => GenerationSummary | undefined;

/**
 * The rows of a view by position, fetched in blocks around `range`. While blocks are on their way,
 * no others are asked for: of all the places that a fast scroll passes only some are fetched.
 */
export const useRows = (view: View, total: number, range: RowRange): RowAt => {
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
  const { data, fetching } = useQueries({
    queries: blocks.map((block) => listQuery(view, block)),
    combine: gather,
  });

  useEffect(() => {
    if (!fetching && (active.first !== first || active.last !== last)) setActive({ first, last });
  }, [fetching, active, first, last]);

  return useMemo(() => {
    const byBlock = new Map(data.map((list) => [list.position / blockSize, list]));
    return (index) => {
      const block = Math.floor(index / blockSize);
      const list = byBlock.get(block) ?? client.getQueryData(listQuery(view, block).queryKey);
      return list?.rows[index - block * blockSize];
    };
  }, [data, client, view]);
};

type Gathered = Readonly<{ data: readonly GenerationList[]; fetching: boolean }>;

const gather = (results: readonly UseQueryResult<GenerationList>[]): Gathered => ({
  data: results.flatMap((result) => (result.data ? [result.data] : [])),
  fetching: results.some((result) => result.isFetching),
});
