import type { MenuCommand } from '../../../shared/menu';

type Handler = (command: MenuCommand) => void;

let handler: Handler | null = null;
let early: MenuCommand | null = null;

/** Hears the native menu from the start; a choice made before the commands are loaded waits. */
export const hearMenu = (): void => {
  window.monitor.on('menu.command', (command) => {
    if (handler) handler(command);
    else early = command;
  });
};

/** Takes over what the menu says, beginning with the choice that waits. Returns the way out. */
export const answerMenu = (answer: Handler): (() => void) => {
  handler = answer;
  if (early) answer(early);
  early = null;
  return () => {
    if (handler === answer) handler = null;
  };
};
