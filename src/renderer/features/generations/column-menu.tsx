import { IconColumns3 } from '@tabler/icons-react';
import { IconButton } from '../../ui/icon-button';
import { Menu, MenuParts } from '../../ui/menu';
import { type ColumnsTable, resetColumns } from './use-columns';

/** Chooses the columns of the list. */
export function ColumnMenu({ table }: Readonly<{ table: ColumnsTable }>) {
  return (
    <Menu position="bottom-end" width={200} closeOnItemClick={false}>
      <MenuParts.Target>
        <IconButton label="Columns">
          <IconColumns3 size={16} stroke={1.75} />
        </IconButton>
      </MenuParts.Target>
      <MenuParts.Dropdown>
        {table.getAllLeafColumns().map((column) => (
          <MenuParts.CheckboxItem
            key={column.id}
            checked={column.getIsVisible()}
            disabled={!column.getCanHide()}
            onChange={(checked) => column.toggleVisibility(checked)}
          >
            {column.columnDef.meta?.title ?? String(column.columnDef.header)}
          </MenuParts.CheckboxItem>
        ))}
        <MenuParts.Divider />
        <MenuParts.Item onClick={resetColumns} closeMenuOnClick>
          Reset columns
        </MenuParts.Item>
      </MenuParts.Dropdown>
    </Menu>
  );
}
