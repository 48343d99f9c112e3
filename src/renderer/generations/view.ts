import { useMemo } from 'react';
import type { GenerationFilter, GenerationSort } from '../../shared/query';
import { currentRoute, navigate, useRoute } from '../app/route';

/** What the list shows: serialisable, and kept in the address so that Back and Forward work. */
export type View = Readonly<{ filter: GenerationFilter; sort: GenerationSort }>;

const newestFirst: GenerationSort = { column: 'createdAt', direction: 'descending' };

export const parseView = (params: string): View => {
  const search = new URLSearchParams(params);
  const statuses = search.getAll('status');
  return { filter: statuses.length > 0 ? { statuses } : {}, sort: newestFirst };
};

export const viewParams = ({ filter }: View): string => {
  const search = new URLSearchParams();
  for (const status of filter.statuses ?? []) search.append('status', status);
  return search.toString();
};

export const useView = (): View => {
  const { params } = useRoute();
  return useMemo(() => parseView(params), [params]);
};

/** Changes the filter; a new entry in the history. */
export const setFilter = (filter: GenerationFilter): void => {
  const view = parseView(currentRoute().params);
  navigate({ screen: 'generations', params: viewParams({ ...view, filter }) });
};
