import type { Attempt } from '../../../shared/attempt';
import type { Generation, JsonObject, RetryOutcome, UndoOutcome } from '../../../shared/generation';
import type {
  Judgement,
  JudgementChange,
  JudgementChanges,
  JudgementOutcome,
  Vote,
  VoteCount,
} from '../../../shared/judgement';
import type { Prompt } from '../../../shared/prompt';
import type { GenerationFilter } from '../../../shared/query';
import { checked } from '../inputs';
import type { Database } from './core/database';
import { attemptsOf } from './history/attempts';
import { claimNext } from './jobs/claim';
import * as jobs from './jobs/jobs';
import * as prompts from './jobs/prompts';
import { retryGenerations, undoRetry } from './jobs/retry';
import { retryMatching } from './jobs/retry-matching';
import { judge, judgementsOf } from './judgements/judgements';
import { castVote, votesOf, withdrawVote } from './judgements/votes';
import { countGenerations } from './rows/counts';
import { findGeneration } from './rows/generations';
import { type Page, type PageQuery, pageOfGenerations, recentGenerations } from './rows/pages';

/** The generations of an open library. Each call is one transaction, unless it is inside another. */
export type GenerationsApi = Readonly<{
  create: (job: jobs.NewGeneration) => Generation;
  /** `null` when there is none. */
  get: (id: string) => Generation | null;
  /** Newest first. */
  list: (
    options?: Readonly<{ status?: string; limit?: number; offset?: number }>,
  ) => readonly Generation[];
  /** Pages by key, see {@link Page}. */
  page: (query?: PageQuery, cursor?: string | null) => Page;
  /** Those waiting, newest first. */
  pending: (limit?: number) => readonly Generation[];
  count: (filter?: GenerationFilter) => number;
  countByStatus: (filter?: GenerationFilter) => Readonly<Record<string, number>>;
  updateStatus: (id: string, status: string, errorMessage?: string | null) => Generation | null;
  markProcessing: (id: string) => Generation | null;
  complete: (id: string, completion: jobs.Completion) => Generation | null;
  /** In place of what it had, whatever its status; `null` for none. */
  setMetadata: (id: string, metadata: JsonObject | null) => Generation | null;
  fail: (id: string, message: string) => Generation | null;
  /** The oldest pending job, now `processing`: no other worker gets it. */
  claimNext: () => Generation | null;
  /** Back in the queue, by ids or all failed ones that match a filter. */
  retry: (which: readonly string[] | GenerationFilter) => RetryOutcome;
  undoRetry: (ids: readonly string[]) => UndoOutcome;
  /** Earlier outcomes, oldest first. */
  attempts: (id: string) => readonly Attempt[];
  cancel: (ids: readonly string[]) => jobs.CancelOutcome;
  delete: (ids: readonly string[]) => jobs.DeletedGenerations;
  /** Takes what `delete` answered; answers the ids put back. */
  restore: (deleted: jobs.DeletedGenerations) => readonly string[];
}>;

/** What people think of takes. Deleting a generation keeps it, for when the generation comes back. */
export type JudgementsApi = Readonly<{
  /** Those never judged are left out. */
  get: (ids: readonly string[]) => readonly Judgement[];
  /** What the change does not name stays as it is. */
  set: (ids: readonly string[], change: JudgementChange) => JudgementOutcome;
  /** Takes a change back: hand it `undo` of its outcome. */
  undo: (changes: JudgementChanges) => JudgementOutcome;
}>;

/** Votes of comparisons. */
export type VotesApi = Readonly<{
  /** Answers an id for `withdraw`. */
  cast: (vote: Vote) => string;
  withdraw: (id: string) => boolean;
  count: (ids: readonly string[]) => readonly VoteCount[];
}>;

export type PromptsApi = Readonly<{
  track: (text: string) => Prompt;
  get: (id: number) => Prompt | null;
  getByText: (text: string) => Prompt | null;
  list: (options?: Readonly<{ limit?: number; offset?: number }>) => readonly Prompt[];
  mostUsed: (limit?: number) => readonly Prompt[];
  count: () => number;
}>;

export const generationsApi = (database: Database): GenerationsApi => ({
  create: (job) => jobs.createGeneration(database, checked('job', job, 'create')),
  get: (id) => findGeneration(database, checked('text', id, 'get')),
  list: (options = {}) => recentGenerations(database, checked('list', options, 'list')),
  page: (query = {}, cursor = null) =>
    pageOfGenerations(database, checked('page', query, 'page'), checked('cursor', cursor, 'page')),
  pending: (limit = 100) =>
    recentGenerations(database, { status: 'pending', limit: checked('limit', limit, 'pending') }),
  count: (filter = {}) => countGenerations(database, checked('filter', filter, 'count')).total,
  countByStatus: (filter = {}) =>
    countGenerations(database, checked('filter', filter, 'countByStatus')).byStatus,
  updateStatus: (id, status, message) =>
    jobs.updateStatus(
      database,
      checked('text', id, 'updateStatus'),
      checked('text', status, 'updateStatus'),
      checked('textOrNothing', message, 'updateStatus'),
    ),
  markProcessing: (id) => jobs.markProcessing(database, checked('text', id, 'markProcessing')),
  complete: (id, completion) =>
    jobs.completeGeneration(
      database,
      checked('text', id, 'complete'),
      checked('completion', completion, 'complete'),
    ),
  setMetadata: (id, metadata) =>
    jobs.setMetadata(
      database,
      checked('text', id, 'setMetadata'),
      checked('metadata', metadata, 'setMetadata'),
    ),
  fail: (id, message) =>
    jobs.failGeneration(database, checked('text', id, 'fail'), checked('text', message, 'fail')),
  claimNext: () => claimNext(database),
  retry: (which) =>
    isIds(which)
      ? retryGenerations(database, checked('ids', which, 'retry'))
      : retryMatching(database, checked('filter', which, 'retry')),
  undoRetry: (ids) => undoRetry(database, checked('ids', ids, 'undoRetry')),
  attempts: (id) => attemptsOf(database, checked('text', id, 'attempts')),
  cancel: (ids) => jobs.cancelGenerations(database, checked('ids', ids, 'cancel')),
  delete: (ids) => jobs.deleteGenerations(database, checked('ids', ids, 'delete')),
  restore: (deleted) => jobs.restoreGenerations(database, checked('deleted', deleted, 'restore')),
});

const isIds = (which: readonly string[] | GenerationFilter): which is readonly string[] =>
  Array.isArray(which);

export const judgementsApi = (database: Database): JudgementsApi => ({
  get: (ids) => judgementsOf(database, checked('ids', ids, 'get')),
  set: (ids, change) =>
    judge(database, [
      { ids: checked('ids', ids, 'set'), change: checked('judgement', change, 'set') },
    ]),
  undo: (changes) => judge(database, checked('judgements', changes, 'undo')),
});

export const votesApi = (database: Database): VotesApi => ({
  cast: (vote) => castVote(database, checked('vote', vote, 'cast')),
  withdraw: (id) => withdrawVote(database, checked('text', id, 'withdraw')),
  count: (ids) => votesOf(database, checked('ids', ids, 'count')),
});

export const promptsApi = (database: Database): PromptsApi => ({
  track: (text) => prompts.trackPrompt(database, checked('promptText', text, 'track')),
  get: (id) => prompts.getPrompt(database, checked('number', id, 'get')),
  getByText: (text) => prompts.getPromptByText(database, checked('text', text, 'getByText')),
  list: (options = {}) => prompts.listPrompts(database, checked('list', options, 'list')),
  mostUsed: (limit = 10) => prompts.mostUsedPrompts(database, checked('limit', limit, 'mostUsed')),
  count: () => prompts.countPrompts(database),
});
