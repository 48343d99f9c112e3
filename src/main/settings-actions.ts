import type { Settings } from '../shared/settings';
import { type Ask, askForOutputFolder } from './dialogs';
import type { MainHandlers } from './ipc';
import type { SettingsStore } from './settings';

type SettingsHandlers = Pick<
  MainHandlers,
  | 'settings.get'
  | 'settings.set'
  | 'settings.outputFolders'
  | 'settings.addOutputFolder'
  | 'settings.removeOutputFolder'
>;

/** @param apply makes what was set hold at once */
export const createSettingsActions = (
  settings: SettingsStore,
  ask: Ask,
  apply: (wanted: Settings) => Promise<void>,
): SettingsHandlers => {
  const setOutputFolders = (folders: readonly string[]): readonly string[] => {
    settings.update((all) => ({ ...all, outputFolders: [...new Set(folders)] }));
    return settings.get().outputFolders;
  };
  return {
    'settings.get': () => settings.get().settings,
    'settings.set': async (wanted) => {
      settings.update((all) => ({ ...all, settings: wanted }));
      await apply(wanted);
      return wanted;
    },
    'settings.outputFolders': () => settings.get().outputFolders,
    'settings.addOutputFolder': async () => {
      const folder = await ask(askForOutputFolder);
      return setOutputFolders([...settings.get().outputFolders, ...(folder ? [folder] : [])]);
    },
    'settings.removeOutputFolder': ({ index }) =>
      setOutputFolders(settings.get().outputFolders.filter((_, place) => place !== index)),
  };
};
