import type { GenerationList } from '../../shared/contract';
import type {
  GenerationDetails,
  GenerationSummary,
  RetryOutcome,
  StatusCounts,
  UndoOutcome,
} from '../../shared/generation';
import { tell, tellError } from '../app/messages';
import { formatQuantity } from '../format/numbers';
import { unwrap } from '../ipc/call';
import { queryClient } from '../ipc/query-client';
import { clearSelection, idsInRange, isSelected, type Selection } from './selection';
import type { View } from './view';

/** Most ids of one call. */
const mostAtOnce = 1_000;

/** Puts failed generations back in the queue: at once on screen, then as the library has it. */
export const retryGenerations = async (ids: readonly string[]): Promise<void> => {
  try {
    await queryClient.cancelQueries({ predicate: isOfGenerations });
    showAsPending(new Set(ids));
    const outcome = await inParts(ids);
    tellOutcome(outcome);
  } catch (error) {
    tellError(error);
  } finally {
    await queryClient.invalidateQueries({ predicate: isOfGenerations });
  }
};

/** Retries what is chosen: of all matches, those that have failed. */
export const retrySelection = async (view: View, selection: Selection): Promise<void> => {
  try {
    const ids = selection.all ? await failedIds(view, selection) : [...selection.ids];
    await retryGenerations(ids);
    clearSelection();
  } catch (error) {
    tellError(error);
  }
};

const inParts = async (ids: readonly string[]): Promise<RetryOutcome> => {
  const retried: string[] = [];
  const skipped: RetryOutcome['skipped'][number][] = [];
  for (let from = 0; from < ids.length; from += mostAtOnce) {
    const part = ids.slice(from, from + mostAtOnce);
    const done = await unwrap(window.monitor.generations.retry({ ids: part }));
    retried.push(...done.retried);
    skipped.push(...done.skipped);
  }
  return { retried, skipped };
};

/** The failed ones among all matches. */
const failedIds = async (view: View, selection: Selection): Promise<string[]> => {
  if (!(view.filter.statuses?.includes('failed') ?? true)) return [];
  const failed = { ...view, filter: { ...view.filter, statuses: ['failed'] } };
  const ids = await idsInRange(failed, 0, Number.MAX_SAFE_INTEGER);
  return ids.filter((id) => isSelected(selection, id));
};

const tellOutcome = (outcome: RetryOutcome): void => {
  const { retried } = outcome;
  const undo = { label: 'Undo', run: () => undoRetry(retried) };
  tell(describeOutcome(outcome), retried.length > 0 ? undo : undefined);
};

const undoRetry = async (ids: readonly string[]): Promise<void> => {
  try {
    let undone = 0;
    const skipped: UndoOutcome['skipped'][number][] = [];
    for (let from = 0; from < ids.length; from += mostAtOnce) {
      const part = ids.slice(from, from + mostAtOnce);
      const done = await unwrap(window.monitor.generations.undoRetry({ ids: part }));
      undone += done.undone.length;
      skipped.push(...done.skipped);
    }
    const left = skipped.length === 0 ? '' : `; ${skipped.length} had already changed`;
    tell(`Undone for ${formatQuantity(undone, 'generation')}${left}`);
  } catch (error) {
    tellError(error);
  } finally {
    await queryClient.invalidateQueries({ predicate: isOfGenerations });
  }
};

/** `Re-queued 38 generations; 2 were no longer failed`. */
export const describeOutcome = ({ retried, skipped }: RetryOutcome): string => {
  const done = `Re-queued ${formatQuantity(retried.length, 'generation')}`;
  if (skipped.length === 0) return done;
  const gone = skipped.filter(({ reason }) => reason === 'not-found').length;
  const other = skipped.length - gone;
  const parts = [
    other > 0 && `${other} ${other === 1 ? 'was' : 'were'} no longer failed`,
    gone > 0 && `${gone} no longer ${gone === 1 ? 'exists' : 'exist'}`,
  ].filter(Boolean);
  return `${done}; ${parts.join(', ')}`;
};

const isOfGenerations = ({ queryKey }: { queryKey: readonly unknown[] }): boolean =>
  String(queryKey[0]).startsWith('generations.');

/** The expected outcome, written over what is cached until the library has answered. */
const showAsPending = (ids: ReadonlySet<string>): void => {
  const counted = new Set<string>();
  const pend = (row: GenerationSummary): GenerationSummary => {
    if (!ids.has(row.id) || row.status !== 'failed') return row;
    counted.add(row.id);
    return { ...row, status: 'pending', errorSummary: null, completedAt: null };
  };
  queryClient.setQueriesData<GenerationList>(
    { queryKey: ['generations.list'] },
    (list) => list && { ...list, rows: list.rows.map(pend) },
  );
  queryClient.setQueriesData<GenerationDetails>({ queryKey: ['generations.get'] }, (details) =>
    details && ids.has(details.generation.id) && details.generation.status === 'failed'
      ? {
          ...details,
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
