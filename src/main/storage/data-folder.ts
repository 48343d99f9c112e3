import { homedir } from 'node:os';
import { join } from 'node:path';

const application = 'dgx-music-monitor';

/**
 * Where files of ours live that belong to no library: `DGX_MUSIC_MONITOR_DATA`, or the platform's
 * folder for application data, the one that Electron uses too.
 */
export const defaultDataFolder = (environment: NodeJS.ProcessEnv = process.env): string => {
  const { DGX_MUSIC_MONITOR_DATA, APPDATA, XDG_CONFIG_HOME } = environment;
  if (DGX_MUSIC_MONITOR_DATA) return DGX_MUSIC_MONITOR_DATA;
  if (process.platform === 'win32') {
    return join(APPDATA ?? join(homedir(), 'AppData', 'Roaming'), application);
  }
  if (process.platform === 'darwin') {
    return join(homedir(), 'Library', 'Application Support', application);
  }
  return join(XDG_CONFIG_HOME || join(homedir(), '.config'), application);
};
