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
  /** Without what a newer version keeps there. */
  const known = (): Settings => {
    const { theme, notifications, stalledAfter } = settings.get().settings;
    return { theme, notifications, stalledAfter };
  };
  return {
    'settings.get': known,
    'settings.set': async (wanted) => {
      settings.update((all) => ({ ...all, settings: { ...all.settings, ...wanted } }));
      await apply(wanted);
      const problem = settings.problem();
      if (problem) throw problem;
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
