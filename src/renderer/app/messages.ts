import { MonitorError } from '../../shared/errors';
import { createStore } from '../ui/store';

/** Something to tell people: information goes away by itself, an error waits to be dismissed. */
export type Message = Readonly<{
  id: number;
  kind: 'information' | 'error';
  text: string;
  hint: string | null;
  action: MessageAction | null;
}>;

/** What a message offers to do; it goes away when that is done. */
export type MessageAction = Readonly<{ label: string; run: () => unknown }>;

const informationMs = 6_000;
/** As long as there is something to undo. */
const actionMs = 10_000;
const mostShown = 4;
let lastId = 0;

export const messageStore = createStore<readonly Message[]>([]);

const show = (
  kind: Message['kind'],
  text: string,
  hint: string | null,
  action: MessageAction | null,
): number => {
  lastId += 1;
  const message: Message = { id: lastId, kind, text, hint, action };
  messageStore.set((all) => [...all, message].slice(-mostShown));
  return message.id;
};

export const dismiss = (id: number): void =>
  messageStore.set((all) => all.filter((message) => message.id !== id));

/** Says that something happened. */
export const tell = (text: string, action?: MessageAction): void => {
  const id = show('information', text, null, action ?? null);
  setTimeout(() => dismiss(id), action ? actionMs : informationMs);
};

/** Says that something failed, and what to do about it. */
export const tellError = (error: unknown): void => {
  const text = error instanceof Error ? error.message : String(error);
  show('error', text, error instanceof MonitorError ? (error.hint ?? null) : null, null);
};
