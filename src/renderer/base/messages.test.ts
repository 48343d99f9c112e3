import { beforeEach, expect, it } from 'vitest';
import { messageStore, tell, tellError, tellUnderway } from './messages';

beforeEach(() => messageStore.set([]));

const texts = () => messageStore.get().map(({ text }) => text);

it('what can be undone or stopped outlasts what can only be read', () => {
  tellUnderway('Working', { done: 0, total: 9 }, () => {});
  tell('Deleted', { label: 'Undo', run: () => {} });
  for (const number of [1, 2, 3, 4]) tellError(new Error(`Failure ${number}`));
  expect(texts()).toEqual(['Working', 'Deleted', 'Failure 3', 'Failure 4']);
});

it('what goes on outlasts what is done', () => {
  tellUnderway('Working', { done: 0, total: 9 }, () => {});
  for (const number of [1, 2, 3, 4, 5]) tell(`Deleted ${number}`, { label: 'Undo', run: () => {} });
  expect(texts()).toEqual(['Working', 'Deleted 3', 'Deleted 4', 'Deleted 5']);
});

it('what else is to be known stands with what was done, and goes with it', () => {
  for (const name of ['a', 'b', 'c']) tell(name, { label: 'Undo', run: () => {} });
  tell('Re-queued 1 generation', { label: 'Undo', run: () => {} }, 'The own queue is used.');
  expect(messageStore.get().at(-1)).toMatchObject({ hint: 'The own queue is used.' });
  expect(messageStore.get()).toHaveLength(4);
});
