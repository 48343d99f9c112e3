import { navigate } from '../../base/route';

/** So many takes are compared at once. */
export const fewestTakes = 2;
export const mostTakes = 4;

/** Goes to the comparison of these takes; Back leads here again. */
export const openCompare = (ids: readonly string[]): void =>
  navigate({
    screen: 'compare',
    params: new URLSearchParams(ids.map((id) => ['take', id])).toString(),
  });

/** The takes that an address names. */
export const takesOf = (params: string): readonly string[] =>
  [...new Set(new URLSearchParams(params).getAll('take'))].slice(0, mostTakes);
