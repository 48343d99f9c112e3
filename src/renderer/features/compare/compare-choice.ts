import { queryClient } from '../../base/ipc/query-client';
import { tell, tellError } from '../../base/messages';
import { detailsQuery } from '../../model/generation-queries';
import { idsInRange, isSelected, type Selection } from '../../model/selection';
import type { View } from '../../model/view';
import { isPlayable } from '../player/neighbours';
import { fewestTakes, mostTakes, openCompare } from './compare-route';

/** What is selected as far as it can be compared. */
export type Choice = Readonly<{
  ids: readonly string[];
  /** Why these cannot be compared, as a sentence; `null` where they can. */
  reason: string | null;
}>;

export const wrongNumber = `Select ${fewestTakes} to ${mostTakes} takes to compare them.`;

/** Whether so many can be compared. */
export const isRightNumber = (count: number): boolean => count >= fewestTakes && count <= mostTakes;

/** Looks at a selection of two to four; of a view with all selected, at those it means. */
export const readChoice = async (view: View, selection: Selection): Promise<Choice> => {
  const ids = selection.all
    ? await idsMeant(view, selection)
    : // In the order of the selection.
      [...selection.ids];
  if (!isRightNumber(ids.length)) return { ids, reason: wrongNumber };
  const details = await Promise.all(ids.map((id) => queryClient.fetchQuery(detailsQuery(id))));
  const silent = details.filter(({ generation }) => !isPlayable(generation)).length;
  if (silent === 0) return { ids, reason: null };
  const which =
    silent === ids.length ? 'These have' : `${silent} of these ${silent === 1 ? 'has' : 'have'}`;
  return { ids, reason: `${which} no audio to compare.` };
};

/** Compares what is selected, or says why it cannot be compared. */
export const compareSelection = async (view: View, selection: Selection): Promise<void> => {
  try {
    const { ids, reason } = await readChoice(view, selection);
    if (reason === null) openCompare(ids);
    else tell(reason);
  } catch (thrown) {
    tellError(thrown);
  }
};

/** The first few of all matches but the excepted: enough to know whether they are few enough. */
const idsMeant = async (view: View, selection: Selection): Promise<readonly string[]> => {
  const ids = await idsInRange(view, 0, selection.ids.size + mostTakes);
  return ids.filter((id) => isSelected(selection, id));
};
