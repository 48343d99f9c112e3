import { unwrap } from '../base/ipc/call';
import { createStore } from '../base/store';
import type { View } from './view';

/**
 * The generations chosen for an action. With `all`, every match of the view is chosen but those in
 * `ids`; otherwise exactly those in `ids`.
 */
export type Selection = Readonly<{ all: boolean; ids: ReadonlySet<string> }>;

export const nothingSelected: Selection = { all: false, ids: new Set() };
export const selectionStore = createStore<Selection>(nothingSelected);

/** Largest range that one Shift-click chooses row by row. */
const longestRange = 10_000;
const pageSize = 500;

export const isSelected = ({ all, ids }: Selection, id: string): boolean => all !== ids.has(id);

export const selectedCount = ({ all, ids }: Selection, total: number): number =>
  all ? Math.max(0, total - ids.size) : ids.size;

export const clearSelection = (): void => selectionStore.set(nothingSelected);

export const selectAll = (): void => selectionStore.set({ all: true, ids: new Set() });

/** Adds one, or takes it away. */
export const toggleSelected = (id: string): void =>
  selectionStore.set(({ all, ids }) => {
    const next = new Set(ids);
    if (!next.delete(id)) next.add(id);
    return { all, ids: next };
  });

/** Chooses these and no others. */
export const selectOnly = (ids: Iterable<string>): void =>
  selectionStore.set({ all: false, ids: new Set(ids) });

/** The ids of rows `from … to` of a view: at most {@link longestRange}, or all with no end. */
export const idsInRange = async (view: View, from: number, to: number): Promise<string[]> => {
  const ids: string[] = [];
  const end = to === Number.MAX_SAFE_INTEGER ? to : Math.min(to, from + longestRange - 1);
  for (let position = from; position <= end; position += pageSize) {
    const limit = Math.min(pageSize, end - position + 1);
    const page = await unwrap(window.monitor.generations.list({ ...view, position, limit }));
    ids.push(...page.rows.map((row) => row.id));
    if (page.rows.length < limit) break;
  }
  return ids;
};

/** The ids of all that is chosen. */
export const idsOf = async (view: View, selection: Selection): Promise<readonly string[]> => {
  if (!selection.all) return [...selection.ids];
  const ids = await idsInRange(view, 0, Number.MAX_SAFE_INTEGER);
  return ids.filter((id) => isSelected(selection, id));
};
