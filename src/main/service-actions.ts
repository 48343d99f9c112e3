import type { MainHandlers } from './ipc';
import type { LibrarySession } from './library-session';
import { parseServiceAddress } from './service/address';
import type { ServiceSession } from './service/service-session';
import type { SettingsStore } from './settings';

type ServiceHandlers = Pick<MainHandlers, Extract<keyof MainHandlers, `service.${string}`>>;

/** What the window may ask of the HTTP service of the open library. */
export const createServiceActions = (
  service: ServiceSession,
  library: Pick<LibrarySession, 'state'>,
  settings: SettingsStore,
): ServiceHandlers => ({
  'service.state': () => service.state(),
  'service.check': () => service.check(),
  'service.setAddress': ({ address }) => {
    const state = library.state();
    if (state.phase !== 'open') return service.state();
    const { [state.library.id]: _, ...others } = settings.get().services;
    const own = address === null ? {} : { [state.library.id]: parseServiceAddress(address) };
    settings.update((all) => ({ ...all, services: { ...others, ...own } }));
    service.addressChanged();
    return service.state();
  },
  'service.retry': ({ ids }) => service.retry(ids),
  'service.create': ({ jobs }) => service.create(jobs),
  'service.takeBack': ({ token }) => service.takeBack(token),
  'service.cancel': ({ ids }) => service.cancel(ids),
  'service.cancelWaiting': () => service.cancelWaiting(),
  'service.settle': ({ key, again }) => service.settle(key, again),
});
