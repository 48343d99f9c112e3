// @ts-check
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { modulePath, projectRoot } from '../paths.mjs';
import { problem } from '../problem.mjs';
import { noticesOf } from './components.mjs';
import { fillTemplate } from './templates.mjs';

/** @typedef {import('./facts.mjs').Facts} Facts */
/** @typedef {import('./components.mjs').Component} Component */

/** The executable. Named "electron", Electron would not take itself for packaged. */
export const executableName = 'dgx-music-monitor-app';

/** Of an Electron for development, and of others' applications: never shipped. */
const notShipped = [
  'resources/app',
  'resources/app-update.yml',
  'resources/default_app.asar',
  'electron',
  'version',
];

/**
 * Puts the program together: Electron with its fuses, our files in one archive, the launcher.
 *
 * @param {Facts} facts
 * @param {readonly Component[]} components
 * @param {string} target a folder to be made
 */
export async function stageProgram(facts, components, target) {
  const { runtime } = facts;
  cpSync(runtime.folder, target, {
    recursive: true,
    filter: (path) => !notShipped.includes(path.slice(runtime.folder.length + 1)),
  });
  cpSync(join(runtime.folder, 'electron'), join(target, executableName));
  chmodSync(join(target, executableName), 0o755);
  // Without the setuid bit until an install step finds that it is needed.
  chmodSync(join(target, 'chrome-sandbox'), 0o755);
  await setFuses(join(target, executableName));
  await packApplication(facts, `${target}.app`, join(target, 'resources', 'app.asar'));
  const write = (/** @type {string} */ name, /** @type {string} */ content, mode = 0o644) =>
    writeFileSync(join(target, name), content, { mode });
  write('dgx-music-monitor', fillTemplate('launcher.sh', facts), 0o755);
  write('help.txt', fillTemplate('help.txt', facts));
  write('apparmor', fillTemplate('apparmor', facts));
  write('LICENSE', readFileSync(join(projectRoot, 'LICENSE'), 'utf8'));
  write('third-party-notices.txt', noticesOf(components));
}

/** @param {string} executable */
async function setFuses(executable) {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableCookieEncryption]: true,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: false,
    // Electron checks an archive's digest on macOS and Windows only.
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: false,
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  });
}

/**
 * @param {Facts} facts
 * @param {string} folder to work in
 * @param {string} target the archive
 */
async function packApplication(facts, folder, target) {
  for (const part of ['main', 'preload', 'renderer']) {
    cpSync(join(projectRoot, 'out', part), join(folder, 'out', part), {
      recursive: true,
      filter: (path) => !path.endsWith('.map'),
    });
  }
  const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  const { name, description, license, author, type } = manifest;
  const shipped = {
    name,
    productName: 'DGX Music Monitor',
    version: facts.appVersion,
    description,
    license,
    author,
    type,
    main: 'out/main/installed.js',
    // By it a Wayland desktop finds the window's icon.
    desktopName: 'dgx-music-monitor.desktop',
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(shipped, null, 2)}\n`);
  copyNativeModule(facts, join(folder, 'node_modules', 'better-sqlite3'));
  const { createPackageWithOptions } = await import('@electron/asar');
  await createPackageWithOptions(folder, target, { unpack: '*.node' });
  rmSync(folder, { recursive: true, force: true });
}

/**
 * The module with one binary, the one for this Electron: whatever was compiled would win over a prebuilt
 * one, and an unfit one ends the process.
 *
 * @param {Facts} facts
 * @param {string} target
 */
function copyNativeModule({ arch, runtime }, target) {
  const source = modulePath('better-sqlite3');
  mkdirSync(target, { recursive: true });
  for (const name of ['package.json', 'LICENSE']) cpSync(join(source, name), join(target, name));
  cpSync(join(source, 'lib'), join(target, 'lib'), {
    recursive: true,
    // Entries for bundlers, of one platform each.
    filter: (path) => !/^(darwin|linux|linuxmusl|win32)-/.test(basename(path)),
  });
  const binary =
    runtime.napi >= 10
      ? join('prebuilds', `linux-${arch}.node`)
      : join('build', 'Release', 'better_sqlite3.node');
  if (!existsSync(join(source, binary))) {
    throw problem(`better-sqlite3 has no ${binary}`, { todo: ['npm ci, and run this again'] });
  }
  mkdirSync(dirname(join(target, binary)), { recursive: true });
  cpSync(join(source, binary), join(target, binary));
}
