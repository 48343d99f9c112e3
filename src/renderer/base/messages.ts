import { MonitorError } from '../../shared/errors';
import { createStore } from './store';

/** Something to tell people: information goes away by itself, an error waits to be dismissed. */
export type Message = Readonly<{
  id: number;
  kind: 'information' | 'error';
  text: string;
  hint: string | null;
  action: MessageAction | null;
  /** How far what it tells of is. */
  progress: Progress | null;
  /** Milliseconds until it goes away by itself; `null` for never. */
  lasts: number | null;
}>;

/** What a message offers to do; it goes away when that is done. */
export type MessageAction = Readonly<{ label: string; run: () => unknown }>;

/** How far something is that takes its time. */
export type Progress = Readonly<{ done: number; total: number }>;

const informationMs = 6_000;
/** As long as there is something to undo. */
const actionMs = 10_000;
const mostShown = 4;
let lastId = 0;

export const messageStore = createStore<readonly Message[]>([]);

const show = (message: Partial<Message> & Pick<Message, 'text'>): number => {
  lastId += 1;
  const shown: Message = {
    kind: 'information',
    hint: null,
    action: null,
    progress: null,
    lasts: null,
    ...message,
    id: lastId,
  };
  messageStore.set((all) => withRoom([...all, shown]));
  return shown.id;
};

/** Without the oldest where there are too many: what can still be undone or stopped goes last. */
const withRoom = (all: readonly Message[]): readonly Message[] => {
  if (all.length <= mostShown) return all;
  const older = all.slice(0, -1);
  const least =
    older.find(({ action }) => action === null) ??
    older.find(({ progress }) => progress === null) ??
    older[0];
  return all.filter((message) => message !== least);
};

export const dismiss = (id: number): void =>
  messageStore.set((all) => all.filter((message) => message.id !== id));

/** Says that something happened. @param hint what else is to be known of it */
export const tell = (text: string, action?: MessageAction, hint: string | null = null): void => {
  const lasts = action || hint !== null ? actionMs : informationMs;
  show({ text, hint, action: action ?? null, lasts });
};

/** Something under way that people see and can stop. */
export type Underway = Readonly<{
  update: (text: string, progress: Progress) => void;
  /** Takes it off the screen. */
  end: () => void;
}>;

/** Says that something is under way, until it is ended. */
export const tellUnderway = (text: string, progress: Progress, stop: () => void): Underway => {
  const id = show({ text, progress, action: { label: 'Stop', run: stop } });
  return {
    update: (newText, now) =>
      messageStore.set((all) =>
        all.map((message) =>
          message.id === id ? { ...message, text: newText, progress: now } : message,
        ),
      ),
    end: () => dismiss(id),
  };
};

/** Says that something failed, and what to do about it. */
export const tellError = (error: unknown): void => {
  tellFailure(error, null);
};

/**
 * As {@link tellError}, with a button for what to do about it.
 *
 * @returns the message's id, to {@link dismiss} it once it no longer matters
 */
export const tellFailure = (error: unknown, action: MessageAction | null): number => {
  const text = error instanceof Error ? error.message : String(error);
  const hint = error instanceof MonitorError ? (error.hint ?? null) : null;
  return show({ kind: 'error', text, hint, action });
};
