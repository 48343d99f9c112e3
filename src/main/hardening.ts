import { app, type Session, type WebContents } from 'electron';
import { appOrigin } from './app-protocol';

const localSchemes: ReadonlySet<string> = new Set(['app:', 'devtools:', 'data:', 'blob:']);

/**
 * Every page, whoever opened it: no navigation away, no new windows, no embedded views.
 * Must run before the first window.
 */
export const hardenEveryPage = (): void => {
  app.on('web-contents-created', (_event, contents) => hardenPage(contents));
};

const hardenPage = (contents: WebContents): void => {
  // Within the page the address changes behind the #, which is no navigation.
  const refuseForeign = (event: Electron.Event<{ url: string }>) => {
    if (!isPage(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', refuseForeign);
  contents.on('will-frame-navigate', refuseForeign);
  contents.on('will-redirect', refuseForeign);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
};

/** The one page there is, wherever in it. */
const isPage = (url: string): boolean => url.replace(/[#?].*$/s, '') === `${appOrigin}/`;

/** What a page of ours may do: put text on the clipboard when someone asks for it, not read it. */
const granted = 'clipboard-sanitized-write';

/** No other permission is ever granted, and no page ever fetches from outside the application. */
export const hardenSession = (session: Session): void => {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(permission === granted && isOurs(requestingUrl)),
  );
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === granted && isOurs(origin),
  );
  session.setDevicePermissionHandler(() => false);
  // Chromium would fetch spelling dictionaries from its vendor.
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest((details, answer) => {
    const { protocol } = new URL(details.url);
    answer({ cancel: !localSchemes.has(protocol) || (protocol === 'app:' && isForeign(details)) });
  });
};

const isOurs = (url: string): boolean => url === appOrigin || url.startsWith(`${appOrigin}/`);

/**
 * Whether a page that is not ours asks. Electron applies no same-origin rule to a scheme of ours, so
 * without this any page could read what the scheme serves, a generation's audio among it.
 */
const isForeign = ({ resourceType, frame }: Electron.OnBeforeRequestListenerDetails): boolean =>
  resourceType !== 'mainFrame' && frame?.origin !== appOrigin;
