import type { ServiceState } from '../../../shared/service';
import { unwrap } from '../../base/ipc/call';
import { tellError } from '../../base/messages';
import { createStore, useStore } from '../../base/store';

/** The open library's service; `null` until the first answer. */
export const serviceStore = createStore<ServiceState | null>(null);

/** Asks for the state of the service and follows it from then on. */
export const startService = (): void => {
  window.monitor.on('service.state', serviceStore.set);
  unwrap(window.monitor.service.state()).then(serviceStore.set, tellError);
};

/** Why a failed generation is not to be retried at this moment; `null` where it can be. */
export const useRetryObstacle = (id: string): string | null =>
  useStore(serviceStore, (state) =>
    state?.handOvers.some(({ retryOf }) => retryOf === id) ? 'On its way to the service' : null,
  );

/** Whether there is a service that jobs go to, or should. */
export const hasService = async (): Promise<boolean> => {
  const state = serviceStore.get() ?? (await unwrap(window.monitor.service.state()));
  return state.address !== null || state.problem !== null;
};
