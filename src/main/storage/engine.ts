import type { CheckState, Finding, Take } from '../../shared/audio-check';
import { contract, type Input, type OperationsIn, type Output } from '../../shared/contract';
import type { Failure } from '../../shared/errors';
import type { ExportOutcome } from '../../shared/export';
import type { Generation } from '../../shared/generation';
import type { LibraryInfo } from '../../shared/library';
import type { StalledAfter } from '../../shared/outlook';
import type { GenerationFilter } from '../../shared/query';

// The door of a storage: all that its threads and the main process ask of it, whichever engine
// answers. Each engine has a folder of its own; open-storage.ts chooses by the URL's scheme.

/** `quick` answers at once and does all that changes a library, `long` reads as much as it takes. */
export type ThreadRole = 'quick' | 'long';

type Call<Asked, Answer> = Readonly<{
  thread: ThreadRole;
  /** Carry the types only; hold nothing at run time. */
  input?: Asked;
  output?: Answer;
}>;
const quick = <Asked, Answer>(): Call<Asked, Answer> => ({ thread: 'quick' });
const long = <Asked, Answer>(): Call<Asked, Answer> => ({ thread: 'long' });

/** What the main process asks beside the window's own operations, with where it runs. */
export const internalCalls = {
  /** Writes matches to a file; one at a time. Others are answered meanwhile. */
  export: long<Input<'generations.export'> & Readonly<{ path: string }>, ExportOutcome>(),
  cancelExport: long<undefined, null>(),
  /** What ended after a moment. */
  outcomesSince: quick<Readonly<{ since: string | null }>, Outcomes>(),
  /** How closely to look for what other programs change. */
  watch: quick<Readonly<{ seen: boolean }>, null>(),
  /** When running jobs count as stalled, from now on. */
  setStalledAfter: quick<StalledAfter, null>(),
  /** A filter for later use: what depends on the hour is decided now. */
  resolveFilter: quick<GenerationFilter, GenerationFilter>(),
  /** What handing jobs over to a service needs. */
  findGenerations: quick<Readonly<{ ids: readonly string[] }>, readonly Generation[]>(),
  /** `added`: JSON text of an object. */
  addMetadata: quick<Readonly<{ id: string; added: string }>, 'added' | 'waiting' | 'done'>(),
  findAskedJob: quick<AskedJob, string | null>(),
  /** Which file a generation names: for the main process only, the window never asks by path. */
  namedFile: quick<Readonly<{ id: string }>, NamedFile>(),
  /** The same of many, by the order of their ids. */
  takesAfter: quick<Readonly<{ after: string; limit: number }>, TakePage>(),
  filesNamed: quick<
    Readonly<{ ids: readonly string[] }>,
    readonly Readonly<{ id: string; filePath: string }>[]
  >(),
  /** The last check of the audio, and a step of the one under way. */
  lastCheck: quick<undefined, LastCheck>(),
  keepCheck: quick<CheckStep, null>(),
  /** Which of these files a generation names. */
  filesInUse: long<Readonly<{ filePaths: readonly string[] }>, readonly string[]>(),
} as const;

type Internal = typeof internalCalls;
type InternalInput<Name extends keyof Internal> =
  Internal[Name] extends Call<infer Asked, unknown> ? Asked : never;
type InternalOutput<Name extends keyof Internal> =
  Internal[Name] extends Call<unknown, infer Answer> ? Answer : never;

/** Every call to an open library: those above and the contract's operations of the storage. */
export type LibraryCalls = {
  [Name in keyof Internal]: { input: InternalInput<Name>; output: InternalOutput<Name> };
} & { [Name in OperationsIn<'storage'>]: { input: Input<Name>; output: Output<Name> } };
export type LibraryCall = keyof LibraryCalls;

/** Which thread answers a call. */
export const threadOf = (name: LibraryCall): ThreadRole =>
  name in internalCalls
    ? internalCalls[name as keyof Internal].thread
    : contract[name as OperationsIn<'storage'>].thread;

/** An answer to each call: one that is missing does not compile. */
export type LibraryHandlers = {
  readonly [Name in LibraryCall]: (
    input: LibraryCalls[Name]['input'],
  ) => LibraryCalls[Name]['output'] | Promise<LibraryCalls[Name]['output']>;
};

/** A library that a thread has open. */
export type OpenedLibrary = Readonly<{
  info: () => LibraryInfo | Promise<LibraryInfo>;
  handlers: LibraryHandlers;
  close: () => void | Promise<void>;
}>;

/** What an open library says unasked. */
export type LibraryEvent = Readonly<
  | { event: 'changed' }
  /** It is gone, replaced or out of reach; nothing is said afterwards. */
  | { event: 'lost'; error: Failure }
  /** Rows that the export under way has written, and how many there will be. */
  | { event: 'exporting'; done: number; total: number }
>;

export type EngineOptions = Readonly<{
  /** Make a new library, which must not be there yet. */
  create: boolean;
  /** Where files of ours live. */
  dataFolder: string;
  /** What the thread is for: only a quick one watches for changes. */
  role: ThreadRole;
  stalledAfter: StalledAfter;
  tell: (event: LibraryEvent) => void;
}>;

/** A kind of database that libraries are kept in. */
export type StorageEngine = Readonly<{
  /** @throws MonitorError with a `library-…` code */
  open: (url: string, options: EngineOptions) => OpenedLibrary | Promise<OpenedLibrary>;
}>;

/** Jobs that ended after a moment. */
export type Outcomes = Readonly<{
  completed: number;
  failed: number;
  /** The prompt of the latest of them; empty when there is none. */
  latestPrompt: string;
  /** The moment of the latest, as it is stored: what to ask with the next time. `null` without any. */
  upTo: string | null;
}>;

/** A job that the service was asked for. */
export type AskedJob = Readonly<{
  prompt: string;
  modelName: string;
  durationSeconds: number;
  /** When it was asked, milliseconds since 1970. */
  since: number;
  /** Jobs that are known to be others. */
  except: readonly string[];
}>;

/** The audio file that a generation names, and the library that it may be relative to. */
export type NamedFile = Readonly<{ filePath: string } & LibraryPlace>;

/** Where a library is: paths in it may be relative to either folder. */
export type LibraryPlace = Readonly<{
  /** Absolute, symbolic links followed. */
  libraryPath: string;
  /** The folder of the link that it was opened by; `null` where it was no link. */
  linkFolder: string | null;
}>;

/** Generations for the check of their audio. */
export type TakePage = Readonly<{ takes: readonly Take[] } & LibraryPlace>;

/** How far a check came: enough to go on where it was stopped. */
export type KeptCheck = Readonly<
  Pick<CheckState, 'checked' | 'total'> & {
    phase: 'stopped' | 'done';
    /** The last generation looked at. */
    after: string;
    endedAt: Date;
  }
>;

/** The last check of a library, `null` before the first. */
export type LastCheck = Readonly<{
  libraryPath: string;
  check: KeptCheck | null;
  counts: CheckState['counts'];
}>;

/** What a step of a check found. */
export type CheckStep = Readonly<{
  libraryPath: string;
  check: KeptCheck;
  found: readonly Finding[];
  /** It begins anew: what was found before is no longer so. */
  fresh: boolean;
}>;
