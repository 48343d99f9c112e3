import type { Input, OperationsIn, Output } from '../../../shared/contract';
import { listFindings } from './audio/audio-findings';
import { backupLibrary, backupName } from './file/backup';
import { migrateLibrary, migrationStatus } from './file/migrate';
import { attemptsOf } from './history/attempts';
import { failureKinds } from './insights/failure-kinds';
import { facets, overview } from './insights/insights';
import { leaderboard } from './insights/leaderboard';
import { modelLeaderboard } from './insights/model-leaderboard';
import { cancelJobs, deleteJobs, giveUpJobs } from './jobs/clean-up';
import { createJobs } from './jobs/new-jobs';
import { searchPrompts } from './jobs/prompts';
import { retryGenerations, undoRetry } from './jobs/retry';
import { retryBatch } from './jobs/retry-matching';
import { undoChange } from './jobs/undo';
import { judge, judgementsOf } from './judgements/judgements';
import { castVote, votesOf, withdrawVote } from './judgements/votes';
import type { Library } from './library';
import { countGenerations } from './rows/counts';
import { familyOf } from './rows/family';
import { getGeneration } from './rows/generations';
import { listGenerations } from './rows/pages';

type Operations = {
  readonly [Name in OperationsIn<'storage'>]: (
    library: Library,
    input: Input<Name>,
  ) => Output<Name> | Promise<Output<Name>>;
};

/** What the window may ask of the storage thread, by the contract's names. */
export const storageOperations = {
  'library.backup': ({ database }) => backupLibrary(database, backupName(database.path, 'backup')),
  'library.migrationStatus': ({ database }) => migrationStatus(database),
  'library.migrate': ({ database }) => migrateLibrary(database),
  'generations.list': ({ database }, input) => listGenerations(database, input),
  'generations.count': ({ database }, input) => countGenerations(database, input.filter),
  'generations.get': ({ database }, input) => getGeneration(database, input.id),
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
} satisfies Operations;
