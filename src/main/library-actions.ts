import { type Ask, askForLibrary, askForNewLibrary } from './dialogs';
import type { MainHandlers } from './ipc';
import { type LibrarySession, withDatabaseExtension } from './library-session';
import type { SettingsStore } from './settings';

type LibraryHandlers = Pick<
  MainHandlers,
  | 'library.state'
  | 'library.choose'
  | 'library.create'
  | 'library.openSample'
  | 'library.reopen'
  | 'library.close'
  | 'library.recent'
  | 'library.openRecent'
>;

/** What window and menu may do with the library that is open: files are chosen in dialogs only. */
export const createLibraryActions = (
  library: LibrarySession,
  settings: SettingsStore,
  ask: Ask,
) => {
  const choose = async () => {
    const path = await ask(askForLibrary);
    return path === null ? library.state() : library.open(path);
  };
  const create = async () => {
    const path = await ask(askForNewLibrary);
    return path === null ? library.state() : library.create(withDatabaseExtension(path));
  };
  const handlers: LibraryHandlers = {
    'library.state': () => library.state(),
    'library.choose': choose,
    'library.create': create,
    'library.openSample': () => library.openSample(),
    'library.reopen': () => library.reopen(),
    'library.close': () => library.close(),
    'library.recent': () => settings.get().recent,
    'library.openRecent': ({ id }) => library.openRecent(id),
  };
  return { choose, create, handlers };
};
