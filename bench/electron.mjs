// @ts-check
// Starting applications to measure them: ours, and an empty one beside it.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { _electron as electron } from '@playwright/test';

/** @typedef {import('@playwright/test').ElectronApplication} ElectronApplication */

export const root = resolve(import.meta.dirname, '..');
const loader = join(root, 'node_modules/playwright-core/lib/server/electron/loader.js');
const rootFlags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** The smallest application that shows a window, telling when its page has painted. */
const emptyApplication = {
  'package.json': '{ "name": "empty", "version": "1.0.0", "main": "main.cjs" }',
  'main.cjs': `const { app, BrowserWindow, ipcMain } = require('electron');
app.setPath('userData', process.env.DGX_MUSIC_MONITOR_DATA);
ipcMain.handle('painted', () => {
  if (process.env.DGX_MUSIC_MONITOR_TIMING) console.log('painted ' + (Date.now() - process.getCreationTime()));
});
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1440, height: 900, show: false,
    webPreferences: { preload: __dirname + '/preload.cjs', sandbox: true } });
  window.once('ready-to-show', () => window.show());
  window.loadFile(__dirname + '/index.html');
});`,
  'preload.cjs': `const { ipcRenderer } = require('electron');
requestAnimationFrame(() => requestAnimationFrame(() => ipcRenderer.invoke('painted')));`,
  'index.html': '<!doctype html><title>empty</title><p>empty</p>',
};

/**
 * Milliseconds from the creation of the process to painted content, as the application itself
 * prints them.
 *
 * @param {string} executable
 * @param {readonly string[]} args
 * @param {string} data
 * @returns {Promise<number>}
 */
export const startTime = (executable, args, data) =>
  new Promise((done, fail) => {
    const child = spawn(executable, [...rootFlags, ...args], {
      env: { ...process.env, DGX_MUSIC_MONITOR_DATA: data, DGX_MUSIC_MONITOR_TIMING: '1' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const painted = /painted (\d+)/.exec(output);
      if (!painted) return;
      child.once('exit', () => done(Number(painted[1])));
      child.kill();
    });
    child.once('error', fail);
  });

/**
 * @param {string} executable
 * @param {readonly string[]} args
 * @param {string} data
 */
export const open = async (executable, args, data) => {
  const app = await electron.launch({
    executablePath: executable,
    args: ['-r', loader, ...rootFlags, ...args],
    timeout: 60_000,
    env: /** @type {Record<string, string>} */ ({ ...process.env, DGX_MUSIC_MONITOR_DATA: data }),
  });
  return { app, page: await app.firstWindow() };
};

/**
 * Kilobytes that the processes of an application hold together.
 *
 * @param {ElectronApplication} app
 * @param {'Browser' | 'Tab'} [type] only those of this kind
 */
export const memory = (app, type) =>
  app.evaluate(
    ({ app: application }, wanted) =>
      application
        .getAppMetrics()
        .filter((metric) => wanted === undefined || metric.type === wanted)
        .reduce((sum, { memory: { workingSetSize } }) => sum + workingSetSize, 0),
    type,
  );

/**
 * Writes the empty application.
 *
 * @param {string} folder is made
 * @returns {string} the folder, for Electron's command line
 */
export const writeEmptyApplication = (folder) => {
  mkdirSync(folder);
  for (const [name, text] of Object.entries(emptyApplication))
    writeFileSync(join(folder, name), text);
  return folder;
};
