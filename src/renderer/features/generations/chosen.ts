import { tellError } from '../../base/messages';
import { cursorStore } from '../../model/cursor';
import {
  askToDeleteWithAudio,
  cancelJobs,
  deleteGenerations,
  giveUpJobs,
} from '../../model/jobs/clean-up';
import { idsOf, selectedCount, selectionStore } from '../../model/selection';
import { currentView } from '../../model/view';
import { openEditAndRunAgain } from '../new-generation/new-generation';

// What a command means: the generations that are selected, or else the one that one is on.

const withChosen = async (act: (ids: readonly string[]) => unknown): Promise<void> => {
  try {
    const ids = await chosenIds();
    if (ids.length > 0) await act(ids);
  } catch (error) {
    tellError(error);
  }
};

const chosenIds = async (): Promise<readonly string[]> => {
  const selection = selectionStore.get();
  if (selectedCount(selection, Number.MAX_SAFE_INTEGER) > 0) return idsOf(currentView(), selection);
  const { id } = cursorStore.get();
  return id === null ? [] : [id];
};

export const cancelChosen = (): Promise<void> => withChosen(cancelJobs);
export const giveUpChosen = (): Promise<void> => withChosen(giveUpJobs);
export const deleteChosen = (): Promise<void> => withChosen(deleteGenerations);
export const deleteChosenWithAudio = (): Promise<void> => withChosen(askToDeleteWithAudio);
/** Of several the first. */
export const editAndRunChosen = (): Promise<void> =>
  withChosen(([id]) => id !== undefined && openEditAndRunAgain(id));
