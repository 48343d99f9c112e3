import type { ChangeOutcome } from '../../../shared/change';
import type { Result } from '../../../shared/errors';
import { formatCount, formatQuantity } from '../../base/format/numbers';
import { unwrap } from '../../base/ipc/call';
import { tell, tellError } from '../../base/messages';
import { createStore } from '../../base/store';
import { closeDetails, cursorStore } from '../cursor';
import { clearSelection, idsOf, type Selection } from '../selection';
import type { View } from '../view';
import { partsOf, runBatches } from './batches';
import { describeRefusals } from './refusals';
import { hasService } from './service-store';

/** From so many on people are asked before they are deleted. */
const asksFrom = 1_001;

/** What the dialog asks about; `null` while it is closed. */
export type DeleteQuestion = Readonly<{ ids: readonly string[]; withAudio: boolean }>;
export const deleteQuestion = createStore<DeleteQuestion | null>(null);

/** Cancels jobs that wait. */
export const cancelJobs = (ids: readonly string[]): Promise<void> => {
  let reason: string | null = null;
  return change(ids, {
    doing: 'Cancelling',
    done: 'Cancelled',
    other: 'not waiting',
    call: async (part) => {
      if (!(await hasService())) return window.monitor.generations.cancel({ ids: [...part] });
      const result = await window.monitor.service.cancel({ ids: [...part] });
      if (result.ok) reason = result.value.reason ?? reason;
      return result;
    },
    aside: () => (reason === null ? '' : `; ${reason}`),
  });
};

/** Marks jobs as failed that nobody works on any more. */
export const giveUpJobs = (ids: readonly string[]): Promise<void> =>
  change(ids, {
    doing: 'Marking',
    done: 'Marked as failed:',
    other: 'not processing',
    call: (part) => window.monitor.generations.giveUp({ ids: [...part] }),
  });

/** Deletes generations: at once where Undo is enough, after a question where they are very many. */
export const deleteGenerations = async (ids: readonly string[]): Promise<void> => {
  if (ids.length >= asksFrom) deleteQuestion.set({ ids, withAudio: false });
  else await deleteRecords(ids);
};

/** Deletes what is chosen. */
export const deleteSelection = async (view: View, selection: Selection): Promise<void> => {
  try {
    await deleteGenerations(await idsOf(view, selection));
  } catch (error) {
    tellError(error);
  }
};

/** Asks whether to delete generations with their audio. */
export const askToDeleteWithAudio = (ids: readonly string[]): void =>
  deleteQuestion.set({ ids, withAudio: true });

/** Deletes the rows, not their audio. */
export const deleteRecords = async (ids: readonly string[]): Promise<void> => {
  leave(ids);
  await change(ids, {
    doing: 'Deleting',
    done: 'Deleted',
    other: 'no longer there',
    call: (part) => window.monitor.generations.delete({ ids: [...part] }),
  });
};

/** Deletes the rows and moves their audio to the trash. */
export const deleteWithAudio = async (ids: readonly string[]): Promise<void> => {
  leave(ids);
  let trashed = 0;
  const kept: string[] = [];
  await change(ids, {
    doing: 'Deleting',
    done: 'Deleted',
    other: 'no longer there',
    call: async (part) => {
      const result = await window.monitor.generations.deleteWithAudio({ ids: [...part] });
      if (result.ok) {
        trashed += result.value.trashed;
        kept.push(...result.value.kept.map(({ reason }) => reason));
      }
      return result;
    },
    aside: () => `; ${formatQuantity(trashed, 'audio file')} in the trash`,
  });
  const [reason] = kept;
  if (reason === undefined) return;
  const others = kept.length > 1 ? ` And ${formatCount(kept.length - 1)} more.` : '';
  tell(`Not in the trash: ${reason}${others}`);
};

/** Chooses and shows no more what is about to go. */
export const leave = (ids: readonly string[]): void => {
  clearSelection();
  const { id } = cursorStore.get();
  if (id !== null && ids.includes(id)) closeDetails();
};

type Change = Readonly<{
  /** `Cancelling` */
  doing: string;
  /** `Cancelled` */
  done: string;
  /** Why some were left alone: `not waiting`. */
  other: string;
  call: (part: readonly string[]) => Promise<Result<ChangeOutcome>>;
  /** What else is to be said of it. */
  aside?: () => string;
}>;

const change = async (ids: readonly string[], what: Change): Promise<void> => {
  const outcomes = await runBatches({
    doing: what.doing,
    total: ids.length,
    batches: inParts(ids, what.call),
  });
  const changed = outcomes.reduce((sum, outcome) => sum + outcome.changed.length, 0);
  const skipped = outcomes.reduce((sum, outcome) => sum + outcome.skipped.length, 0);
  if (changed + skipped === 0) return;
  const tokens = outcomes.flatMap(({ undo }) => (undo === null ? [] : [undo]));
  const refusals = describeRefusals(outcomes.flatMap((outcome) => outcome.skipped));
  const others = outcomes
    .flatMap((outcome) => outcome.skipped)
    .filter(({ reason }) => reason !== 'refused').length;
  const left = [others > 0 && `${formatCount(others)} ${what.other}`, refusals]
    .filter(Boolean)
    .map((part) => `, ${part}`)
    .join('');
  const text = `${what.done} ${formatQuantity(changed, 'generation')}${left}${what.aside?.() ?? ''}`;
  const undo = { label: 'Undo', run: () => undoChanges(tokens, changed) };
  tell(text, tokens.length > 0 ? undo : undefined);
};

async function* inParts(ids: readonly string[], call: Change['call']) {
  for (const part of partsOf(ids)) {
    yield { outcome: await unwrap(call(part)), size: part.length };
  }
}

/** Takes back what answered these tokens, the latest first. */
export const undoChanges = async (tokens: readonly string[], total: number): Promise<void> => {
  const outcomes = await runBatches({ doing: 'Undoing', total, batches: undone(tokens) });
  if (outcomes.length === 0) return;
  const done = outcomes.reduce((sum, outcome) => sum + outcome.undone.length, 0);
  const moved = outcomes.reduce((sum, outcome) => sum + outcome.skipped.length, 0);
  const left = moved === 0 ? '' : `, ${formatCount(moved)} had changed since`;
  tell(`Undone for ${formatQuantity(done, 'generation')}${left}`);
};

async function* undone(tokens: readonly string[]) {
  for (const token of [...tokens].reverse()) {
    const outcome = await unwrap(window.monitor.generations.undo({ token }));
    yield { outcome, size: outcome.undone.length + outcome.skipped.length };
  }
}
