import type { GenerationSummary } from '../../../shared/generation';
import { listQuery } from '../../model/generation-queries';
import { type ShownPage, usePagedRows, useShownPage } from '../../model/paged-rows';
import type { View } from '../../model/view';
import type { RowRange } from '../../ui/grid/use-row-window';

export type ShownView = ShownPage<View>;
export const useShownView = (wanted: View): ShownView => useShownPage(wanted, listQuery);

export type RowAt = (index: number) => GenerationSummary | undefined;

/** The rows of a view by position, fetched around `range`. */
export const useRows = (view: View, total: number, range: RowRange): RowAt =>
  usePagedRows(view, listQuery, total, range);
