import { createStore } from '../../base/store';

export const openStore = createStore(false);

/** Shows the dialog that exports the current matches. */
export const openExport = (): void => openStore.set(true);
