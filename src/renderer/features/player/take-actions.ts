import type { DragEvent } from 'react';
import { formatQuantity } from '../../base/format/numbers';
import { unwrap } from '../../base/ipc/call';
import { tell, tellError } from '../../base/messages';
import { selectionStore } from '../../model/selection';

/** So many files go at once, as in the contract. */
export const mostFiles = 500;

export const showInFolder = (id: string): void => {
  unwrap(window.monitor.audio.reveal({ id })).catch(tellError);
};

export const copyPath = (id: string): void => {
  unwrap(window.monitor.audio.copyPath({ id })).then(() => tell('Path copied'), tellError);
};

/** Copies under readable names: one to a file that is asked for, several to a folder. */
export const saveCopies = async (ids: readonly string[]): Promise<void> => {
  try {
    const outcome = await unwrap(window.monitor.audio.saveCopies({ ids: [...ids] }));
    if (!outcome) return;
    const { saved, failed } = outcome;
    if (saved > 0) tell(`Saved ${formatQuantity(saved, 'copy', 'copies')}`);
    if (failed.length > 0) {
      tellError(
        new Error(`${formatQuantity(failed.length, 'take')} could not be copied: ${failed[0]}`),
      );
    }
  } catch (thrown) {
    tellError(thrown);
  }
};

/** Drags the files themselves out of the window, into a folder or a studio program. */
export const dragFiles = (event: DragEvent, ids: readonly string[]): void => {
  event.preventDefault();
  unwrap(window.monitor.audio.drag({ ids: ids.slice(0, mostFiles) })).catch(tellError);
};

/** A drag that begins on a row of the list: of its file, or of all that are selected with it. */
export const dragRow = (event: DragEvent): void => {
  const row = (event.target as Element).closest<HTMLElement>('[data-generation-id]');
  const id = row?.dataset.generationId;
  if (id === undefined) return;
  const { all, ids } = selectionStore.get();
  dragFiles(event, !all && ids.has(id) ? [...ids] : [id]);
};
