import { createStore, useStore } from './store';

/** The screens that exist, by the name that stands in the address. */
export const screens = ['generations', 'compare', 'prompts', 'check', 'settings'] as const;
export type Screen = (typeof screens)[number];

/** Where the window is. Everything that Back and Forward restore is in here, and only that. */
export type Route = Readonly<{ screen: Screen; params: string }>;

const home: Route = { screen: 'generations', params: '' };

/** `#/generations?status=failed` → its route; anything unknown leads home. */
export const parseRoute = (hash: string): Route => {
  const [path = '', params = ''] = hash.replace(/^#\/?/, '').split('?');
  const screen = screens.find((name) => name === path);
  return screen ? { screen, params } : home;
};

export const routeHash = ({ screen, params }: Route): string =>
  params === '' ? `#/${screen}` : `#/${screen}?${params}`;

const routeStore = createStore<Route>(parseRoute(window.location.hash));
window.addEventListener('popstate', () => routeStore.set(parseRoute(window.location.hash)));

/** Goes somewhere else: a new entry in the history, or in place of the present one. */
export const navigate = (route: Route, options: { replace?: boolean } = {}): void => {
  const hash = routeHash(route);
  if (hash === routeHash(routeStore.get())) return;
  if (options.replace) window.history.replaceState(null, '', hash);
  else window.history.pushState(null, '', hash);
  routeStore.set(route);
};

export const goHome = (): void => navigate(home, { replace: true });
export const useRoute = (): Route => useStore(routeStore);
export const currentRoute = (): Route => routeStore.get();
