import { createStore, useStore } from './store';

/** How someone likes the window; kept from one start to the next. */
export type Preferences = Readonly<{
  columnVisibility: Readonly<Record<string, boolean>>;
  columnOrder: readonly string[];
  /** Pixels, for columns that were given a width. */
  columnSizing: Readonly<Record<string, number>>;
  /** Width of the details pane, pixels. */
  detailsWidth: number | null;
  density: 'comfortable' | 'compact';
  times: 'relative' | 'absolute';
  /** Views with a name; `params` as in the address. */
  savedViews: readonly Readonly<{ name: string; params: string }>[];
  /** Shows the overview above the list. */
  overview: boolean;
  /** Of the player, 0 … 1. */
  volume: number;
  /** What the player's slider shows. */
  playerView: 'waveform' | 'spectrogram';
  /** Takes that are compared sound equally loud. */
  compareMatched: boolean;
  /** What they are is hidden until one has voted. */
  compareBlind: boolean;
}>;

const storageKey = 'monitor.preferences';

const defaults: Preferences = {
  columnVisibility: {},
  columnOrder: [],
  columnSizing: {},
  detailsWidth: null,
  density: 'comfortable',
  times: 'relative',
  savedViews: [],
  overview: true,
  volume: 1,
  playerView: 'waveform',
  compareMatched: true,
  compareBlind: false,
};

const read = (): Preferences => {
  try {
    const stored: unknown = JSON.parse(window.localStorage.getItem(storageKey) ?? '{}');
    return { ...defaults, ...pick(stored) };
  } catch {
    return defaults;
  }
};

/** What of a stored value can be trusted: each member only where it has the right shape. */
const pick = (stored: unknown): Partial<Preferences> => {
  if (typeof stored !== 'object' || stored === null) return {};
  const known = stored as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(defaults).flatMap(([name, fallback]) => {
      const value = known[name];
      return value !== undefined && sameShape(name, value, fallback) ? [[name, value]] : [];
    }),
  );
};

const sameShape = (name: string, value: unknown, fallback: unknown): boolean => {
  if (name === 'detailsWidth') return value === null || typeof value === 'number';
  if (name === 'volume') return typeof value === 'number' && value >= 0 && value <= 1;
  if (name === 'playerView') return value === 'waveform' || value === 'spectrogram';
  if (name === 'density') return value === 'comfortable' || value === 'compact';
  if (name === 'times') return value === 'relative' || value === 'absolute';
  return (
    typeof value === typeof fallback &&
    value !== null &&
    Array.isArray(value) === Array.isArray(fallback)
  );
};

const store = createStore<Preferences>(read());

export const usePreference = <Name extends keyof Preferences>(name: Name): Preferences[Name] =>
  useStore(store, (preferences) => preferences[name]);

export const getPreferences = (): Preferences => store.get();

/** Applied at once and remembered. */
export const setPreferences = (changes: Partial<Preferences>): void => {
  store.set((before) => ({ ...before, ...changes }));
  window.localStorage.setItem(storageKey, JSON.stringify(store.get()));
};
