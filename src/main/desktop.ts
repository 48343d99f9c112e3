import { app, type BrowserWindow, Notification } from 'electron';
import type { Desktop } from './attention';

const title = 'DGX Music Monitor';

/**
 * The desktop, for {@link Desktop}: notifications, the window's title and the application's badge.
 *
 * @param wantsNotices as the person set it, asked each time
 */
export const desktopOf = (
  window: () => BrowserWindow | null,
  wantsNotices: () => boolean,
): Desktop => ({
  isLooking: () => window()?.isFocused() ?? false,
  wantsNotices,
  notify: (notice) => {
    if (!Notification.isSupported()) return;
    const notification = new Notification(notice);
    notification.on('click', () => {
      const open = window();
      if (open?.isMinimized()) open.restore();
      open?.focus();
    });
    notification.show();
  },
  showFailures: (count) => {
    window()?.setTitle(count > 0 ? `(${count}) ${title}` : title);
    app.setBadgeCount(count);
  },
});
