import { createStore, useStore } from '../ui/store';

const clock = createStore(Date.now());
setInterval(() => clock.set(Date.now()), 20_000);

/** The present, milliseconds since 1970, renewed every 20 seconds: for relative times. */
export const useNow = (): number => useStore(clock);
