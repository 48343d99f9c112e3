import { beforeEach, describe, expect, it } from 'vitest';
import {
  clearSelection,
  isSelected,
  selectAll,
  selectedCount,
  selectionStore,
  selectOnly,
  toggleSelected,
} from './selection';

beforeEach(clearSelection);

describe('chosen one by one', () => {
  it('counts and knows its members', () => {
    selectOnly(['a', 'b']);
    toggleSelected('c');
    toggleSelected('a');
    const selection = selectionStore.get();
    expect(selectedCount(selection, 100)).toBe(2);
    expect(isSelected(selection, 'a')).toBe(false);
    expect(isSelected(selection, 'c')).toBe(true);
  });
});

describe('all matches', () => {
  it('means those that are not loaded, too', () => {
    selectAll();
    expect(selectedCount(selectionStore.get(), 1_000_000)).toBe(1_000_000);
    expect(isSelected(selectionStore.get(), 'never seen')).toBe(true);
  });

  it('but those taken away', () => {
    selectAll();
    toggleSelected('a');
    expect(selectedCount(selectionStore.get(), 10)).toBe(9);
    expect(isSelected(selectionStore.get(), 'a')).toBe(false);
    toggleSelected('a');
    expect(selectedCount(selectionStore.get(), 10)).toBe(10);
  });
});
