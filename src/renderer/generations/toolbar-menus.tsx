import { ColumnMenu } from './column-menu';
import { ConditionDialog } from './filter/condition-dialog';
import { FilterMenu } from './filter/filter-menu';
import { SavedViews } from './saved-views';
import type { ColumnsTable } from './use-columns';
import type { CurrentView } from './view';

type ToolbarMenusProps = Readonly<{ current: CurrentView; table: ColumnsTable }>;

/** The menus at the end of the toolbar. */
export function ToolbarMenus({ current, table }: ToolbarMenusProps) {
  return (
    <>
      <FilterMenu current={current} />
      <ConditionDialog current={current} />
      <SavedViews current={current} />
      <ColumnMenu table={table} />
    </>
  );
}
