import type { CheckState, Finding, FindingKind } from '../shared/audio-check';
import { MonitorError } from '../shared/errors';
import type { AudioHost } from './audio-host';
import type { CheckStore, StoredCheck } from './check-store';
import type { StorageHost } from './storage-host';

/** Generations looked at between two looks at Stop. */
const pageSize = 64;
/** Rows read at a time where only their paths count. */
const pathPageSize = 2_000;

/** Goes through the audio of the open library in the background. It changes nothing. */
export type AudioCheck = Readonly<{
  state: () => Promise<CheckState>;
  /** Begins, or goes on where it was stopped. Answers at once. */
  start: (resume: boolean) => Promise<CheckState>;
  stop: () => void;
  findings: (
    kind: FindingKind | null,
    position: number,
    limit: number,
  ) => Promise<Readonly<{ total: number; findings: readonly Finding[] }>>;
}>;

type Parts = Readonly<{
  storage: Pick<StorageHost, 'call'>;
  thread: AudioHost;
  store: CheckStore;
  outputFolders: () => readonly string[];
  /** Told of each step. */
  progress: (state: CheckState) => void;
}>;

type Run = { libraryPath: string; check: StoredCheck; stopped: boolean };

const nothing: CheckState = { phase: 'never', checked: 0, total: 0, endedAt: null, counts: {} };

export const createAudioCheck = (parts: Parts): AudioCheck => {
  const { storage, thread, store, progress } = parts;
  let running: Run | null = null;
  /** The last check of the library that was asked about last. */
  let last: Readonly<{ libraryPath: string; check: StoredCheck | null }> | null = null;

  const libraryPath = async (): Promise<string> =>
    (await storage.call('takesAfter', { after: '', limit: 1 })).libraryPath;

  const current = async (): Promise<StoredCheck | null> => {
    const path = await libraryPath();
    if (running?.libraryPath === path) return running.check;
    if (last?.libraryPath !== path) last = { libraryPath: path, check: await store.get(path) };
    return last.check;
  };

  const stateOf = (check: StoredCheck | null, path: string): CheckState => {
    if (!check) return nothing;
    const counts: Partial<Record<FindingKind, number>> = {};
    for (const { kind } of check.findings) counts[kind] = (counts[kind] ?? 0) + 1;
    const { checked, total, endedAt } = check;
    const phase = running?.libraryPath === path ? 'running' : check.phase;
    return { phase, checked, total, endedAt, counts };
  };

  const step = (run: Run, changes: Partial<StoredCheck>): void => {
    run.check = { ...run.check, ...changes, endedAt: new Date() };
    progress(stateOf(run.check, run.libraryPath));
  };

  /** Pages of the library that the run began with; another one ends it. */
  const page = async (run: Run, after: string, limit: number) => {
    const { libraryPath: path, takes } = await storage.call('takesAfter', { after, limit });
    if (path !== run.libraryPath)
      throw new MonitorError('library-none', 'Another library is open.');
    return takes;
  };

  const goThrough = async (run: Run): Promise<void> => {
    const places = { libraryPath: run.libraryPath, outputFolders: parts.outputFolders() };
    while (!run.stopped) {
      const takes = await page(run, run.check.after, pageSize);
      const after = takes.at(-1)?.id;
      if (after === undefined) break;
      const found = await thread.call('check', { takes, places });
      step(run, {
        after,
        checked: run.check.checked + takes.length,
        findings: [...run.check.findings, ...found],
      });
    }
    if (run.stopped) return;
    const filePaths: string[] = [];
    for (let after = ''; !run.stopped; ) {
      const takes = await page(run, after, pathPageSize);
      filePaths.push(...takes.map(({ filePath }) => filePath));
      const lastId = takes.at(-1)?.id;
      if (lastId === undefined) break;
      after = lastId;
    }
    const found = await thread.call('unreferenced', { filePaths, places });
    if (run.stopped) return;
    const { findings, checked } = run.check;
    step(run, { phase: 'done', total: checked, findings: [...findings, ...found] });
  };

  const begin = async (run: Run): Promise<void> => {
    await goThrough(run).catch(() => {});
    last = { libraryPath: run.libraryPath, check: run.check };
    running = null;
    await store.put(run.libraryPath, run.check).catch(() => {});
    progress(stateOf(run.check, run.libraryPath));
  };

  return {
    state: async () => stateOf(await current(), await libraryPath()),
    start: async (resume) => {
      const path = await libraryPath();
      if (running?.libraryPath === path) return stateOf(running.check, path);
      if (running) running.stopped = true;
      const before = await current();
      const { total } = await storage.call('generations.count', { filter: {} });
      const fresh = { phase: 'stopped', after: '', checked: 0, endedAt: new Date(), findings: [] };
      const again = resume && before?.phase === 'stopped' ? before : null;
      const check = { ...(again ?? fresh), total } as StoredCheck;
      const run: Run = { libraryPath: path, check, stopped: false };
      running = run;
      void begin(run);
      return stateOf(check, path);
    },
    stop: () => {
      if (running) running.stopped = true;
    },
    findings: async (kind, position, limit) => {
      const all = (await current())?.findings ?? [];
      const matching = kind === null ? all : all.filter((finding) => finding.kind === kind);
      return { total: matching.length, findings: matching.slice(position, position + limit) };
    },
  };
};
