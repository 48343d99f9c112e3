import type { ChangeOutcome } from './change';

/** Jobs of one wish: the service takes ten a minute. */
export const mostHandedOver = 500;

/** How the service is, as far as it says. */
export type ServiceHealth = Readonly<
  | { state: 'unchecked' }
  /** `status` in its own words: `healthy`. */
  | { state: 'up'; status: string; checkedAt: Date }
  | { state: 'down'; reason: string; checkedAt: Date }
>;

/** A job on its way to the service. */
export type HandOver = Readonly<{
  key: string;
  /** The failed generation that it repeats; `null` for a new job. */
  retryOf: string | null;
  prompt: string;
  modelName: string;
  /** `unknown`: it was sent, and nobody knows whether it arrived. It is not sent again by itself. */
  state: 'waiting' | 'sending' | 'unknown';
  /** Why it is not known what became of it. */
  reason: string | null;
}>;

/** The service of the open library, and what is on its way there. */
export type ServiceState = Readonly<{
  /** `null` where the library has none: its file is used. */
  address: string | null;
  /** Who gave the address. */
  from: 'library' | 'environment';
  /** Why the address is not used. */
  problem: string | null;
  health: ServiceHealth;
  /** The first of them. */
  handOvers: readonly HandOver[];
  waiting: number;
  unknown: number;
  /** When the next is sent; `null` while one is, and where none waits. */
  nextAt: Date | null;
}>;

/** What became of a wish for jobs. */
export type HandOverOutcome = Readonly<
  | {
      via: 'service';
      queued: number;
      skipped: readonly Readonly<{ id: string; reason: string }>[];
      /** What to hand to `service.takeBack`; `null` when nothing was queued. */
      undo: string | null;
    }
  /** Nothing was done: the library's file is the way, and why; `null` where there is no service. */
  | { via: 'library'; reason: string | null }
>;

/** What became of a request to take jobs back. */
export type TakenBack = Readonly<{
  takenBack: number;
  /** Jobs that stay, and why. */
  kept: readonly string[];
}>;

/** As {@link ChangeOutcome}; `reason` where the file alone was changed, or some stay as they are. */
export type ServiceCancelOutcome = ChangeOutcome & Readonly<{ reason: string | null }>;
