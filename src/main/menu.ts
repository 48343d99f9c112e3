import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { RecentLibrary } from '../shared/library';
import type { MenuCommand } from '../shared/menu';

/** What the menu can ask for. */
export type MenuActions = Readonly<{
  chooseLibrary: () => void;
  createLibrary: () => void;
  openRecent: (id: string) => void;
  closeLibrary: () => void;
  showLogs: () => void;
  copyDiagnostics: () => void;
  /** A choice that concerns the window's content. */
  command: (command: MenuCommand) => void;
}>;

/**
 * Puts the application's menu in place, or one with other libraries under Open Recent.
 *
 * @param recent libraries opened before, the latest first
 * @param open a library is open: what needs one can be chosen
 */
export const installMenu = (
  actions: MenuActions,
  recent: readonly RecentLibrary[],
  open: boolean,
): void => {
  const mac = process.platform === 'darwin';
  /** A key that the page handles itself is shown here but not taken: it is also typed in fields. */
  const item = (
    label: string,
    command: MenuCommand,
    key?: { shown: string } | { taken: string },
  ): MenuItemConstructorOptions => ({
    id: command,
    label,
    enabled: open,
    ...(key && 'shown' in key ? { accelerator: key.shown, registerAccelerator: false } : {}),
    ...(key && 'taken' in key ? { accelerator: key.taken } : {}),
    click: () => actions.command(command),
  });
  const recentItems = recent.map(
    ({ id, name, path }): MenuItemConstructorOptions => ({
      label: `${name} – ${path}`,
      click: () => actions.openRecent(id),
    }),
  );
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const none: MenuItemConstructorOptions = { label: 'No Recent Libraries', enabled: false };
  const template: MenuItemConstructorOptions[] = [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        { label: 'Open Library…', accelerator: 'CmdOrCtrl+O', click: actions.chooseLibrary },
        { label: 'Open Recent', submenu: recentItems.length > 0 ? recentItems : [none] },
        { label: 'New Library…', accelerator: 'CmdOrCtrl+Shift+N', click: actions.createLibrary },
        { label: 'Close Library', enabled: open, click: actions.closeLibrary },
        separator,
        item('Export…', 'export', { taken: 'CmdOrCtrl+E' }),
        item('Back Up Library', 'backup'),
        separator,
        { role: mac ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        item('Generations', 'show-generations', { taken: 'CmdOrCtrl+1' }),
        item('Prompts', 'show-prompts', { taken: 'CmdOrCtrl+2' }),
        item('Settings', 'show-settings', { taken: 'CmdOrCtrl+,' }),
        separator,
        item('Search', 'search', { shown: '/' }),
        item('Command Palette…', 'palette', { shown: 'CmdOrCtrl+K' }),
        item('Details', 'toggle-details', { shown: 'Enter' }),
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
      ],
    },
    {
      label: '&Generation',
      submenu: [
        item('Retry', 'retry', { shown: 'R' }),
        item('Edit and Run Again…', 'edit-and-run'),
        item('Cancel Jobs', 'cancel-jobs'),
        item('Mark as Failed', 'give-up'),
        separator,
        item('Compare', 'compare', { shown: 'C' }),
        item('Audition', 'audition', { shown: 'A' }),
        separator,
        item('Delete', 'delete', { shown: 'Delete' }),
        item('Delete with Audio…', 'delete-with-audio'),
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        item('Keyboard Shortcuts', 'shortcuts', { shown: '?' }),
        separator,
        { label: 'Show Logs', click: actions.showLogs },
        { label: 'Copy Diagnostics', click: actions.copyDiagnostics },
        separator,
        { role: 'about' },
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
};
