import { Menu } from '@mantine/core';
import '@mantine/core/styles/UnstyledButton.layer.css';
import '@mantine/core/styles/Popover.layer.css';
import '@mantine/core/styles/Menu.layer.css';
import {
  IconDatabase,
  IconDoorExit,
  IconFolderOpen,
  IconPlus,
  IconSelector,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { LibraryInfo } from '../../shared/library';
import { chooseLibrary, closeLibrary, createLibrary, openRecent } from './library-actions';
import { recentQuery } from './library-queries';
import classes from './library-switch.module.css';

/** Which library is open and where it lies; opens the way to others. */
export function LibrarySwitch({ library }: Readonly<{ library: LibraryInfo }>) {
  const recent = useQuery(recentQuery);
  const others = (recent.data ?? []).filter(({ id }) => id !== library.id).slice(0, 8);
  return (
    <Menu
      position="bottom-start"
      width={300}
      offset={4}
      classNames={{ dropdown: classes.menu ?? '', itemSection: classes.menuIcon ?? '' }}
    >
      <Menu.Target>
        <button
          type="button"
          className={classes.switch}
          aria-label={`Library ${library.name}`}
          title={library.path}
        >
          <span className={classes.emblem} aria-hidden="true">
            <IconDatabase size={15} stroke={1.75} />
          </span>
          <span className={classes.names}>
            <span className={classes.name}>{library.name}</span>
            <span className={classes.place}>
              <bdi>{folderOf(library.path)}</bdi>
            </span>
          </span>
          <IconSelector size={14} className={classes.more} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconFolderOpen size={15} />} onClick={() => void chooseLibrary()}>
          Open library…
        </Menu.Item>
        <Menu.Item leftSection={<IconPlus size={15} />} onClick={() => void createLibrary()}>
          New empty library…
        </Menu.Item>
        {others.length > 0 && (
          <>
            <Menu.Divider />
            <Menu.Label>Recent</Menu.Label>
            {others.map((entry) => (
              <Menu.Item
                key={entry.id}
                title={entry.path}
                onClick={() => void openRecent(entry.id)}
              >
                <span className={classes.recentName}>{entry.name}</span>
                <span className={classes.recentPath}>
                  <bdi>{entry.path}</bdi>
                </span>
              </Menu.Item>
            ))}
          </>
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<IconDoorExit size={15} />} onClick={() => void closeLibrary()}>
          Close library
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** `/music/data/generations.db` → `/music/data`. */
const folderOf = (path: string): string => path.replace(/[\\/][^\\/]*$/, '') || '/';
