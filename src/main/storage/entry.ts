// The package's `dgx-music-monitor/storage`: what a program outside the application may use.

// biome-ignore-start lint/performance/noBarrelFile: the one place that says what is public
export type { Attempt } from '../../shared/attempt';
export { errorSignature } from '../../shared/error-signature';
export { type ErrorCode, MonitorError } from '../../shared/errors';
export {
  type Generation,
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
export type { CancelOutcome, Completion, DeletedGenerations, NewGeneration } from './jobs';
export { type Library, type OpenOptions, openLibrary } from './library';
export type { GenerationsApi, JudgementsApi, PromptsApi, VotesApi } from './library-api';
export type { Page, PageQuery } from './pages';
export { type GenerationRecord, toRecord } from './record';
export type { LibraryStats } from './statistics';
// biome-ignore-end lint/performance/noBarrelFile: the one place that says what is public
