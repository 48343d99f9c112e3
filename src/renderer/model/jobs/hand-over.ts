import type { NewJob } from '../../../shared/job';
import { type HandOverOutcome, mostHandedOver } from '../../../shared/service';
import { formatQuantity } from '../../base/format/numbers';
import { unwrap } from '../../base/ipc/call';
import { tell, tellError } from '../../base/messages';
import { hasService } from './service-store';

// Jobs go to the service where there is one, else into the library's file. Each function answers
// whether the service has them.

/** Has failed generations made once more. */
export const retryByService = async (ids: readonly string[]): Promise<boolean> =>
  handOver(ids.length, () => window.monitor.service.retry({ ids: [...ids] }));

export const createByService = async (jobs: readonly NewJob[]): Promise<boolean> =>
  handOver(jobs.length, () => window.monitor.service.create({ jobs: [...jobs] }));

const handOver = async (
  count: number,
  ask: () => ReturnType<typeof window.monitor.service.retry>,
): Promise<boolean> => {
  if (!(await hasService())) return false;
  if (count > mostHandedOver) {
    tell(`More than ${mostHandedOver} at once go into the library’s own queue`);
    return false;
  }
  const outcome = await unwrap(ask());
  if (outcome.via === 'library') {
    if (outcome.reason) tell(`${outcome.reason} The library’s own queue is used.`);
    return false;
  }
  tellHandedOver(outcome);
  return true;
};

const tellHandedOver = ({ queued, skipped, undo }: HandOverOutcome & { via: 'service' }): void => {
  const reasons = [...new Set(skipped.map(({ reason }) => reason))];
  const left =
    skipped.length === 0
      ? ''
      : `; ${formatQuantity(skipped.length, 'generation')} left alone: ${reasons[0]}`;
  const text = `Handed ${formatQuantity(queued, 'generation')} to the service${left}`;
  tell(text, undo === null ? undefined : { label: 'Undo', run: () => takeBack(undo) });
};

const takeBack = async (token: string): Promise<void> => {
  try {
    const { takenBack, kept } = await unwrap(window.monitor.service.takeBack({ token }));
    const left = kept.length === 0 ? '' : `; not ${kept.length}: ${kept[0]}`;
    tell(`Took back ${formatQuantity(takenBack, 'generation')}${left}`);
  } catch (error) {
    tellError(error);
  }
};
