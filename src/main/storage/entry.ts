import { type Library, type OpenOptions, openLibrary as openConnected } from './sqlite/library';

// The package's `dgx-music-monitor/storage`: what a program outside the application may use.

/**
 * Opens a library, made by this application, by Alembic or by SQLAlchemy's `create_all`. Opening
 * changes no byte of an existing one. Where it cannot be written it opens read-only, and
 * `info().readOnlyReason` says why.
 *
 * @param url `sqlite:///relative.db`, `sqlite:////absolute.db` or a plain path; `DATABASE_URL` and
 *   then `sqlite:///data/generations.db` unless given
 * @throws MonitorError with a `library-…` code
 */
export const openLibrary = (url?: string, options?: OpenOptions): Library => {
  // The connection stays in here: what is done to it behind the library's back, nothing checks.
  const { database: _, ...library } = openConnected(url, options);
  return library;
};

// biome-ignore-start lint/performance/noBarrelFile: the one place that says what is public
export type { Attempt } from '../../shared/attempt';
export { errorSignature } from '../../shared/error-signature';
export { type ErrorCode, MonitorError } from '../../shared/errors';
export {
  type Generation,
  GenerationStatus,
  isComplete,
  isFailed,
  isFinished,
  isPending,
  isProcessing,
  type JsonObject,
  type RetryOutcome,
  type UndoOutcome,
} from '../../shared/generation';
export type { FailureKind, ModelStanding, PromptStanding } from '../../shared/insights';
export type {
  Judgement,
  JudgementChange,
  JudgementChanges,
  JudgementOutcome,
  Vote,
  VoteCount,
} from '../../shared/judgement';
export type { LibraryInfo } from '../../shared/library';
export type { Prompt } from '../../shared/prompt';
export type { GenerationFilter, GenerationSort, MetadataCondition } from '../../shared/query';
export { type GenerationRecord, type PromptRecord, toPromptRecord, toRecord } from './record';
export type { LibraryStats } from './sqlite/insights/statistics';
export type {
  CancelOutcome,
  Completion,
  DeletedGenerations,
  NewGeneration,
} from './sqlite/jobs/jobs';
export type { Library, OpenOptions } from './sqlite/library';
export type { GenerationsApi, JudgementsApi, PromptsApi, VotesApi } from './sqlite/library-api';
export type { Page, PageQuery } from './sqlite/rows/pages';
// biome-ignore-end lint/performance/noBarrelFile: the one place that says what is public
