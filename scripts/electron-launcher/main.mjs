// @ts-check
// Does for the fallback Electron what default_app.asar does for an official one: `electron . --flag` runs
// the application in that folder, under its own name and version. Copied into the fallback's resources.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

/**
 * Electron's API, with what its own default app uses and its types leave out.
 *
 * @typedef {typeof app & {
 *   setAppPath: (path: string) => void,
 *   setVersion: (version: string) => void,
 *   setDesktopName: (name: string) => void,
 * }} AppWithInternals
 */

/**
 * The same rules as `electron`: modules to load first, then the first argument that is no flag.
 *
 * @param {readonly string[]} args
 * @returns {{modules: readonly string[], folder: string | undefined}}
 */
function parseArguments(args) {
  /** @type {string[]} */
  const modules = [];
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (arg === '-r' || arg === '--require') {
      index += 1;
      modules.push(args[index] ?? '');
    } else if (!arg.startsWith('-')) {
      return { modules, folder: arg };
    }
  }
  return { modules, folder: undefined };
}

/**
 * @param {string} folder
 * @returns {{entry: string, name?: string, version?: string}}
 */
function readApplication(folder) {
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) return { entry: createRequire(import.meta.url).resolve(folder) };
  const {
    main = 'index.js',
    name,
    productName,
    version,
  } = JSON.parse(readFileSync(manifest, 'utf8'));
  return { entry: join(folder, main), name: productName ?? name, version };
}

/** @param {string} folder */
async function launch(folder) {
  const electron = /** @type {AppWithInternals} */ (app);
  const { entry, name, version } = readApplication(folder);
  Object.defineProperty(process, 'defaultApp', {
    configurable: false,
    enumerable: true,
    value: true,
  });
  if (version !== undefined) electron.setVersion(version);
  if (name !== undefined) {
    electron.name = name;
    electron.setDesktopName(`${name}.desktop`);
    // Electron settled this path by the launcher's own name before it ran.
    if (!electron.commandLine.hasSwitch('user-data-dir')) {
      electron.setPath('userData', join(electron.getPath('appData'), name));
    }
  }
  electron.setAppPath(existsSync(join(folder, 'package.json')) ? folder : dirname(entry));
  await import(pathToFileURL(entry).href);
}

const { modules, folder } = parseArguments(process.argv.slice(1));
try {
  for (const name of modules) createRequire(join(process.cwd(), 'noop.js'))(name);
  if (folder === undefined) throw new Error('Give the folder of an application: electron <folder>');
  await launch(resolve(folder));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  app.exit(1);
}
