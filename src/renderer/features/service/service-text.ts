import type { ServiceState } from '../../../shared/service';
import { formatCount } from '../../base/format/numbers';

/** `healthy`, `is not there`, … */
export const healthText = ({ health, problem }: ServiceState): string => {
  if (problem !== null) return 'has no valid address';
  if (health.state === 'unchecked') return 'is being asked';
  return health.state === 'up' ? health.status : 'does not answer';
};

/** `7 waiting, next in 12 s`; `null` where none waits. */
export const waitText = ({ waiting, nextAt }: ServiceState, now: number): string | null => {
  if (waiting === 0) return null;
  const seconds = nextAt === null ? 0 : Math.ceil((nextAt.getTime() - now) / 1_000);
  const next = seconds > 0 ? `, next in ${formatCount(seconds)} s` : '';
  return `${formatCount(waiting)} waiting${next}`;
};
