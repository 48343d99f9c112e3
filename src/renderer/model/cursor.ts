import { createStore } from '../base/store';

/** Which row the keyboard is on, and whether its details are shown. */
export type Cursor = Readonly<{
  /** Position in the list; null while no row was chosen. */
  index: number | null;
  /** The generation there, once known: it stays the chosen one when the list moves under it. */
  id: string | null;
  detailsOpen: boolean;
}>;

export const noCursor: Cursor = { index: null, id: null, detailsOpen: false };
export const cursorStore = createStore<Cursor>(noCursor);

export const moveCursor = (index: number, id: string | null): void =>
  cursorStore.set((cursor) => ({ ...cursor, index, id }));

export const openDetails = (): void =>
  cursorStore.set((cursor) => (cursor.index === null ? cursor : { ...cursor, detailsOpen: true }));

export const closeDetails = (): void =>
  cursorStore.set((cursor) => ({ ...cursor, detailsOpen: false }));

/** Shows the details of a generation, wherever in the list it is, if it is there at all. */
export const showDetailsOf = (id: string): void =>
  cursorStore.set({ index: null, id, detailsOpen: true });
