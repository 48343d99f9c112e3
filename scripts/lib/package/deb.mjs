// @ts-check
import {
  chmodSync,
  cpSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import { projectRoot } from '../paths.mjs';
import { runLogged } from '../run.mjs';
import { fillTemplate } from './templates.mjs';

/** @typedef {import('./facts.mjs').Facts} Facts */

const maintainer = 'The DGX Music Monitor developers <dgx-music-monitor@users.noreply.github.com>';

/** What Electron links against, by its name before and after Debian's change to 64-bit time. */
const depends = [
  'libasound2 | libasound2t64',
  'libatk-bridge2.0-0 | libatk-bridge2.0-0t64',
  'libatk1.0-0 | libatk1.0-0t64',
  'libatspi2.0-0 | libatspi2.0-0t64',
  'libc6 (>= 2.25)',
  'libcairo2',
  'libcups2 | libcups2t64',
  'libdbus-1-3',
  'libdrm2',
  'libexpat1',
  'libgbm1',
  'libglib2.0-0 | libglib2.0-0t64',
  'libgtk-3-0 | libgtk-3-0t64',
  'libnspr4',
  'libnss3',
  'libpango-1.0-0',
  'libx11-6',
  'libxcb1',
  'libxcomposite1',
  'libxdamage1',
  'libxext6',
  'libxfixes3',
  'libxkbcommon0',
  'libxrandr2',
];

/**
 * Makes the Debian package.
 *
 * @param {Facts} facts
 * @param {string} program the staged program, which is moved into the package's tree
 * @param {string} target the file to write
 * @param {{tight: boolean}} options
 */
export async function makeDeb(facts, program, target, { tight }) {
  const tree = `${program}.deb`;
  const home = join(tree, 'usr/lib/dgx-music-monitor');
  mkdirSync(dirname(home), { recursive: true });
  cpSync(program, home, { recursive: true, preserveTimestamps: true });
  addDesktopFiles(facts, join(tree, 'usr'));
  mkdirSync(join(tree, 'usr/bin'));
  symlinkSync(
    '../lib/dgx-music-monitor/dgx-music-monitor',
    join(tree, 'usr/bin/dgx-music-monitor'),
  );
  addDocuments(facts, home, join(tree, 'usr/share/doc/dgx-music-monitor'));
  const overrides = join(tree, 'usr/share/lintian/overrides/dgx-music-monitor');
  put(overrides, readFileSync(join(projectRoot, 'packaging', 'lintian-overrides'), 'utf8'));
  put(join(tree, 'DEBIAN/control'), controlOf(facts, installedKilobytes(tree)));
  for (const name of ['postinst', 'prerm'])
    put(join(tree, 'DEBIAN', name), fillTemplate(name, facts), 0o755);
  setModesAndTimes(tree, facts.epoch);
  const compression = tight ? ['-Zxz', '-z6'] : ['-Zgzip', '-z1'];
  await runLogged(
    'dpkg-deb',
    'dpkg-deb',
    ['--root-owner-group', ...compression, '--build', tree, target],
    { env: { ...process.env, SOURCE_DATE_EPOCH: String(facts.epoch) } },
  );
  rmSync(tree, { recursive: true, force: true });
}

/**
 * The files by which desktops and shells know the program.
 *
 * @param {Facts} facts
 * @param {string} prefix such as `usr` of a package
 */
export function addDesktopFiles(facts, prefix) {
  const share = join(prefix, 'share');
  const fill = (/** @type {string} */ name) => fillTemplate(name, facts);
  put(join(share, 'applications/dgx-music-monitor.desktop'), fill('dgx-music-monitor.desktop'));
  put(
    join(share, 'metainfo/io.github.dgx_music_monitor.DgxMusicMonitor.metainfo.xml'),
    fill('dgx-music-monitor.metainfo.xml'),
  );
  put(join(share, 'mime/packages/dgx-music-monitor.xml'), fill('dgx-music-monitor.mime.xml'));
  put(join(share, 'man/man1/dgx-music-monitor.1.gz'), zipped(fill('dgx-music-monitor.1')));
  put(join(share, 'bash-completion/completions/dgx-music-monitor'), fill('completion.bash'));
  put(join(share, 'zsh/vendor-completions/_dgx-music-monitor'), fill('completion.zsh'));
  put(join(share, 'fish/vendor_completions.d/dgx-music-monitor.fish'), fill('completion.fish'));
  const icons = join(projectRoot, 'packaging', 'icons');
  for (const name of readdirSync(icons)) {
    const [size = '', kind = ''] = name.split('.');
    const folder = kind === 'svg' ? size : `${size}x${size}`;
    const target = join(share, 'icons/hicolor', folder, 'apps', `dgx-music-monitor.${kind}`);
    put(target, readFileSync(join(icons, name)));
  }
}

/** @param {Facts} facts @param {string} home @param {string} folder */
function addDocuments(facts, home, folder) {
  put(join(folder, 'copyright'), fillTemplate('copyright', facts));
  const date = new Date(facts.epoch * 1000).toUTCString().replace('GMT', '+0000');
  put(
    join(folder, 'changelog.gz'),
    zipped(
      `dgx-music-monitor (${facts.version}) stable; urgency=medium\n\n  * See CHANGELOG.md.gz beside this file.\n\n -- ${maintainer}  ${date}\n`,
    ),
  );
  const changes = readFileSync(join(projectRoot, 'CHANGELOG.md'), 'utf8');
  put(join(folder, 'CHANGELOG.md.gz'), zipped(changes));
  cpSync(join(home, 'third-party-notices.txt'), join(folder, 'third-party-notices.txt'));
  rmSync(join(home, 'third-party-notices.txt'));
  rmSync(join(home, 'LICENSE'));
}

/** @param {Facts} facts @param {number} kilobytes @returns {string} */
function controlOf({ version, debianArch, development, runtime }, kilobytes) {
  const warning = development
    ? `\n .\n FOR TESTS ONLY: this build holds Electron ${runtime.version}, which is out of support and\n lacks security fixes. Do not pass it on.`
    : '';
  return `Package: dgx-music-monitor
Version: ${version}
Architecture: ${debianArch}
Maintainer: ${maintainer}
Installed-Size: ${kilobytes}
Depends: ${depends.join(', ')}
Recommends: libnotify4, xdg-utils
Section: sound
Priority: optional
Description: job monitor for a library of generated music
 Opens the library that DGX Music writes, shows every generation, and puts
 failed jobs back in the queue. It works on the very same file while the
 service reads and writes it. Its commands work without a display, too.${warning}
`;
}

/** @param {string} path @param {string | Uint8Array} content @param {number} [mode] */
function put(path, content, mode = 0o644) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content, { mode });
}

/** @param {string} text @returns {Buffer} without a name and a time in it */
function zipped(text) {
  return gzipSync(text, { level: constants.Z_BEST_COMPRESSION });
}

/** @param {string} tree @returns {number} */
function installedKilobytes(tree) {
  const sizes = readdirSync(tree, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => Math.ceil(statSync(join(entry.parentPath, entry.name)).size / 1024));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/**
 * One user's umask and clock shall not show in the package.
 *
 * @param {string} tree
 * @param {number} epoch seconds
 */
export function setModesAndTimes(tree, epoch) {
  for (const entry of readdirSync(tree, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) chmodSync(path, 0o755);
    else if (entry.isFile()) {
      const { mode } = statSync(path);
      const isLibrary = /\.(so|node)(\.\d+)?$/.test(entry.name);
      chmodSync(path, mode & 0o100 && !isLibrary ? 0o755 : 0o644);
    }
    lutimesSync(path, epoch, epoch);
  }
  chmodSync(tree, 0o755);
  lutimesSync(tree, epoch, epoch);
}
