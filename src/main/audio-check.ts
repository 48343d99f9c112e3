import type { CheckState, Finding } from '../shared/audio-check';
import { MonitorError } from '../shared/errors';
import type { AudioPlaces } from './audio/allowed-file';
import type { AudioHost } from './audio-host';
import type { KeptCheck } from './storage/engine';
import type { StorageHost } from './storage-host';

/** Generations looked at between two looks at Stop. */
const pageSize = 64;
/** Rows read at a time where only their paths count. */
const pathPageSize = 2_000;
/** What is found is kept so often, milliseconds. */
const keepInterval = 2_000;

/** Goes through the audio of the open library in the background. It changes nothing. */
export type AudioCheck = Readonly<{
  state: () => Promise<CheckState>;
  /** Begins, or goes on where it was stopped. Answers at once. */
  start: (resume: boolean) => Promise<CheckState>;
  stop: () => void;
}>;

type Parts = Readonly<{
  storage: Pick<StorageHost, 'call'>;
  thread: AudioHost;
  outputFolders: () => readonly string[];
  /** Told of each step. */
  progress: (state: CheckState) => void;
}>;

type Run = {
  libraryPath: string;
  check: KeptCheck;
  counts: CheckState['counts'];
  /** Found since it was kept last, and when that was. */
  found: Finding[];
  keptAt: number;
  stopped: boolean;
};

const nothing: CheckState = { phase: 'never', checked: 0, total: 0, endedAt: null, counts: {} };

export const createAudioCheck = (parts: Parts): AudioCheck => {
  const { storage, thread, progress } = parts;
  let running: Run | null = null;
  let starting: Promise<CheckState> | null = null;

  const stateOf = (run: Pick<Run, 'check' | 'counts'>): CheckState => {
    const { phase, checked, total, endedAt } = run.check;
    const { counts } = run;
    return { phase: run === running ? 'running' : phase, checked, total, endedAt, counts };
  };

  const keep = async (run: Run, fresh = false): Promise<void> => {
    const { libraryPath, check, found } = run;
    run.found = [];
    run.keptAt = Date.now();
    await storage.call('keepCheck', { libraryPath, check, found, fresh });
  };

  const step = async (
    run: Run,
    changes: Partial<KeptCheck>,
    found: readonly Finding[],
  ): Promise<void> => {
    run.check = { ...run.check, ...changes, endedAt: new Date() };
    run.found.push(...found);
    const counts = { ...run.counts };
    for (const { kind } of found) counts[kind] = (counts[kind] ?? 0) + 1;
    run.counts = counts;
    progress(stateOf(run));
    if (Date.now() - run.keptAt > keepInterval) await keep(run);
  };

  /** Pages of the library that the run began with; another one ends it. */
  const page = async (run: Run, after: string, limit: number) => {
    const { takes, ...place } = await storage.call('takesAfter', { after, limit });
    if (place.libraryPath !== run.libraryPath)
      throw new MonitorError('library-none', 'Another library is open.');
    return { takes, places: { ...place, outputFolders: parts.outputFolders() } };
  };

  const goThrough = async (run: Run): Promise<void> => {
    let places: AudioPlaces = { libraryPath: run.libraryPath, outputFolders: [] };
    while (!run.stopped) {
      const { takes, places: now } = await page(run, run.check.after, pageSize);
      places = now;
      const after = takes.at(-1)?.id;
      if (after === undefined) break;
      const found = await thread.call('check', { takes, places });
      await step(run, { after, checked: run.check.checked + takes.length }, found);
    }
    if (run.stopped) return;
    const filePaths: string[] = [];
    for (let after = ''; !run.stopped; ) {
      const { takes } = await page(run, after, pathPageSize);
      filePaths.push(...takes.map(({ filePath }) => filePath));
      const lastId = takes.at(-1)?.id;
      if (lastId === undefined) break;
      after = lastId;
    }
    const found = await thread.call('unreferenced', { filePaths, places });
    if (!run.stopped) await step(run, { phase: 'done', total: run.check.checked }, found);
  };

  const begin = async (run: Run): Promise<void> => {
    await goThrough(run).catch(() => {});
    // Of another library that is open by now, what was kept before is enough to go on.
    await keep(run).catch(() => {});
    if (running === run) running = null;
    progress(stateOf(run));
  };

  const start = async (resume: boolean): Promise<CheckState> => {
    const { libraryPath, check: before, counts } = await storage.call('lastCheck', undefined);
    if (running?.libraryPath === libraryPath) return stateOf(running);
    if (running) running.stopped = true;
    const { total } = await storage.call('generations.count', { filter: {} });
    const again = resume && before?.phase === 'stopped' ? before : null;
    const fresh = { phase: 'stopped', after: '', checked: 0, endedAt: new Date() } as const;
    const run: Run = {
      libraryPath,
      check: { ...(again ?? fresh), total },
      counts: again ? counts : {},
      found: [],
      keptAt: 0,
      stopped: false,
    };
    await keep(run, !again);
    running = run;
    void begin(run);
    return stateOf(run);
  };

  return {
    state: async () => {
      const { libraryPath, check, counts } = await storage.call('lastCheck', undefined);
      if (running?.libraryPath === libraryPath) return stateOf(running);
      return check ? stateOf({ check, counts }) : nothing;
    },
    // Twice at once, as by a double click, is once.
    start: (resume) => {
      starting ??= start(resume).finally(() => {
        starting = null;
      });
      return starting;
    },
    stop: () => {
      if (running) running.stopped = true;
    },
  };
};
