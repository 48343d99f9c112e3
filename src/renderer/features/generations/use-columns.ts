import { functionalUpdate, type ReactTable, useTable } from '@tanstack/react-table';
import { useMemo } from 'react';
import type { GenerationSummary } from '../../../shared/generation';
import { getPreferences, setPreferences, usePreference } from '../../base/preferences';
import type { View } from '../../model/view';
import { columns, defaultVisibility, features } from './columns';

/** The list's columns: which there are, in what order, how wide. */
export type ColumnsTable = ReactTable<typeof features, GenerationSummary>;

const noData: GenerationSummary[] = [];

/** The columns of a view as someone arranged them; every change is remembered. */
export const useColumns = (view: View): ColumnsTable => {
  const chosen = usePreference('columnVisibility');
  const columnOrder = usePreference('columnOrder');
  const columnSizing = usePreference('columnSizing');
  const columnVisibility = useMemo(
    () => ({ ...defaultVisibility(view), ...chosen }),
    [view, chosen],
  );
  const state = useMemo(
    () => ({
      columnVisibility,
      columnOrder: [...columnOrder],
      columnSizing: { ...columnSizing },
    }),
    [columnVisibility, columnOrder, columnSizing],
  );
  return useTable({
    features,
    columns,
    data: noData,
    state,
    columnResizeMode: 'onChange',
    manualSorting: true,
    onColumnVisibilityChange: (updater) => {
      const next = functionalUpdate(updater, columnVisibility);
      // Only what was chosen: other views have other columns of their own.
      const changed = Object.entries(next).filter(([id, shown]) => shown !== columnVisibility[id]);
      setPreferences({
        columnVisibility: { ...getPreferences().columnVisibility, ...Object.fromEntries(changed) },
      });
    },
    onColumnOrderChange: (updater) =>
      setPreferences({ columnOrder: functionalUpdate(updater, [...getPreferences().columnOrder]) }),
    onColumnSizingChange: (updater) =>
      setPreferences({
        columnSizing: functionalUpdate(updater, { ...getPreferences().columnSizing }),
      }),
  });
};

/** Puts a column in another's place. */
export const moveColumn = (table: ColumnsTable, id: string, target: string): void => {
  const order = table.getAllLeafColumns().map((column) => column.id);
  const from = order.indexOf(id);
  const to = order.indexOf(target);
  if (from < 0 || to < 0 || from === to) return;
  order.splice(from, 1);
  order.splice(to, 0, id);
  table.setColumnOrder(order);
};

/** Back to what a new installation shows. */
export const resetColumns = (): void =>
  setPreferences({ columnVisibility: {}, columnOrder: [], columnSizing: {} });
