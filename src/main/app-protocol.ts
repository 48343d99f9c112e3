import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol, type Session } from 'electron';

/** Where the window's pages live: a scheme of ours, so that no page has the rights of `file://`. */
export const appOrigin = 'app://monitor';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

const noncePlaceholder = '__CSP_NONCE__';

// No cross-origin-opener-policy: it would start a second process for the page, when the first is just
// there, and no page can open ours or be opened by it (hardening.ts).

/** Nothing but the page's own files; styles also those that carry the nonce of this page load. */
const contentSecurityPolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "media-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Must run before the application is ready. */
export const declareAppProtocol = (): void => {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: 'app',
      privileges: {
        standard: true,
        secure: true,
        supportFetchAPI: true,
        stream: true,
        // The window's code is compiled once, not at every start.
        codeCache: true,
      },
    },
  ]);
};

/**
 * Answers `app://monitor/…` with the files under `root`, `app://monitor/audio?id=…` with a
 * generation's audio, and with 404 whatever else is asked.
 *
 * @param root absolute path of the built renderer
 * @param audio answers the requests for audio
 */
export const serveApp = (
  session: Session,
  root: string,
  audio: (request: Request) => Promise<Response>,
): void => {
  session.protocol.handle('app', async (request) => {
    const { host, pathname } = new URL(request.url);
    if (host === 'monitor' && pathname === '/audio') return audio(request);
    const file = fileOf(root, request);
    if (!file) return notFound();
    try {
      const body = await readFile(file);
      const html = extname(file) === '.html';
      const nonce = randomBytes(16).toString('base64');
      const headers: Record<string, string> = {
        'content-type': contentTypes[extname(file)] ?? 'application/octet-stream',
        'x-content-type-options': 'nosniff',
        ...(html ? { 'content-security-policy': contentSecurityPolicy(nonce) } : {}),
      };
      const content = html ? body.toString('utf8').replaceAll(noncePlaceholder, nonce) : body;
      return new Response(content, { headers });
    } catch {
      return notFound();
    }
  });
};

const notFound = (): Response => new Response('Not found', { status: 404 });

/** The file that a request names, or null where it leads out of `root` or is not a plain read. */
const fileOf = (root: string, request: Request): string | null => {
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.host !== 'monitor') return null;
  let path: string;
  try {
    path = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  if (path.includes('\0')) return null;
  const file = normalize(join(root, path === '/' ? 'index.html' : path));
  return file.startsWith(root + sep) ? file : null;
};
