import { basename, extname } from 'node:path';
import type { Failure } from '../shared/errors';
import { MonitorError, toFailure } from '../shared/errors';
import type { LibraryState } from '../shared/library';
import type { SampleRunner } from './sample-runner';
import { type SettingsStore, withRecent } from './settings';
import type { StorageHost } from './storage-host';

/** Which library is open, and the steps from one to the next. */
export type LibrarySession = Readonly<{
  state: () => LibraryState;
  /** Opens a file or URL; the library that was open before is left. Failures become the state. */
  open: (location: string) => Promise<LibraryState>;
  /** Opens the sample library, which is made where it is not there yet, with its worker at work. */
  openSample: () => Promise<LibraryState>;
  /** Creates an empty library in a new file and opens it. */
  create: (path: string) => Promise<LibraryState>;
  reopen: () => Promise<LibraryState>;
  close: () => Promise<LibraryState>;
  openRecent: (id: string) => Promise<LibraryState>;
  /** Takes note that the library is out of reach: the state becomes failed. */
  lost: (error: Failure) => void;
}>;

/**
 * @param storage where the library's SQL runs
 * @param settings remembers the libraries that were opened
 * @param sample the sample library's worker: runs while that library is open, and only then
 * @param onState told of each new state
 */
export const createLibrarySession = (
  storage: StorageHost,
  settings: SettingsStore,
  sample: SampleRunner,
  onState: (state: LibraryState) => void,
): LibrarySession => {
  let current: LibraryState = { phase: 'none' };
  let location: string | null = null;
  /** Counts the wishes, so that of two in a row the later one decides. */
  let wish = 0;

  const become = (state: LibraryState): LibraryState => {
    current = state;
    onState(state);
    return state;
  };

  const enter = async (wanted: string, create: boolean): Promise<LibraryState> => {
    const mine = ++wish;
    location = wanted;
    become({ phase: 'opening', path: wanted, progress: null });
    try {
      if (wanted === sample.path) {
        await sample.start((done, total) => {
          if (mine === wish) become({ phase: 'opening', path: wanted, progress: { done, total } });
        });
        if (mine !== wish) return current;
      } else sample.stop();
      const library = await storage.call('open', { url: wanted, create });
      if (mine !== wish) return current;
      settings.update((all) =>
        withRecent(all, {
          id: library.id,
          name: library.name,
          path: library.path,
          openedAt: new Date(),
        }),
      );
      return become({ phase: 'open', library });
    } catch (thrown) {
      if (mine !== wish) return current;
      return become({ phase: 'failed', path: wanted, error: toFailure(thrown) });
    }
  };

  return {
    state: () => current,
    open: (wanted) => enter(wanted, false),
    openSample: () => enter(sample.path, false),
    create: (path) => enter(path, true),
    reopen: () => (location === null ? Promise.resolve(current) : enter(location, false)),
    close: async () => {
      wish++;
      location = null;
      sample.stop();
      await storage.call('close', undefined);
      return become({ phase: 'none' });
    },
    openRecent: async (id) => {
      const known = settings.get().recent.find((entry) => entry.id === id);
      if (!known) throw new MonitorError('library-not-found', 'That library is no longer listed.');
      return enter(known.path, false);
    },
    lost: (error) => {
      if (location !== null) become({ phase: 'failed', path: location, error });
    },
  };
};

/** `/music/my takes.db` → `my takes.db` with `.db` added where the user gave no extension. */
export const withDatabaseExtension = (path: string): string =>
  extname(basename(path)) === '' ? `${path}.db` : path;
