import type { GenerationList } from '../../../shared/contract';
import {
  type GenerationDetails,
  type GenerationSummary,
  isFailed,
  type RetryBatch,
  type RetryOutcome,
  type StatusCounts,
  type UndoOutcome,
} from '../../../shared/generation';
import { type GenerationFilter, newestFirst } from '../../../shared/query';
import { mostHandedOver } from '../../../shared/service';
import { formatCount, formatQuantity } from '../../base/format/numbers';
import { unwrap } from '../../base/ipc/call';
import { queryClient } from '../../base/ipc/query-client';
import { tell, tellError } from '../../base/messages';
import { clearSelection, idsInRange, type Selection } from '../selection';
import type { View } from '../view';
import { batchSize, isOfGenerations, partsOf, runBatches } from './batches';
import { type HandedOver, retryByService } from './hand-over';
import { describeRefusals } from './refusals';
import { hasService } from './service-store';

/**
 * Has failed generations made once more, by the service where there is one; else they are put back
 * in the queue, at once on screen, then as the library has it.
 */
export const retryGenerations = async (ids: readonly string[]): Promise<void> => {
  let handed: HandedOver;
  try {
    handed = await retryByService(ids);
  } catch (error) {
    return tellError(error);
  }
  if (!handed.toService) await retryAll(ids.length, retriedByIds(ids), handed.fallback);
};

/** Retries what is chosen: of all matches, those that have failed. */
export const retrySelection = async (view: View, selection: Selection): Promise<void> => {
  const ids = [...selection.ids];
  clearSelection();
  if (selection.all) await retryMatching(view.filter, ids);
  else await retryGenerations(ids);
};

/** Retries every failed generation that meets the other conditions of a filter. */
export const retryAllFailed = ({ statuses: _, ...others }: GenerationFilter): Promise<void> =>
  retryMatching(others, []);

/** Of the matches of a filter those that failed, but for some. */
const retryMatching = async (
  filter: GenerationFilter,
  except: readonly string[],
): Promise<void> => {
  const asksFailed = filter.statuses?.includes('failed') ?? true;
  if (!asksFailed) return tell('None of these has failed');
  const failed = { ...filter, statuses: ['failed'] };
  try {
    const { total } = await unwrap(window.monitor.generations.count({ filter: failed }));
    if (total <= mostHandedOver && (await hasService())) {
      const ids = await idsInRange({ filter: failed, sort: newestFirst }, 0, total);
      return await retryGenerations(ids.filter((id) => !except.includes(id)));
    }
    await retryAll(total, retriedByFilter(failed, except));
  } catch (error) {
    tellError(error);
  }
};

type Batches<Outcome> = AsyncGenerator<Readonly<{ outcome: Outcome; size: number }>>;

const retryAll = async (
  total: number,
  batches: Batches<RetryOutcome>,
  fallback: string | null = null,
): Promise<void> => {
  const outcomes = await runBatches({ doing: 'Re-queueing', total, batches });
  if (outcomes.length === 0) return;
  const outcome = {
    retried: outcomes.flatMap(({ retried }) => retried),
    skipped: outcomes.flatMap(({ skipped }) => skipped),
  };
  tellRetried(outcome, fallback);
};

async function* retriedByIds(ids: readonly string[]): Batches<RetryOutcome> {
  for (const part of partsOf(ids)) {
    await queryClient.cancelQueries({ predicate: isOfGenerations });
    showAsPending(new Set(part));
    const outcome = await unwrap(window.monitor.generations.retry({ ids: [...part] }));
    yield { outcome, size: part.length };
  }
}

async function* retriedByFilter(
  filter: GenerationFilter,
  except: readonly string[],
): Batches<RetryOutcome> {
  let after: string | null = null;
  do {
    const batch: RetryBatch = await unwrap(
      window.monitor.generations.retryMatching({
        filter,
        except: [...except],
        after,
        limit: batchSize,
      }),
    );
    yield { outcome: batch, size: batch.retried.length + batch.skipped.length };
    after = batch.next;
  } while (after !== null);
}

/** Says what became of a retry, and offers to take back what it did. */
const tellRetried = (outcome: RetryOutcome, fallback: string | null): void => {
  const text = describeOutcome(outcome);
  const undo = { label: 'Undo', run: () => undoRetries(outcome.retried) };
  tell(text, outcome.retried.length > 0 ? undo : undefined, fallback);
};

const undoRetries = async (ids: readonly string[]): Promise<void> => {
  const outcomes = await runBatches({
    doing: 'Taking back',
    total: ids.length,
    batches: undoneByIds(ids),
  });
  if (outcomes.length === 0) return;
  const undone = outcomes.reduce((sum, outcome) => sum + outcome.undone.length, 0);
  const skipped = outcomes.flatMap((outcome) => outcome.skipped);
  const moved = skipped.filter(({ reason }) => reason !== 'refused').length;
  const parts = [
    `Took back ${formatQuantity(undone, 'retry', 'retries')}`,
    moved > 0 && `${formatCount(moved)} had been taken up already`,
    describeRefusals(skipped),
  ];
  tell(parts.filter(Boolean).join(', '));
};

async function* undoneByIds(ids: readonly string[]): Batches<UndoOutcome> {
  for (const part of partsOf(ids)) {
    const outcome = await unwrap(window.monitor.generations.undoRetry({ ids: [...part] }));
    yield { outcome, size: part.length };
  }
}

/** `Re-queued 38 generations`; with others among them `38 re-queued, 2 were no longer failed`. */
export const describeOutcome = ({ retried, skipped }: RetryOutcome): string => {
  if (skipped.length === 0) {
    return retried.length === 0
      ? 'None of these has failed'
      : `Re-queued ${formatQuantity(retried.length, 'generation')}`;
  }
  const gone = skipped.filter(({ reason }) => reason === 'not-found').length;
  const other = skipped.filter(({ reason }) => reason === 'not-failed').length;
  const parts = [
    `${formatCount(retried.length)} re-queued`,
    other > 0 && `${formatCount(other)} ${other === 1 ? 'was' : 'were'} no longer failed`,
    gone > 0 && `${formatCount(gone)} no longer ${gone === 1 ? 'exists' : 'exist'}`,
    describeRefusals(skipped),
  ].filter(Boolean);
  return parts.join(', ');
};

/** The expected outcome, written over what is cached until the library has answered. */
const showAsPending = (ids: ReadonlySet<string>): void => {
  const counted = new Set<string>();
  const pend = (row: GenerationSummary): GenerationSummary => {
    if (!ids.has(row.id) || !isFailed(row)) return row;
    counted.add(row.id);
    return { ...row, status: 'pending', errorSummary: null, completedAt: null, outlook: null };
  };
  queryClient.setQueriesData<GenerationList>(
    { queryKey: ['generations.list'] },
    (list) => list && { ...list, rows: list.rows.map(pend) },
  );
  queryClient.setQueriesData<GenerationDetails>({ queryKey: ['generations.get'] }, (details) =>
    details && ids.has(details.generation.id) && isFailed(details.generation)
      ? {
          ...details,
          outlook: null,
          generation: { ...details.generation, status: 'pending', errorMessage: null },
        }
      : details,
  );
  queryClient.setQueriesData<StatusCounts>(
    { queryKey: ['generations.count'] },
    (counts) =>
      counts && {
        ...counts,
        byStatus: {
          ...counts.byStatus,
          failed: Math.max(0, (counts.byStatus.failed ?? 0) - counted.size),
          pending: (counts.byStatus.pending ?? 0) + counted.size,
        },
      },
  );
};
