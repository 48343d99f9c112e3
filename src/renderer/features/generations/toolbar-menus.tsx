import { IconHeadphones } from '@tabler/icons-react';
import type { CurrentView } from '../../model/view';
import { IconButton } from '../../ui/icon-button';
import { startAudition } from '../audition/audition';
import { ColumnMenu } from './column-menu';
import { ConditionDialog } from './filter/condition-dialog';
import { FilterMenu } from './filter/filter-menu';
import { SavedViews } from './saved-views';
import type { ColumnsTable } from './use-columns';

type ToolbarMenusProps = Readonly<{ current: CurrentView; table: ColumnsTable }>;

/** The audition and the menus, at the end of the toolbar. */
export function ToolbarMenus({ current, table }: ToolbarMenusProps) {
  return (
    <>
      <IconButton label="Audition" title="Audition (A)" onClick={startAudition}>
        <IconHeadphones size={16} stroke={1.75} />
      </IconButton>
      <FilterMenu current={current} />
      <ConditionDialog current={current} />
      <SavedViews current={current} />
      <ColumnMenu table={table} />
    </>
  );
}
