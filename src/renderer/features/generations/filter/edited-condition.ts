import { createStore } from '../../../base/store';

/** What the dialog of conditions asks for; `index` names one among those on metadata, `null` a new one. */
export type EditedCondition =
  | Readonly<{ kind: 'created' | 'length' | 'timeTaken' }>
  | Readonly<{ kind: 'metadata'; index: number | null }>;

/** `null` while the dialog is closed. */
export const editedCondition = createStore<EditedCondition | null>(null);
