import type { HandOverItem, HandOverStore } from './hand-over-store';
import type { GenerateOutcome } from './service-client';

/** So many requests in so many milliseconds are what the service takes. */
export type RateLimit = Readonly<{ requests: number; windowMs: number }>;
export const serviceLimit: RateLimit = { requests: 10, windowMs: 60_000 };

const onTheOtherWay = 'it was being put in the library’s own queue';

type Settled = Readonly<{
  accepted: (item: HandOverItem, jobId: string) => void;
  refused: (item: HandOverItem, reason: string) => void;
  /** The service is not there: these are to go another way, and to be removed once they have. */
  unreachable: (items: readonly HandOverItem[], reason: string) => void;
  unknown: (item: HandOverItem) => void;
  /** The queue is another one. */
  changed: () => void;
}>;

/** Jobs on their way to the service, one at a time, no more often than it takes them. */
export type HandOverQueue = Readonly<{
  add: (items: readonly HandOverItem[]) => void;
  /** Takes those that wait, or whose outcome is unknown, out of the queue. Answers them. */
  remove: (which: (item: HandOverItem) => boolean) => readonly HandOverItem[];
  /** Sends one whose outcome is unknown once more: somebody decided so. */
  sendAgain: (key: string) => void;
  /** One whose outcome was unknown turned up as this job. */
  found: (key: string, jobId: string) => void;
  /** Sends what waits in its store; nothing is sent before the first call or addition. */
  wake: () => void;
  /** When the next is sent; `null` while one is, and where none waits. */
  nextAt: () => Date | null;
  /** Sends nothing more; what is being sent is settled all the same. */
  stop: () => void;
}>;

/**
 * @param send asks the service; never rejects
 */
export const createHandOverQueue = (
  store: HandOverStore,
  send: (item: HandOverItem) => Promise<GenerateOutcome>,
  settled: Settled,
  limit: RateLimit = serviceLimit,
): HandOverQueue => {
  /** When the latest requests went out, oldest first. */
  let sentAt: number[] = [];
  let blockedUntil = 0;
  let sending = false;
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;

  const items = () => store.get().items;
  const change = (next: readonly HandOverItem[]) => {
    store.set({ ...store.get(), items: [...next] });
    settled.changed();
  };
  const without = (key: string) => items().filter((item) => item.key !== key);
  const replace = (changed: HandOverItem) =>
    change(items().map((item) => (item.key === changed.key ? changed : item)));

  const nextTime = (): number | null => {
    if (sending || stopped || !items().some(({ state }) => state === 'waiting')) return null;
    const oldest = sentAt.at(-limit.requests);
    return Math.max(blockedUntil, oldest === undefined ? 0 : oldest + limit.windowMs, Date.now());
  };

  const pump = (): void => {
    if (timer) clearTimeout(timer);
    timer = null;
    const next = nextTime();
    if (next === null) return;
    const wait = next - Date.now();
    if (wait > 0) timer = setTimeout(pump, wait);
    else void sendNext();
  };

  const sendNext = async (): Promise<void> => {
    const item = items().find(({ state }) => state === 'waiting');
    if (!item) return;
    sending = true;
    sentAt = [...sentAt, Date.now()].slice(-limit.requests);
    const sent: HandOverItem = { ...item, state: 'sending', sentAt: Date.now(), reason: null };
    try {
      // On the disk first: whatever ends the application now, it is not sent twice.
      replace(sent);
    } catch {
      sending = false;
      blockedUntil = Date.now() + limit.windowMs;
      return pump();
    }
    const outcome = await send(sent);
    sending = false;
    try {
      settle(sent, outcome);
    } catch {
      // It cannot be written down: it stays as one that is being sent, and is not sent again.
    }
    pump();
  };

  const settle = (item: HandOverItem, outcome: GenerateOutcome): void => {
    if (outcome.kind === 'accepted') accept(item, outcome.jobId);
    else if (outcome.kind === 'limited') {
      blockedUntil = Date.now() + outcome.retryAfterMs;
      replace({ ...item, state: 'waiting', sentAt: null });
    } else if (outcome.kind === 'refused') {
      change(without(item.key));
      settled.refused(item, outcome.reason);
    } else if (outcome.kind === 'unknown') {
      const unknown: HandOverItem = { ...item, state: 'unknown', reason: outcome.reason };
      replace(unknown);
      settled.unknown(unknown);
    } else {
      // Until they have gone the other way nobody knows whether they have.
      const gone = items()
        .filter(({ key, state }) => key === item.key || state === 'waiting')
        .map((one): HandOverItem => ({ ...one, state: 'unknown', reason: onTheOtherWay }));
      const byKey = new Map(gone.map((one) => [one.key, one]));
      change(items().map((one) => byKey.get(one.key) ?? one));
      settled.unreachable(gone, outcome.reason);
    }
  };

  const accept = (item: HandOverItem, jobId: string): void => {
    const { batch, retryOf } = item;
    const { done } = store.get();
    store.set({ items: without(item.key), done: [...done, { batch, retryOf, jobId }] });
    settled.changed();
    settled.accepted(item, jobId);
  };

  return {
    add: (added) => {
      change([...items(), ...added]);
      pump();
    },
    remove: (which) => {
      const removed = items().filter((item) => item.state !== 'sending' && which(item));
      if (removed.length > 0) change(items().filter((item) => !removed.includes(item)));
      pump();
      return removed;
    },
    sendAgain: (key) => {
      const item = items().find((one) => one.key === key && one.state === 'unknown');
      if (item) replace({ ...item, state: 'waiting', reason: null, sentAt: null });
      pump();
    },
    found: (key, jobId) => {
      const item = items().find((one) => one.key === key && one.state === 'unknown');
      if (item) accept(item, jobId);
    },
    wake: pump,
    nextAt: () => {
      const next = nextTime();
      return next === null ? null : new Date(next);
    },
    stop: () => {
      stopped = true;
      pump();
    },
  };
};
