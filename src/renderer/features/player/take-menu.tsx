import { IconClipboard, IconDots, IconDownload, IconFolder } from '@tabler/icons-react';
import { IconButton } from '../../ui/icon-button';
import { Menu, MenuParts } from '../../ui/menu';
import { copyPath, saveCopies, showInFolder } from './take-actions';

/** What can be done with a take's file. */
export function TakeMenu({ id }: Readonly<{ id: string }>) {
  return (
    <Menu position="top-end" width={190}>
      <MenuParts.Target>
        <IconButton label="File">
          <IconDots size={17} stroke={1.75} />
        </IconButton>
      </MenuParts.Target>
      <MenuParts.Dropdown>
        <TakeItems id={id} />
      </MenuParts.Dropdown>
    </Menu>
  );
}

/** The same for any menu. */
export function TakeItems({ id }: Readonly<{ id: string }>) {
  return (
    <>
      <MenuParts.Item leftSection={<IconFolder size={15} />} onClick={() => showInFolder(id)}>
        Show in folder
      </MenuParts.Item>
      <MenuParts.Item
        leftSection={<IconDownload size={15} />}
        onClick={() => void saveCopies([id])}
      >
        Save a copy…
      </MenuParts.Item>
      <MenuParts.Item leftSection={<IconClipboard size={15} />} onClick={() => copyPath(id)}>
        Copy path
      </MenuParts.Item>
    </>
  );
}
