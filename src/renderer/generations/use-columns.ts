import { functionalUpdate, type ReactTable, useTable } from '@tanstack/react-table';
import { useMemo } from 'react';
import type { GenerationSummary } from '../../shared/generation';
import { getPreferences, setPreferences, usePreference } from '../app/preferences';
import { columns, defaultVisibility, features } from './columns';

/** The list's columns: which there are, in what order, how wide. */
export type ColumnsTable = ReactTable<typeof features, GenerationSummary>;

const noData: GenerationSummary[] = [];

/** The columns as someone arranged them; every change is remembered. */
export const useColumns = (): ColumnsTable => {
  const visibility = usePreference('columnVisibility');
  const columnOrder = usePreference('columnOrder');
  const columnSizing = usePreference('columnSizing');
  const state = useMemo(
    () => ({
      columnVisibility: { ...defaultVisibility, ...visibility },
      columnOrder: [...columnOrder],
      columnSizing: { ...columnSizing },
    }),
    [visibility, columnOrder, columnSizing],
  );
  return useTable({
    features,
    columns,
    data: noData,
    state,
    columnResizeMode: 'onChange',
    manualSorting: true,
    onColumnVisibilityChange: (updater) =>
      setPreferences({
        columnVisibility: functionalUpdate(updater, {
          ...defaultVisibility,
          ...getPreferences().columnVisibility,
        }),
      }),
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
