import { createStore } from '../../base/store';

/** Whether the dialog for tags is open. */
export const tagging = createStore(false);

/** Asks for tags to give to what is chosen, or to take from it. */
export const askForTags = (): void => tagging.set(true);
