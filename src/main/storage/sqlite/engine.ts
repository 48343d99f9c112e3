import { toFailure } from '../../../shared/errors';
import { newestFirst } from '../../../shared/query';
import type {
  EngineOptions,
  LibraryCalls,
  LibraryHandlers,
  OpenedLibrary,
  StorageEngine,
  ThreadRole,
} from '../engine';
import type { Database } from './core/database';
import { lookForDateForms } from './core/date-forms';
import { unhurried } from './core/table-scan';
import { seenInterval, unseenInterval, watchChanges } from './file/watch-changes';
import { noteRunning, setStalledAfter } from './history/estimates';
import { openLibrary } from './library';
import { type SessionCall, storageOperations } from './operations';
import { countGenerations } from './rows/counts';
import { exportGenerations } from './rows/export';
import { listGenerations } from './rows/pages';

/** Milliseconds from opening to the start of the index for searching. */
const indexDelay = 2_000;

/**
 * KiB of the library that each thread keeps in memory: of a million rows the index by which they are
 * counted. Long reads come by each page once.
 */
/** Rests beside what nobody waits for, as a multiple of the work before. */
const restFactor = 4;

const cacheSizes: Readonly<Record<ThreadRole, number>> = { quick: 32_768, long: 8_192 };

/** Libraries in a SQLite file, which other programs write, too. */
export const sqliteEngine: StorageEngine = {
  open: (url, options) => {
    const { role, create, dataFolder } = options;
    // One index for searching is enough, and it is where somebody types.
    const library = openLibrary(url, {
      create,
      dataFolder,
      ...(role === 'long' && { search: false }),
    });
    const { database } = library;
    database.connection.pragma(`cache_size = -${cacheSizes[role]}`);
    const session = startSession(database, options);
    const handlers = { ...boundTo(database), ...session.handlers };
    return {
      info: library.info,
      handlers,
      close: () => {
        session.stop();
        library.close();
      },
    } satisfies OpenedLibrary;
  },
};

type Bound = Omit<LibraryHandlers, SessionCall>;

/** Each operation with its library. What belongs together by the map, TypeScript cannot follow here. */
const boundTo = (database: Database): Bound =>
  Object.fromEntries(
    Object.entries(storageOperations).map(([name, operation]) => [
      name,
      (input: unknown) => operation({ database }, input as never),
    ]),
  ) as Bound;

type Session = Readonly<{ handlers: Pick<LibraryHandlers, SessionCall>; stop: () => void }>;

/** What goes on in a thread while its library is open: watching, reading ahead, an export. */
const startSession = (database: Database, { role, stalledAfter, tell }: EngineOptions): Session => {
  let stopWatching = () => {};
  let exporting: { cancelled: boolean } | null = null;
  const timers: NodeJS.Timeout[] = [];
  const immediates: NodeJS.Immediate[] = [];

  const watch = (interval: number): void => {
    stopWatching();
    const listener = {
      changed: () => {
        noteRunning(database);
        tell({ event: 'changed' });
      },
      lost: (error: unknown) => tell({ event: 'lost', error: toFailure(error) }),
    };
    stopWatching = watchChanges(database, listener, interval);
  };

  const cancelExport = (): null => {
    if (exporting) exporting.cancelled = true;
    return null;
  };

  const exportTo = (input: LibraryCalls['export']['input']) => {
    cancelExport();
    const mine = { cancelled: false };
    exporting = mine;
    return exportGenerations(database, input, {
      progress: (done, total) => tell({ event: 'exporting', done, total }),
      isCancelled: () => mine.cancelled,
    });
  };

  if (role === 'quick') {
    setStalledAfter(database, stalledAfter);
    noteRunning(database);
    watch(seenInterval);
    immediates.push(setImmediate(() => readAhead(database)));
    void unhurried(lookForDateForms(database), () => restFactor).then(
      (found) => found && tell({ event: 'changed' }),
      () => {
        // Closed meanwhile, or unreadable: whoever asks next is told.
      },
    );
    // The first rows come before the index for searching, which nobody waits for yet.
    timers.push(setTimeout(() => database.search.start(database, 'at leisure'), indexDelay));
    database.search.whenReadAgain(() => tell({ event: 'changed' }));
  }

  return {
    handlers: {
      export: exportTo,
      cancelExport,
      watch: ({ seen }) => {
        watch(seen ? seenInterval : unseenInterval);
        // What happened around the change of pace may have been missed.
        tell({ event: 'changed' });
        return null;
      },
      setStalledAfter: (after) => {
        setStalledAfter(database, after);
        return null;
      },
    },
    stop: () => {
      cancelExport();
      stopWatching();
      timers.forEach(clearTimeout);
      immediates.forEach(clearImmediate);
    },
  };
};

/** What the window asks first is known before it is there: it takes longer to start than this. */
const readAhead = (database: Database): void => {
  try {
    countGenerations(database, {});
    listGenerations(database, { filter: {}, sort: newestFirst, position: 0, limit: 1 });
  } catch {
    // Whoever asks is told.
  }
};
