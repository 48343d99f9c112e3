import type { LibraryCall, LibraryCalls } from '../engine';
import { filesInUse, filesNamed, namedFile, takesAfter } from './audio/audio-files';
import { keepCheck, lastCheck, listFindings } from './audio/audio-findings';
import type { Database } from './core/database';
import { backupLibrary, backupName } from './file/backup';
import { migrateLibrary, migrationStatus } from './file/migrate';
import { attemptsOf } from './history/attempts';
import { withoutStalled } from './history/estimates';
import { outcomesSince } from './history/outcomes';
import { failureKinds } from './insights/failure-kinds';
import { facets, overview } from './insights/insights';
import { leaderboard } from './insights/leaderboard';
import { modelLeaderboard } from './insights/model-leaderboard';
import { cancelJobs, deleteJobs, giveUpJobs } from './jobs/clean-up';
import { addMetadata, findAskedJob, findGenerations } from './jobs/hand-over';
import { createJobs } from './jobs/new-jobs';
import { searchPrompts } from './jobs/prompts';
import { retryGenerations, undoRetry } from './jobs/retry';
import { retryBatch } from './jobs/retry-matching';
import { undoChange } from './jobs/undo';
import { judge, judgementsOf } from './judgements/judgements';
import { castVote, votesOf, withdrawVote } from './judgements/votes';
import { countGenerations } from './rows/counts';
import { familyOf } from './rows/family';
import { getGeneration } from './rows/generations';
import { listGenerations } from './rows/pages';

/** Calls that concern a thread as much as its library: engine.ts answers them. */
export type SessionCall = 'export' | 'cancelExport' | 'watch' | 'setStalledAfter';

type Operations = {
  readonly [Name in Exclude<LibraryCall, SessionCall>]: (
    library: Readonly<{ database: Database }>,
    input: LibraryCalls[Name]['input'],
  ) => LibraryCalls[Name]['output'] | Promise<LibraryCalls[Name]['output']>;
};

/** What a library answers, by the names of the contract and of engine.ts. */
export const storageOperations = {
  'library.backup': ({ database }) => backupLibrary(database, backupName(database.path, 'backup')),
  'library.migrationStatus': ({ database }) => migrationStatus(database),
  'library.migrate': ({ database }) => migrateLibrary(database),
  'generations.list': ({ database }, input) => listGenerations(database, input),
  'generations.count': ({ database }, input) => countGenerations(database, input.filter),
  'generations.get': ({ database }, input) => getGeneration(database, input.id),
  'generations.whole': ({ database }, input) => getGeneration(database, input.id, 'whole'),
  'generations.retry': ({ database }, input) => retryGenerations(database, input.ids),
  'generations.retryMatching': ({ database }, input) => retryBatch(database, input),
  'generations.undoRetry': ({ database }, input) => undoRetry(database, input.ids),
  'generations.create': ({ database }, input) => createJobs(database, input.jobs),
  'generations.family': ({ database }, input) => familyOf(database, input.id),
  'prompts.search': ({ database }, input) => searchPrompts(database, input),
  'generations.cancel': ({ database }, input) => cancelJobs(database, input.ids),
  'generations.giveUp': ({ database }, input) => giveUpJobs(database, input.ids),
  'generations.delete': ({ database }, input) => deleteJobs(database, input.ids),
  'generations.undo': ({ database }, input) => undoChange(database, input.token),
  'generations.attempts': ({ database }, input) => attemptsOf(database, input.id),
  'check.findings': ({ database }, input) => listFindings(database, input),
  'judgements.get': ({ database }, input) => judgementsOf(database, input.ids),
  'judgements.set': ({ database }, input) => judge(database, input.changes),
  'votes.cast': ({ database }, input) => castVote(database, input),
  'votes.withdraw': ({ database }, input) => withdrawVote(database, input.id),
  'votes.count': ({ database }, input) => votesOf(database, input.ids),
  'insights.facets': ({ database }) => facets(database),
  'insights.prompts': ({ database }, input) => leaderboard(database, input),
  'insights.models': ({ database }, input) => modelLeaderboard(database, input),
  'insights.failures': ({ database }) => failureKinds(database),
  'insights.overview': ({ database }) => overview(database),
  outcomesSince: ({ database }, input) => outcomesSince(database, input.since),
  resolveFilter: ({ database }, input) => withoutStalled(database, input),
  findGenerations: ({ database }, input) => findGenerations(database, input.ids),
  addMetadata: ({ database }, input) => addMetadata(database, input.id, input.added),
  findAskedJob: ({ database }, input) => findAskedJob(database, input),
  namedFile: ({ database }, input) => namedFile(database, input.id),
  takesAfter: ({ database }, input) => takesAfter(database, input.after, input.limit),
  filesNamed: ({ database }, input) => filesNamed(database, input.ids),
  filesInUse: ({ database }, input) => filesInUse(database, input.filePaths),
  lastCheck: ({ database }) => lastCheck(database),
  keepCheck: ({ database }, input) => keepCheck(database, input),
} satisfies Operations;
