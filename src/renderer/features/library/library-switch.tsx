import { IconDoorExit, IconFolderOpen, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { LibraryInfo } from '../../../shared/library';
import { Menu, MenuParts } from '../../ui/menu';
import { chooseLibrary, closeLibrary, createLibrary, openRecent } from './library-actions';
import { LibraryFace } from './library-face';
import { recentQuery } from './library-queries';
import classes from './library-switch.module.css';

/** Which library is open and where it lies; opens the way to others. */
export function LibrarySwitch({ library }: Readonly<{ library: LibraryInfo }>) {
  const recent = useQuery(recentQuery);
  const others = (recent.data ?? []).filter(({ id }) => id !== library.id).slice(0, 8);
  return (
    <Menu position="bottom-start" width={300}>
      <MenuParts.Target>
        <LibraryFace library={library} />
      </MenuParts.Target>
      <MenuParts.Dropdown>
        <MenuParts.Item
          leftSection={<IconFolderOpen size={15} />}
          onClick={() => void chooseLibrary()}
        >
          Open library…
        </MenuParts.Item>
        <MenuParts.Item leftSection={<IconPlus size={15} />} onClick={() => void createLibrary()}>
          New empty library…
        </MenuParts.Item>
        {others.length > 0 && (
          <>
            <MenuParts.Divider />
            <MenuParts.Label>Recent</MenuParts.Label>
            {others.map((entry) => (
              <MenuParts.Item
                key={entry.id}
                title={entry.path}
                onClick={() => void openRecent(entry.id)}
              >
                <span className={classes.recentName}>{entry.name}</span>
                <span className={classes.recentPath}>
                  <bdi>{entry.path}</bdi>
                </span>
              </MenuParts.Item>
            ))}
          </>
        )}
        <MenuParts.Divider />
        <MenuParts.Item
          leftSection={<IconDoorExit size={15} />}
          onClick={() => void closeLibrary()}
        >
          Close library
        </MenuParts.Item>
      </MenuParts.Dropdown>
    </Menu>
  );
}
