import type { Outcomes } from './storage/engine';

/** What the desktop is told. */
export type Notice = Readonly<{ title: string; body: string }>;

/** The outside world, as far as telling people goes. */
export type Desktop = Readonly<{
  /** The window is in front and seen. */
  isLooking: () => boolean;
  /** Whether notifications are wanted. */
  wantsNotices: () => boolean;
  notify: (notice: Notice) => void;
  /** Failures since someone last looked: for the title and the badge. */
  showFailures: (count: number) => void;
}>;

/** Keeps count of what ended while nobody looked. */
export type Attention = Readonly<{
  /** The library changed: something may have ended. */
  changed: () => void;
  /** Someone looks at the window. */
  looked: () => void;
  /** Another library, or none. */
  reset: () => void;
}>;

/** Changes within this time are told together, milliseconds. */
const gatherFor = 1_500;

/**
 * @param outcomesSince asks the storage; rejections mean that there is nothing to tell
 */
export const createAttention = (
  outcomesSince: (since: string | null) => Promise<Outcomes>,
  desktop: Desktop,
): Attention => {
  /** Up to where people know; `undefined` until the library was asked once. */
  let known: string | null | undefined;
  let unseenFailures = 0;
  let timer: NodeJS.Timeout | null = null;
  /** Counts the libraries, so that a late answer for an earlier one is dropped. */
  let library = 0;

  const look = async (): Promise<void> => {
    const mine = library;
    const outcomes = await outcomesSince(known ?? null).catch(() => null);
    if (outcomes === null || mine !== library) return;
    const first = known === undefined;
    known = outcomes.upTo ?? known ?? null;
    if (first || desktop.isLooking()) return;
    if (outcomes.failed > 0) {
      unseenFailures += outcomes.failed;
      desktop.showFailures(unseenFailures);
    }
    const notice = noticeOf(outcomes);
    if (notice && desktop.wantsNotices()) desktop.notify(notice);
  };

  const later = () => {
    timer ??= setTimeout(() => {
      timer = null;
      void look();
    }, gatherFor);
  };

  return {
    changed: later,
    looked: () => {
      unseenFailures = 0;
      desktop.showFailures(0);
      void look();
    },
    reset: () => {
      library++;
      known = undefined;
      unseenFailures = 0;
      desktop.showFailures(0);
      if (timer) clearTimeout(timer);
      timer = null;
      void look();
    },
  };
};

/** One job by its prompt, several by their numbers. */
export const noticeOf = ({ completed, failed, latestPrompt }: Outcomes): Notice | null => {
  if (completed + failed === 0) return null;
  if (completed + failed === 1) {
    return { title: failed ? 'Generation failed' : 'Generation completed', body: latestPrompt };
  }
  const parts = [
    ...(completed > 0 ? [`${completed} completed`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
  return { title: `${completed + failed} generations ended`, body: parts.join(', ') };
};
