import { join } from 'node:path';
import { BrowserWindow, nativeTheme } from 'electron';
import { eventNames } from '../shared/contract';
import { appOrigin } from './app-protocol';
import { operationNames } from './ipc';

/** Opens the one window. It shows itself as soon as there is something to see. */
export const openWindow = (): BrowserWindow => {
  const window = new BrowserWindow({
    title: 'DGX Music Monitor',
    width: 1440,
    height: 900,
    minWidth: 800,
    minHeight: 560,
    show: false,
    // The page's own background, so that no white flash comes first.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#141518' : '#ffffff',
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      additionalArguments: [
        `--monitor-operations=${operationNames.join(',')}`,
        `--monitor-events=${eventNames.join(',')}`,
      ],
    },
  });
  window.once('ready-to-show', () => window.show());
  window.on('page-title-updated', (event) => event.preventDefault());
  void window.loadURL(`${appOrigin}/`);
  return window;
};
