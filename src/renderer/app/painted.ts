import { useEffect } from 'react';

let told = false;

/** Tells the main process, once, that this component's content is on screen. */
export const usePainted = (ready: boolean): void => {
  useEffect(() => {
    if (!ready || told) return;
    told = true;
    void document.fonts.ready.then(() => {
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          void window.monitor.window.painted();
        }),
      );
    });
  }, [ready]);
};
