import { join } from 'node:path';
import { app, BrowserWindow, nativeTheme, type Rectangle, screen } from 'electron';
import { eventNames } from '../shared/contract';
import { appOrigin } from './app-protocol';
import { operationNames } from './ipc';
import type { WindowPlace } from './settings';

const defaultSize = { width: 1440, height: 900 };
/** Pixels of the window that must lie on a screen in each direction, so that it can be grasped. */
const graspable = 100;
/** How long after its page has loaded a window waits for its first picture, milliseconds. */
const pictureDueMs = 2_000;

/**
 * Opens the one window, where it was the last time. It shows itself as soon as there is something
 * to see.
 *
 * @param place where it was; `null` for the first time
 */
export const openWindow = (place: WindowPlace | null): BrowserWindow => {
  const window = new BrowserWindow({
    title: 'DGX Music Monitor',
    ...defaultSize,
    ...(place && isOnScreen(place) ? bounds(place) : {}),
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
      // For those who work on the program, not on what is installed.
      devTools: !app.isPackaged,
      additionalArguments: [
        `--monitor-operations=${operationNames.join(',')}`,
        `--monitor-events=${eventNames.join(',')}`,
      ],
    },
  });
  let shown = false;
  const show = () => {
    if (shown || window.isDestroyed()) return;
    shown = true;
    if (place?.maximized) window.maximize();
    window.show();
  };
  window.once('ready-to-show', show);
  // A hidden window may be given no frame, and then never becomes ready: it has to come up all the same.
  window.webContents.once('did-finish-load', () => setTimeout(show, pictureDueMs));
  window.on('page-title-updated', (event) => event.preventDefault());
  void window.loadURL(`${appOrigin}/`);
  return window;
};

/** Where the window is now; its ordinary place when it is maximized. */
export const placeOf = (window: BrowserWindow): WindowPlace => ({
  ...window.getNormalBounds(),
  maximized: window.isMaximized(),
});

const bounds = ({ x, y, width, height }: WindowPlace): Rectangle => ({ x, y, width, height });

/** A screen may have gone since: then the window comes up where it does the first time. */
const isOnScreen = (place: WindowPlace): boolean => {
  const area = screen.getDisplayMatching(bounds(place)).workArea;
  const overlap = (from: number, size: number, areaFrom: number, areaSize: number) =>
    Math.min(from + size, areaFrom + areaSize) - Math.max(from, areaFrom);
  return (
    overlap(place.x, place.width, area.x, area.width) >= graspable &&
    overlap(place.y, place.height, area.y, area.height) >= graspable
  );
};
