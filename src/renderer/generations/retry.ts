import { useMutation } from '@tanstack/react-query';
import type { GenerationList } from '../../shared/contract';
import type {
  GenerationDetails,
  GenerationSummary,
  RetryOutcome,
  StatusCounts,
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
export const useRetry = () =>
  useMutation({
    mutationFn: (ids: readonly string[]) =>
      unwrap(window.monitor.generations.retry({ ids: [...ids] })),
    onMutate: async (ids) => {
      await queryClient.cancelQueries({ predicate: isOfGenerations });
      showAsPending(new Set(ids));
    },
    onSuccess: (outcome) => tell(describeOutcome(outcome)),
    onError: tellError,
    onSettled: () => queryClient.invalidateQueries({ predicate: isOfGenerations }),
  });

/** Retries what is chosen: of all matches, those that have failed. */
export const useRetrySelection = () =>
  useMutation({
    mutationFn: async ({ view, selection }: { view: View; selection: Selection }) => {
      const ids = selection.all ? await failedIds(view, selection) : [...selection.ids];
      let outcome: RetryOutcome = { retried: [], skipped: [] };
      for (let from = 0; from < ids.length; from += mostAtOnce) {
        const part = ids.slice(from, from + mostAtOnce);
        const done = await unwrap(window.monitor.generations.retry({ ids: part }));
        outcome = {
          retried: [...outcome.retried, ...done.retried],
          skipped: [...outcome.skipped, ...done.skipped],
        };
      }
      return outcome;
    },
    onSuccess: (outcome) => {
      clearSelection();
      tell(describeOutcome(outcome));
    },
    onError: tellError,
    onSettled: () => queryClient.invalidateQueries({ predicate: isOfGenerations }),
  });

/** The failed ones among all matches. */
const failedIds = async (view: View, selection: Selection): Promise<string[]> => {
  const failed = { ...view, filter: { ...view.filter, statuses: ['failed'] } };
  const asksFailed = view.filter.statuses?.includes('failed') ?? true;
  if (!asksFailed) return [];
  const ids = await idsInRange(failed, 0, Number.MAX_SAFE_INTEGER);
  return ids.filter((id) => isSelected(selection, id));
};

/** `Re-queued 38 generations; 2 were no longer failed.` */
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
  let changed = 0;
  const counted = new Set<string>();
  const pend = (row: GenerationSummary): GenerationSummary => {
    if (!ids.has(row.id) || row.status !== 'failed') return row;
    if (!counted.has(row.id)) changed += 1;
    counted.add(row.id);
    return { ...row, status: 'pending', errorSummary: null, completedAt: null };
  };
  queryClient.setQueriesData<GenerationList>(
    { queryKey: ['generations.list'] },
    (list) => list && { ...list, rows: list.rows.map(pend) },
  );
  for (const id of ids) {
    queryClient.setQueryData<GenerationDetails>(
      ['generations.get', id],
      (details) =>
        details && {
          ...details,
          generation: { ...details.generation, status: 'pending', errorMessage: null },
        },
    );
  }
  queryClient.setQueriesData<StatusCounts>(
    { queryKey: ['generations.count'] },
    (counts) =>
      counts && {
        ...counts,
        byStatus: {
          ...counts.byStatus,
          failed: Math.max(0, (counts.byStatus.failed ?? 0) - changed),
          pending: (counts.byStatus.pending ?? 0) + changed,
        },
      },
  );
};
