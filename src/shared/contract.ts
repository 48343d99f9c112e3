import { z } from 'zod';
import type { Attempt } from './attempt';
import type { AudioFacts, AudioPeaks, SavedCopies } from './audio';
import { type CheckState, type Finding, findingKinds } from './audio-check';
import type { ChangeOutcome, ChangeUndone, DeleteWithAudioOutcome } from './change';
import { type ExportedFile, exportFormats } from './export';
import type {
  GenerationDetails,
  GenerationSummary,
  RetryBatch,
  RetryOutcome,
  StatusCounts,
  UndoOutcome,
} from './generation';
import {
  type Facets,
  type FailureKind,
  type Leaderboard,
  leaderboardSchema,
  type ModelStanding,
  type Overview,
  type PromptStanding,
} from './insights';
import { type CreatedJobs, type Family, mostJobs, newJobSchema } from './job';
import {
  type Judgement,
  type JudgementOutcome,
  judgementChangeSchema,
  type VoteCount,
  voteSchema,
} from './judgement';
import type {
  BackupReport,
  LibraryState,
  MigrationReport,
  MigrationStatus,
  RecentLibrary,
} from './library';
import type { MenuCommand } from './menu';
import type { Prompt } from './prompt';
import { generationFilterSchema, generationSortSchema, maxPageSize } from './query';
import {
  type HandOverOutcome,
  mostHandedOver,
  type ServiceCancelOutcome,
  type ServiceState,
  type TakenBack,
} from './service';
import { type Settings, settingsSchema } from './settings';
import type { Spectrogram } from './spectrogram';

/**
 * Every operation that the window may ask for, in one map: `'noun.verb'` → where it runs, what it
 * takes (a schema, checked on arrival), what it answers (a type).
 *
 * Operations of the `storage` run on the storage thread, those of `main` on the main process.
 */
const storage = <Output>() => define<'storage', Output>('storage', 'quick');
/** May read a whole library: has a thread of its own, so that nothing else waits for it. */
const longRead = <Output>() => define<'storage', Output>('storage', 'long');
const main = <Output>() => define<'main', Output>('main', 'quick');

const id = z.string().min(1).max(500);
const nothing = z.undefined();
/** Generations that one call changes, in one transaction. */
const someIds = z.strictObject({ ids: z.array(id).min(1).max(1_000) });

export const contract = {
  // The library that is open.
  'library.state': main<LibraryState>().takes(nothing),
  /** Shows the system's open dialog. Answers the state afterwards, unchanged when dismissed. */
  'library.choose': main<LibraryState>().takes(nothing),
  /** Shows the system's save dialog and creates an empty library there. */
  'library.create': main<LibraryState>().takes(nothing),
  /** Opens the sample library with a worker beside it; makes it the first time, which takes seconds. */
  'library.openSample': main<LibraryState>().takes(nothing),
  /** Tries the library that failed to open once more. */
  'library.reopen': main<LibraryState>().takes(nothing),
  /** Leaves the library: back to the welcome screen. */
  'library.close': main<LibraryState>().takes(nothing),
  'library.recent': main<readonly RecentLibrary[]>().takes(nothing),
  'library.openRecent': main<LibraryState>().takes(z.strictObject({ id })),
  /** Copies it to a new file beside it while it is in use, and checks the copy. */
  'library.backup': longRead<BackupReport>().takes(nothing),
  'library.migrationStatus': storage<MigrationStatus>().takes(nothing),
  /** Adds what it lacks of our indexes, after a checked backup. */
  'library.migrate': storage<MigrationReport>().takes(nothing),

  // Its generations.
  'generations.list': storage<GenerationList>().takes(
    z.strictObject({
      filter: generationFilterSchema,
      sort: generationSortSchema,
      /** Zero-based position of the first row wanted. */
      position: z.int().nonnegative(),
      limit: z.int().positive().max(maxPageSize),
    }),
  ),
  'generations.count': storage<StatusCounts>().takes(
    z.strictObject({ filter: generationFilterSchema }),
  ),
  /** With the beginning of texts that are very long, see `cut`. */
  'generations.get': storage<GenerationDetails>().takes(z.strictObject({ id })),
  /** The same with every text whole, which may take seconds. */
  'generations.whole': longRead<GenerationDetails>().takes(z.strictObject({ id })),
  'generations.retry': storage<RetryOutcome>().takes(
    z.strictObject({ ids: z.array(id).min(1).max(10_000) }),
  ),
  /** One batch, in a transaction of its own, of the failed ones that match: call with `next` until it is `null`. */
  'generations.retryMatching': storage<RetryBatch>().takes(
    z.strictObject({
      filter: generationFilterSchema,
      except: z.array(id).max(10_000).optional(),
      after: z.string().max(10_000).nullable().optional(),
      limit: z.int().positive().max(1_000),
    }),
  ),
  /** Takes retries back: those that still wait untouched have the outcome again that they had. */
  'generations.undoRetry': storage<UndoOutcome>().takes(
    z.strictObject({ ids: z.array(id).min(1).max(10_000) }),
  ),
  /** Puts jobs in the queue, all or none, and counts the use of their prompts. */
  'generations.create': storage<CreatedJobs>().takes(
    z.strictObject({ jobs: z.array(newJobSchema).min(1).max(mostJobs) }),
  ),
  /** Which were made from which. Asked again while it is not complete. */
  'generations.family': storage<Family>().takes(z.strictObject({ id })),
  /** Cancels those that wait. */
  'generations.cancel': storage<ChangeOutcome>().takes(someIds),
  /** Marks those as failed that are `processing`, though nobody works on them any more. */
  'generations.giveUp': storage<ChangeOutcome>().takes(someIds),
  'generations.delete': storage<ChangeOutcome>().takes(someIds),
  /** Deletes them and moves their audio to the system's trash. */
  'generations.deleteWithAudio': main<DeleteWithAudioOutcome>().takes(someIds),
  /** Takes back what answered this token, for about a minute. Fails with `undo-expired` afterwards. */
  'generations.undo': storage<ChangeUndone>().takes(z.strictObject({ token: id })),
  /** The earlier outcomes of a generation, oldest first. */
  'generations.attempts': storage<readonly Attempt[]>().takes(z.strictObject({ id })),

  /** What was said of these; those never judged are left out. */
  'judgements.get': storage<readonly Judgement[]>().takes(someIds),
  /** Judges them, all in one transaction. The answer holds the changes that take it back. */
  'judgements.set': storage<JudgementOutcome>().takes(
    z.strictObject({
      changes: z
        .array(z.strictObject({ ...someIds.shape, change: judgementChangeSchema }))
        .min(1)
        .max(1_000),
    }),
  ),
  /** Keeps a vote of a comparison. Answers the id that `votes.withdraw` takes. */
  'votes.cast': storage<string>().takes(voteSchema),
  /** Takes a vote back; whether there was one. */
  'votes.withdraw': storage<boolean>().takes(z.strictObject({ id })),
  /** How often each of these won and lost. */
  'votes.count': storage<readonly VoteCount[]>().takes(someIds),

  /**
   * Shows the system's save dialog and writes all matches there. Answers when done; `null` when
   * dismissed.
   */
  'generations.export': main<ExportedFile | null>().takes(
    z.strictObject({
      filter: generationFilterSchema,
      sort: generationSortSchema,
      format: z.enum(exportFormats),
    }),
  ),
  'generations.cancelExport': main<null>().takes(nothing),
  /** Shows the file that was exported last in the system's file manager. */
  'generations.revealExport': main<null>().takes(nothing),

  /** Prompts that contain a text, the most used first. */
  'prompts.search': longRead<readonly Prompt[]>().takes(
    z.strictObject({ text: z.string().max(1_000), limit: z.int().positive().max(100) }),
  ),

  // What follows from many of them.
  'insights.facets': longRead<Facets>().takes(nothing),
  'insights.prompts': longRead<Leaderboard<PromptStanding>>().takes(leaderboardSchema),
  'insights.models': longRead<Leaderboard<ModelStanding>>().takes(leaderboardSchema),
  'insights.failures': longRead<readonly FailureKind[]>().takes(nothing),
  'insights.overview': longRead<Overview>().takes(nothing),

  // Its HTTP service, where it has one.
  'service.state': main<ServiceState>().takes(nothing),
  /** Looks how the service is, now. */
  'service.check': main<ServiceState>().takes(nothing),
  /**
   * Sets the address of the open library's service, for good; `null` takes it away. Fails with
   * `service-address`.
   */
  'service.setAddress': main<ServiceState>().takes(
    z.strictObject({ address: z.string().max(2_000).nullable() }),
  ),
  /** Has failed generations made once more by the service, if there is one to be asked. */
  'service.retry': main<HandOverOutcome>().takes(
    z.strictObject({ ids: z.array(id).min(1).max(mostHandedOver) }),
  ),
  'service.create': main<HandOverOutcome>().takes(
    z.strictObject({ jobs: z.array(newJobSchema).min(1).max(mostHandedOver) }),
  ),
  /** Takes back what answered this token, as far as the service lets it. */
  'service.takeBack': main<TakenBack>().takes(z.strictObject({ token: id })),
  /** Cancels waiting jobs, those of the service by its own means. */
  'service.cancel': main<ServiceCancelOutcome>().takes(someIds),
  /** Takes all that wait to be sent out of the queue. */
  'service.cancelWaiting': main<ServiceState>().takes(nothing),
  /** Sends a job whose outcome is unknown again, or gives up asking. */
  'service.settle': main<ServiceState>().takes(z.strictObject({ key: id, again: z.boolean() })),

  // What a person sets for every library.
  'settings.get': main<Settings>().takes(nothing),
  /** Changes them, at once and for good. */
  'settings.set': main<Settings>().takes(settingsSchema),

  // Their audio.
  /** What the file's header says. Fails with an `audio-…` code where there is no audio to play. */
  'audio.facts': main<AudioFacts>().takes(z.strictObject({ id })),
  /** The shape of its sound; `null` for formats that only the window decodes. */
  'audio.peaks': main<AudioPeaks | null>().takes(z.strictObject({ id })),
  /** How loud each pitch is over time; `null` for formats that only the window decodes. */
  'audio.spectrogram': main<Spectrogram | null>().takes(z.strictObject({ id })),
  /** Shows the file in the system's file manager. */
  'audio.reveal': main<null>().takes(z.strictObject({ id })),
  /** Puts the file's absolute path on the clipboard. */
  'audio.copyPath': main<null>().takes(z.strictObject({ id })),
  /**
   * Copies under readable names, to a file of the system's save dialog, several to a folder. `null`
   * when dismissed.
   */
  'audio.saveCopies': main<SavedCopies | null>().takes(
    z.strictObject({ ids: z.array(id).min(1).max(500) }),
  ),
  /** Where the check of the library's audio stands. */
  'check.state': main<CheckState>().takes(nothing),
  /** Begins in the background, or goes on where it was stopped. */
  'check.start': main<CheckState>().takes(z.strictObject({ resume: z.boolean() })),
  'check.stop': main<null>().takes(nothing),
  'check.findings': storage<Readonly<{ total: number; findings: readonly Finding[] }>>().takes(
    z.strictObject({
      /** `null` for all. */
      kind: z.enum(findingKinds).nullable(),
      position: z.int().nonnegative(),
      limit: z.int().positive().max(maxPageSize),
    }),
  ),
  /** Begins a drag of the files themselves, out of the window. Those that are missing stay behind. */
  'audio.drag': main<null>().takes(z.strictObject({ ids: z.array(id).min(1).max(500) })),

  /** Folders that audio may be read from, beside the library's own and its parent. */
  'settings.outputFolders': main<readonly string[]>().takes(nothing),
  /** Shows the system's dialog and adds the chosen folder. Answers all of them. */
  'settings.addOutputFolder': main<readonly string[]>().takes(nothing),
  /** Takes the folder at that place of the list away. Answers the others. */
  'settings.removeOutputFolder': main<readonly string[]>().takes(
    z.strictObject({ index: z.int().nonnegative() }),
  ),

  // The program itself.
  /** Shows the folder of the log in the system's file manager. */
  'program.showLogs': main<null>().takes(nothing),
  /**
   * Puts on the clipboard what a report of a problem needs: versions, the kind of machine and library,
   * the newest entries of the log. Nothing of anybody's work is in it.
   */
  'program.copyDiagnostics': main<null>().takes(nothing),

  // The window.
  /** The window has painted real content: the first rows, a welcome or an error. */
  'window.painted': main<null>().takes(nothing),
} as const;

/** Rows `position … position + rows.length - 1` of `total` matches, as of one read transaction. */
export type GenerationList = Readonly<{
  position: number;
  total: number;
  rows: readonly GenerationSummary[];
}>;

/** What the main process tells the window unasked. */
export type Events = {
  'library.state': LibraryState;
  /** Something in the library changed: whatever is shown should be read again. */
  'library.changed': null;
  /** How far the check of the library's audio is. */
  'check.progress': CheckState;
  /** Rows that the export under way has written, and how many there will be. */
  'export.progress': Readonly<{ done: number; total: number }>;
  'service.state': ServiceState;
  /** What people should know, as a sentence. */
  'program.told': string;
  /** A choice in the native menu that concerns the window's content. */
  'menu.command': MenuCommand;
};
export type EventName = keyof Events;
export const eventNames = [
  'library.state',
  'library.changed',
  'check.progress',
  'export.progress',
  'service.state',
  'program.told',
  'menu.command',
] as const satisfies readonly EventName[];

export type Contract = typeof contract;
export type OperationName = keyof Contract;
export type OperationsIn<Place extends 'main' | 'storage'> = {
  [Name in OperationName]: Contract[Name]['runsIn'] extends Place ? Name : never;
}[OperationName];
export type Input<Name extends OperationName> = z.infer<Contract[Name]['input']>;
export type Output<Name extends OperationName> =
  Contract[Name] extends Operation<'main' | 'storage', z.ZodType, infer Value> ? Value : never;

type Operation<Place, Schema extends z.ZodType, Value> = Readonly<{
  runsIn: Place;
  /** Of the storage: which of its threads answers. */
  thread: 'quick' | 'long';
  input: Schema;
  /** Carries the answer's type only; holds nothing at run time. */
  output?: Value;
}>;

function define<Place extends 'main' | 'storage', Value>(runsIn: Place, thread: 'quick' | 'long') {
  return {
    takes: <Schema extends z.ZodType>(input: Schema): Operation<Place, Schema, Value> => ({
      runsIn,
      thread,
      input,
    }),
  };
}
