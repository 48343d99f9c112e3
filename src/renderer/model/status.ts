import { coreStatuses, normalStatus } from '../../shared/generation';

const known = [...coreStatuses, 'cancelled'] as const;
export type KnownStatus = (typeof known)[number];

/** The status as far as this window knows what it means. */
export const knownStatus = (status: string): KnownStatus | 'other' =>
  known.find((name) => name === normalStatus(status)) ?? 'other';

/** `failed` → `Failed`, whatever writer invented it. */
export const statusLabel = (status: string): string =>
  status === '' ? '(empty)' : status.charAt(0).toUpperCase() + status.slice(1);

/** The four of every library in the order of a job's life, then what else it holds, by name. */
export const statusOrder = (occurring: readonly string[]): readonly string[] => {
  const core: readonly string[] = coreStatuses;
  return [...core, ...occurring.filter((status) => !core.includes(status)).sort()];
};
