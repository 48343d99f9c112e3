import type { Input, OperationsIn, Output } from '../shared/contract';
import type { Failure, Result } from '../shared/errors';
import type { ExportOutcome } from '../shared/export';
import type { Generation, JsonObject } from '../shared/generation';
import type { LibraryInfo } from '../shared/library';
import type { StalledAfter } from '../shared/outlook';
import type { GenerationFilter } from '../shared/query';
import type { LoggedError } from './log/redact';
import type { NamedFile, TakePage } from './storage/sqlite/audio/audio-files';
import type { CheckStep, LastCheck } from './storage/sqlite/audio/audio-findings';
import type { Outcomes } from './storage/sqlite/history/outcomes';
import type { AskedJob } from './storage/sqlite/jobs/hand-over';

/** What the main process may ask of the storage's threads, beside the window's own operations. */
export type StorageCalls = {
  open: { input: { url: string; create: boolean }; output: LibraryInfo };
  close: { input: undefined; output: null };
  /** Writes matches to a file; one at a time. Others are answered meanwhile. */
  export: {
    input: Input<'generations.export'> & Readonly<{ path: string }>;
    output: ExportOutcome;
  };
  cancelExport: { input: undefined; output: null };
  /** What ended after a moment, see sqlite/history/outcomes.ts. */
  outcomesSince: { input: { since: string | null }; output: Outcomes };
  /** How closely to look for what other programs change. */
  watch: { input: { seen: boolean }; output: null };
  /** When running jobs count as stalled, from now on. */
  setStalledAfter: { input: StalledAfter; output: null };
  /** A filter for later use: what depends on the hour is decided now. */
  resolveFilter: { input: GenerationFilter; output: GenerationFilter };
  /** What handing jobs over to a service needs, see sqlite/jobs/hand-over.ts. */
  findGenerations: { input: { ids: readonly string[] }; output: readonly Generation[] };
  addMetadata: {
    input: { id: string; added: JsonObject };
    output: 'added' | 'waiting' | 'done';
  };
  findAskedJob: { input: AskedJob; output: string | null };
  /** Which file a generation names: for the main process only, the window never asks by path. */
  namedFile: { input: { id: string }; output: NamedFile };
  /** The same of many, by the order of their ids. */
  takesAfter: { input: { after: string; limit: number }; output: TakePage };
  filesNamed: {
    input: { ids: readonly string[] };
    output: readonly Readonly<{ id: string; filePath: string }>[];
  };
  /** The last check of the audio, and a step of the one under way. */
  lastCheck: { input: undefined; output: LastCheck };
  keepCheck: { input: CheckStep; output: null };
  filesInUse: { input: { filePaths: readonly string[] }; output: readonly string[] };
} & { [Name in OperationsIn<'storage'>]: { input: Input<Name>; output: Output<Name> } };

export type StorageCall = keyof StorageCalls;

/** `quick` answers at once and does all that changes a library, `long` reads as much as it takes. */
export type ThreadRole = 'quick' | 'long';

/** What may read a whole library. All else is for the quick thread. */
const longReads: ReadonlySet<StorageCall> = new Set([
  'export',
  'cancelExport',
  'filesInUse',
  'library.backup',
  'prompts.search',
  'insights.facets',
  'insights.prompts',
  'insights.models',
  'insights.failures',
  'insights.overview',
]);
export const isLongRead = (name: StorageCall): boolean => longReads.has(name);

/** One question to the thread; `id` comes back with the answer. */
export type StorageRequest = {
  [Name in StorageCall]: Readonly<{ id: number; name: Name; input: StorageCalls[Name]['input'] }>;
}[StorageCall];

export type StorageResponse = Readonly<{ id: number; result: Result<unknown> }>;

/**
 * What the thread says unasked: another program changed the library, or took it away; a call failed for
 * a reason that nobody foresaw.
 */
export type StorageEvent = Readonly<
  | { event: 'changed' }
  | { event: 'lost'; error: Failure }
  | { event: 'exporting'; done: number; total: number }
  | { event: 'fault'; call: StorageCall; error: LoggedError }
>;
