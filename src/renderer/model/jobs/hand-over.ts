import type { NewJob } from '../../../shared/job';
import { type HandOverOutcome, mostHandedOver } from '../../../shared/service';
import { formatQuantity } from '../../base/format/numbers';
import { unwrap } from '../../base/ipc/call';
import { tell, tellError } from '../../base/messages';
import { hasService } from './service-store';

// Jobs go to the service where there is one, else into the library's own queue.

/**
 * Whether the service has the jobs; if not, why not, to be said with what is done instead. A message of
 * its own might have to give way to that one before anybody has read it.
 */
export type HandedOver = Readonly<{ toService: boolean; fallback: string | null }>;

/** Has failed generations made once more. */
export const retryByService = async (ids: readonly string[]): Promise<HandedOver> =>
  handOver(ids.length, () => window.monitor.service.retry({ ids: [...ids] }));

export const createByService = async (jobs: readonly NewJob[]): Promise<HandedOver> =>
  handOver(jobs.length, () => window.monitor.service.create({ jobs: [...jobs] }));

const handOver = async (
  count: number,
  ask: () => ReturnType<typeof window.monitor.service.retry>,
): Promise<HandedOver> => {
  if (!(await hasService())) return { toService: false, fallback: null };
  if (count > mostHandedOver) {
    const fallback = `The service takes at most ${mostHandedOver} at once, so the library’s own queue is used.`;
    return { toService: false, fallback };
  }
  const outcome = await unwrap(ask());
  if (outcome.via === 'library') {
    // There was a service a moment ago: that it was not used is said whatever the reason.
    const reason = outcome.reason ?? 'The service could not be used.';
    return { toService: false, fallback: `${reason} The library’s own queue is used.` };
  }
  tellHandedOver(outcome);
  return { toService: true, fallback: null };
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
