// How people run the storage's commands where this is: usage and hints name what works there.

/** The command line of the installed package, see `bin` in package.json. */
const packageCommand = 'npx dgx-music-monitor-db';
/** Of a clone. */
const cloneCommand = 'npm run --silent db --';
/** Of the desktop application. */
const desktopCommand = 'dgx-music-monitor db';

/**
 * What to type before a command such as `status`.
 *
 * @param module where this code was loaded from, a `file:` URL
 */
export const dbCommand = (module: string = import.meta.url): string => {
  if (/\/resources\/app(\.asar)?\//i.test(module)) return desktopCommand;
  return module.includes('/node_modules/dgx-music-monitor/') ? packageCommand : cloneCommand;
};

/** Whether this runs from an installed package rather than from a clone. */
export const isInstalled = (module: string = import.meta.url): boolean =>
  dbCommand(module) !== cloneCommand;
