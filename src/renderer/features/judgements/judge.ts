import type { GenerationList } from '../../../shared/contract';
import type { GenerationDetails, GenerationSummary } from '../../../shared/generation';
import {
  type Judgement,
  type JudgementChange,
  type JudgementChanges,
  type JudgementOutcome,
  judged,
  unjudged,
} from '../../../shared/judgement';
import type { GenerationFilter, GenerationSort } from '../../../shared/query';
import { formatQuantity } from '../../base/format/numbers';
import { unwrap } from '../../base/ipc/call';
import { queryClient } from '../../base/ipc/query-client';
import { tell, tellError } from '../../base/messages';
import { currentRoute } from '../../base/route';
import { createStore } from '../../base/store';
import { cursorStore } from '../../model/cursor';
import { isOfGenerations, partsOf, runBatches } from '../../model/jobs/batches';
import { idsOf, type Selection, selectionStore } from '../../model/selection';
import { currentView, type View } from '../../model/view';

/** The latest change, for what is shown beside the lists. */
export const judgedStore = createStore<JudgementChanges>([]);

/** Judges one generation: at once on screen, then in the library. */
export const judge = async (id: string, change: JudgementChange): Promise<void> => {
  const changes = [{ ids: [id], change }];
  show(changes);
  try {
    await unwrap(window.monitor.judgements.set({ changes }));
    // Once more: a list that was asked for before has come in meanwhile.
    show(changes);
  } catch (error) {
    tellError(error);
    await queryClient.invalidateQueries({ predicate: isOfGenerations });
    return;
  }
  if (change.tags) void queryClient.invalidateQueries({ queryKey: ['insights.facets'] });
  await queryClient.invalidateQueries({ predicate: asksForJudgements });
};

/** That one was heard. Lists stay as they are: nobody asked for a row to leave them. */
export const noteHeard = async (id: string): Promise<void> => {
  try {
    const [before] = await unwrap(window.monitor.judgements.get({ ids: [id] }));
    if (before?.heardAt) return;
    const changes = [{ ids: [id], change: { heardAt: new Date() } }];
    await unwrap(window.monitor.judgements.set({ changes }));
    show(changes);
  } catch {
    // Where nothing can be kept, listening is still no failure.
  }
};

/** Judges what is chosen, or else the generation one is on. */
export const judgeChosen = (change: JudgementChange): void => {
  if (currentRoute().screen !== 'generations') {
    tell('Choose generations in the list first');
    return;
  }
  const selection = selectionStore.get();
  const { id } = cursorStore.get();
  if (isChosen(selection)) void judgeSelection(currentView(), selection, change);
  else if (id !== null) void judge(id, change);
};

/** As {@link judgeChosen}; of a single generation the opposite of what is. */
export const toggleChosen = (what: 'starred' | 'rejected'): void => {
  const { id } = cursorStore.get();
  const now = !isChosen(selectionStore.get()) && id !== null && knownOf(id)?.[what];
  judgeChosen({ [what]: !now });
};

const isChosen = ({ all, ids }: Selection): boolean => all || ids.size > 0;

/** Judges all that is chosen, in batches, with a way back. */
export const judgeSelection = async (
  view: View,
  selection: Selection,
  change: JudgementChange,
): Promise<void> => {
  try {
    await judgeAll(await idsOf(view, selection), change);
  } catch (error) {
    tellError(error);
  }
};

const judgeAll = async (ids: readonly string[], change: JudgementChange): Promise<void> => {
  const parts = partsOf(ids).map((part) => [{ ids: [...part], change }]);
  const outcomes = await runBatches({
    doing: 'Judging',
    total: ids.length,
    batches: inTurn(parts),
  });
  const count = outcomes.reduce((sum, { changed }) => sum + changed.length, 0);
  if (outcomes.length === 0) return;
  void queryClient.invalidateQueries({ queryKey: ['insights.facets'] });
  const undo = { label: 'Undo', run: () => takeBack(outcomes, count) };
  tell(describeJudging(change, count), count > 0 ? undo : undefined);
};

const takeBack = async (outcomes: readonly JudgementOutcome[], total: number): Promise<void> => {
  const parts = outcomes.map(({ undo }) => undo);
  const undone = await runBatches({ doing: 'Undoing', total, batches: inTurn(parts) });
  if (undone.length > 0) tell(`Undone for ${formatQuantity(total, 'generation')}`);
};

async function* inTurn(parts: readonly JudgementChanges[]) {
  for (const changes of parts) {
    const outcome = await unwrap(window.monitor.judgements.set({ changes: toPlain(changes) }));
    yield { outcome, size: outcome.changed.length };
  }
}

const toPlain = (changes: JudgementChanges) =>
  changes.map(({ ids, change }) => ({ ids: [...ids], change }));

/** `Rated 48 generations 4 of 5`. */
export const describeJudging = (change: JudgementChange, count: number): string => {
  const generations = formatQuantity(count, 'generation');
  const { rating, starred, rejected, heardAt, addTags, removeTags } = change;
  if (rating === null) return `Took the rating from ${generations}`;
  if (rating !== undefined) return `Rated ${generations} ${rating} of 5`;
  if (starred !== undefined) return `${starred ? 'Starred' : 'Unstarred'} ${generations}`;
  if (rejected !== undefined) return `${rejected ? 'Rejected' : 'Kept'} ${generations}`;
  if (addTags) return `Tagged ${generations} “${addTags.join('”, “')}”`;
  if (removeTags) return `Took the tag “${removeTags.join('”, “')}” from ${generations}`;
  return `Marked ${generations} as ${heardAt ? 'heard' : 'unheard'}`;
};

const judgementFields = ['heardAt', 'rating', 'starred', 'rejected', 'tags'] as const;

/** The expected outcome, written over what is cached. */
const show = (changes: JudgementChanges): void => {
  const changeOf = new Map(
    changes.flatMap(({ ids, change }) => ids.map((id) => [id, change] as const)),
  );
  queryClient.setQueriesData<GenerationList>({ queryKey: ['generations.list'] }, (list) =>
    list?.rows.some(({ id }) => changeOf.has(id))
      ? { ...list, rows: list.rows.map((row) => judgedRow(row, changeOf.get(row.id))) }
      : list,
  );
  queryClient.setQueriesData<GenerationDetails>({ queryKey: ['generations.get'] }, (details) => {
    const change = details && changeOf.get(details.generation.id);
    return change ? { ...details, judgement: judged(details.judgement, change) } : details;
  });
  judgedStore.set(changes);
};

/** A row after a change. */
export const judgedRow = (
  row: GenerationSummary,
  change: JudgementChange | undefined,
): GenerationSummary => {
  if (!change) return row;
  const after = judged({ ...unjudged(row.id), ...picked(row) }, change);
  return { ...row, ...picked(after) };
};

type Judged = Pick<Judgement, (typeof judgementFields)[number]>;

const picked = ({ heardAt, rating, starred, rejected, tags }: Judged): Judged => ({
  heardAt,
  rating,
  starred,
  rejected,
  tags,
});

/** What is known of a generation without asking. */
const knownOf = (id: string): Judged | undefined => {
  const details = queryClient.getQueryData<GenerationDetails>(['generations.get', id]);
  if (details) return details.judgement;
  return queryClient
    .getQueriesData<GenerationList>({ queryKey: ['generations.list'] })
    .flatMap(([, list]) => list?.rows ?? [])
    .find((row) => row.id === id);
};

const askedFields: readonly (keyof GenerationFilter)[] = [
  'heard',
  'starred',
  'rejected',
  'rated',
  'minRating',
  'maxRating',
  'tags',
];

/** A list or a count that another judgement may change. */
const asksForJudgements = ({ queryKey }: { queryKey: readonly unknown[] }): boolean => {
  const [name, filter, sort] = queryKey as readonly [
    string,
    GenerationFilter?,
    (GenerationSort | number)?,
  ];
  if (name !== 'generations.list' && name !== 'generations.count') return false;
  const sorts = typeof sort === 'object' && judgementSorts.has(sort.column);
  return sorts || askedFields.some((field) => filter?.[field] !== undefined);
};

const judgementSorts: ReadonlySet<string> = new Set(['rating', 'starred', 'heardAt']);
