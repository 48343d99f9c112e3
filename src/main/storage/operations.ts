import type { Input, OperationsIn, Output } from '../../shared/contract';
import { countGenerations } from './counts';
import { getGeneration } from './generations';
import type { Library } from './library';
import { listGenerations } from './pages';
import { retryGenerations } from './retry';

type Operations = {
  readonly [Name in OperationsIn<'storage'>]: (
    library: Library,
    input: Input<Name>,
  ) => Output<Name>;
};

/** What the window may ask of the storage thread, by the contract's names. */
export const storageOperations = {
  'generations.list': ({ database }, input) => listGenerations(database, input),
  'generations.count': ({ database }, input) => countGenerations(database, input.filter),
  'generations.get': ({ database }, input) => getGeneration(database, input.id),
  'generations.retry': ({ database }, input) => retryGenerations(database, input.ids),
} satisfies Operations;
