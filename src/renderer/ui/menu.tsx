import { Menu as MantineMenu, type MenuProps } from '@mantine/core';
import '@mantine/core/styles/UnstyledButton.layer.css';
import '@mantine/core/styles/Popover.layer.css';
import '@mantine/core/styles/Menu.layer.css';
import classes from './menu.module.css';

const classNames = {
  dropdown: classes.dropdown ?? '',
  item: classes.item ?? '',
  itemSection: classes.section ?? '',
  label: classes.label ?? '',
  divider: classes.divider ?? '',
};

/** Mantine's menu in the application's dress; its parts are used from `MenuParts`. */
export function Menu(props: MenuProps) {
  // Without the placeholder, which no menu may hold, the first item has the focus when it opens.
  return (
    <MantineMenu
      offset={4}
      withInitialFocusPlaceholder={false}
      classNames={classNames}
      {...props}
    />
  );
}

export const MenuParts = MantineMenu;
