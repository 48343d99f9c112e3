import type { GenerationSummary } from '../../shared/generation';
import { type ShownPage, usePagedRows, useShownPage } from '../ui/paged-rows';
import { listQuery } from './generation-queries';
import type { RowRange } from './grid/use-row-window';
import type { View } from './view';

export type ShownView = ShownPage<View>;
export const useShownView = (wanted: View): ShownView => useShownPage(wanted, listQuery);

export type RowAt = (index: number) => GenerationSummary | undefined;

/** The rows of a view by position, fetched around `range`. */
export const useRows = (view: View, total: number, range: RowRange): RowAt =>
  usePagedRows(view, listQuery, total, range);
