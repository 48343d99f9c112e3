import { useEffect } from 'react';

let told = false;
let tellPainted: () => void = () => {};

/** Fulfilled once there was content on screen: what can wait for that does. */
export const painted: Promise<void> = new Promise((resolve) => {
  tellPainted = resolve;
});

/** Tells the main process, once, that this component's content is on screen. */
export const usePainted = (ready: boolean): void => {
  useEffect(() => {
    if (!ready || told) return;
    told = true;
    void document.fonts.ready.then(() => {
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          void window.monitor.window.painted();
          tellPainted();
        }),
      );
    });
  }, [ready]);
};
