import { Menu, type MenuItemConstructorOptions } from 'electron';

/** What the menu can ask for. */
export type MenuActions = Readonly<{ chooseLibrary: () => void; createLibrary: () => void }>;

/** Puts the application's menu in place. */
export const installMenu = (actions: MenuActions): void => {
  const mac: MenuItemConstructorOptions[] =
    process.platform === 'darwin' ? [{ role: 'appMenu' }] : [];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...mac,
      {
        label: '&File',
        submenu: [
          { label: 'Open Library…', accelerator: 'CmdOrCtrl+O', click: actions.chooseLibrary },
          { label: 'New Library…', accelerator: 'CmdOrCtrl+Shift+N', click: actions.createLibrary },
          { type: 'separator' },
          { role: process.platform === 'darwin' ? 'close' : 'quit' },
        ],
      },
      { role: 'editMenu' },
      {
        label: '&View',
        submenu: [
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { type: 'separator' },
          { role: 'togglefullscreen' },
        ],
      },
      { role: 'windowMenu' },
    ]),
  );
};
