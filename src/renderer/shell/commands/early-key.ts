let early: KeyboardEvent | null = null;

const note = (event: KeyboardEvent): void => {
  early = event.defaultPrevented ? early : event;
};

/** Notes the last key pressed before the commands, which load after the first rows, are there. */
export const noteEarlyKey = (): void => window.addEventListener('keydown', note);

/** That key, once; nothing is noted from then on. */
export const takeEarlyKey = (): KeyboardEvent | null => {
  window.removeEventListener('keydown', note);
  const key = early;
  early = null;
  return key;
};
