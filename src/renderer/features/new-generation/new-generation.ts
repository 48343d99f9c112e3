import type { NewJob } from '../../../shared/job';
import { newestFirst } from '../../../shared/query';
import { formatQuantity } from '../../base/format/numbers';
import { unwrap } from '../../base/ipc/call';
import { queryClient } from '../../base/ipc/query-client';
import { tell, tellError } from '../../base/messages';
import { currentRoute, navigate } from '../../base/route';
import { createStore } from '../../base/store';
import { showDetailsOf } from '../../model/cursor';
import { detailsQuery, wholeGeneration } from '../../model/generation-queries';
import { leave, undoChanges } from '../../model/jobs/clean-up';
import { createByService } from '../../model/jobs/hand-over';
import { selectOnly } from '../../model/selection';
import { currentView, showsEverything } from '../../model/view';
import { type Draft, draftLike, draftOf } from './draft';

/** The draft that the dialog begins with; `null` while it is closed. */
export const openedDraft = createStore<Draft | null>(null);

/** Opens the dialog with the settings of the latest generation, and a prompt if one is given. */
export const openNewGeneration = async (prompt = ''): Promise<void> => {
  try {
    const page = { filter: {}, sort: newestFirst, position: 0, limit: 1 };
    const { rows } = await unwrap(window.monitor.generations.list(page));
    openedDraft.set({ ...draftLike(rows[0]), prompt });
  } catch (error) {
    tellError(error);
  }
};

/** Opens the dialog with all that was asked of a generation. */
export const openEditAndRunAgain = async (id: string): Promise<void> => {
  try {
    const generation = await wholeGeneration(await queryClient.fetchQuery(detailsQuery(id)));
    openedDraft.set(draftOf(generation));
  } catch (error) {
    tellError(error);
  }
};

export const closeNewGeneration = (): void => openedDraft.set(null);

/** Hands jobs to the service, or puts them in the queue and shows them. Rejects when refused. */
export const queueJobs = async (jobs: readonly NewJob[]): Promise<void> => {
  const { toService, fallback } = await createByService(jobs);
  if (toService) return closeNewGeneration();
  const { ids, undo } = await unwrap(window.monitor.generations.create({ jobs: [...jobs] }));
  closeNewGeneration();
  void queryClient.invalidateQueries({
    predicate: ({ queryKey }) => !String(queryKey[0]).startsWith('library.'),
  });
  show(ids);
  const takeBack = () => {
    leave(ids);
    return undoChanges(undo === null ? [] : [undo], ids.length);
  };
  const queued = `Queued ${formatQuantity(ids.length, 'generation')}`;
  tell(queued, { label: 'Undo', run: takeBack }, fallback);
};

/** One with its details, several as the selection; the list begins with them where it can. */
const show = (ids: readonly string[]): void => {
  const [first] = ids;
  if (currentRoute().screen !== 'generations') navigate({ screen: 'generations', params: '' });
  const { sort } = currentView();
  if (sort.column === newestFirst.column && sort.direction === newestFirst.direction) {
    document.querySelector('[role="grid"][aria-label="Generations"]')?.scrollTo({ top: 0 });
  }
  if (first !== undefined) showDetailsOf(first);
  if (ids.length > 1 && showsEverything(currentView())) selectOnly(ids);
};
