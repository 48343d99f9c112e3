import type { EventName, Events, Input, OperationName, Output } from './contract';
import type { Result } from './errors';

type Noun<Name extends string> = Name extends `${infer N}.${string}` ? N : never;
type VerbOf<Name extends string, N extends string> = Name extends `${N}.${infer V}` ? V : never;
type Call<Name extends OperationName> =
  undefined extends Input<Name>
    ? () => Promise<Result<Output<Name>>>
    : (input: Input<Name>) => Promise<Result<Output<Name>>>;

/** What the preload script puts on `window.monitor`: one named method per operation of the contract. */
export type MonitorApi = {
  readonly [N in Noun<OperationName>]: {
    readonly [V in VerbOf<OperationName, N>]: Call<Extract<`${N}.${V}`, OperationName>>;
  };
} & {
  /** Calls `listener` with each such event until the returned function is called. */
  readonly on: <Name extends EventName>(
    event: Name,
    listener: (payload: Events[Name]) => void,
  ) => () => void;
};
