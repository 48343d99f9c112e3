import type { GenerationSummary } from '../../../shared/generation';
import { maxPageSize, newestFirst } from '../../../shared/query';
import { unwrap } from '../../base/ipc/call';
import { queryClient } from '../../base/ipc/query-client';
import { tell, tellError } from '../../base/messages';
import { currentRoute, navigate } from '../../base/route';
import { createStore } from '../../base/store';
import { cursorStore } from '../../model/cursor';
import { isOfGenerations } from '../../model/jobs/batches';
import { currentView, type View } from '../../model/view';
import { judgedRow, judgedStore } from '../judgements/judge';
import { playTrack, togglePlay } from '../player/engine';
import { playerStore } from '../player/player-store';

/** Takes to go through. They are held: what is heard or rejected meanwhile stays in its place. */
export type Audition = Readonly<{
  takes: readonly GenerationSummary[];
  /** How many there were at the beginning. Of very many only the first are held, see {@link goOn}. */
  total: number;
  index: number;
  /** What they were found by. */
  view: View;
}>;

export const auditionStore = createStore<Audition | null>(null);

/** Takes that are held at the beginning, and more each time when one comes near their end. */
const takesAtOnce = 1_000;

judgedStore.subscribe(() => {
  const changes = judgedStore.get();
  const changeOf = (id: string) => changes.find(({ ids }) => ids.includes(id))?.change;
  auditionStore.set(
    (now) => now && { ...now, takes: now.takes.map((take) => judgedRow(take, changeOf(take.id))) },
  );
});

/** Begins with the unheard takes of what the list shows, at the one the cursor is on. */
export const startAudition = (): void => {
  const { screen, params } = currentRoute();
  const onList = screen === 'generations';
  const { filter, sort } = onList ? currentView() : everything;
  const { statuses = ['completed'], heard = false, rejected = false } = filter;
  if (!statuses.includes('completed')) tell(nothingToHear);
  else {
    navigate({ screen: 'generations', params: onList ? params : '' });
    void start({ filter: { ...filter, statuses: ['completed'], heard, rejected }, sort });
  }
};

const everything: View = { filter: {}, sort: newestFirst };
const nothingToHear = 'None of these has audio to hear';

const start = async (view: View): Promise<void> => {
  try {
    const { takes, total } = await unheld(view, []);
    if (takes.length === 0) {
      tellNothing(view);
      return;
    }
    const { id } = cursorStore.get();
    auditionStore.set({ takes, total, index: 0, view });
    goTo(
      Math.max(
        0,
        takes.findIndex((take) => take.id === id),
      ),
    );
  } catch (error) {
    tellError(error);
  }
};

/**
 * The next takes that are not held yet. Always looked for from the first: those heard meanwhile may
 * have left the list, so nobody knows at which position the others go on.
 */
const unheld = async (
  view: View,
  held: readonly GenerationSummary[],
): Promise<Pick<Audition, 'takes' | 'total'>> => {
  const known = new Set(held.map(({ id }) => id));
  const takes: GenerationSummary[] = [];
  for (let position = 0; ; position += maxPageSize) {
    const page = await unwrap(
      window.monitor.generations.list({ ...view, position, limit: maxPageSize }),
    );
    takes.push(...page.rows.filter(({ id }) => !known.has(id)));
    if (page.rows.length < maxPageSize || takes.length >= takesAtOnce) {
      return { takes, total: page.total };
    }
  }
};

let goingOn = false;

/** Holds more takes, where there are more. */
export const goOn = async (): Promise<void> => {
  const begun = auditionStore.get();
  if (!begun || goingOn || begun.takes.length >= begun.total) return;
  goingOn = true;
  try {
    const { takes } = await unheld(begun.view, begun.takes);
    auditionStore.set((now) => {
      if (now?.view !== begun.view) return now;
      const all = [...now.takes, ...takes];
      // Others may have been deleted meanwhile, or new ones made.
      const total = takes.length < takesAtOnce ? all.length : Math.max(all.length, now.total);
      return { ...now, takes: all, total };
    });
  } catch (error) {
    tellError(error);
  } finally {
    goingOn = false;
  }
};

const tellNothing = ({ filter: { heard, ...others }, sort }: View): void => {
  const again = { label: 'Hear again', run: () => start({ filter: others, sort }) };
  if (heard === false) tell('Nothing here is unheard', again);
  else tell(nothingToHear);
};

/** Back to the list, which shows by now what was judged. */
export const leaveAudition = (): void => {
  auditionStore.set(null);
  void queryClient.invalidateQueries({ predicate: isOfGenerations });
};

/** The take one is on. */
export const takeAt = (audition: Audition | null): GenerationSummary | undefined =>
  audition?.takes[audition.index];

/** Moves to a take and plays it. */
export const goTo = (index: number): void => {
  const now = auditionStore.get();
  const take = now?.takes[index];
  if (!now || !take) return;
  auditionStore.set({ ...now, index });
  playTrack(take);
};

/** Moves on, or back, and plays; stays where it is at either end. */
export const step = (direction: 1 | -1): void =>
  goTo((auditionStore.get()?.index ?? 0) + direction);

/** Plays the take one is on, or pauses it. */
export const playOrPause = (): void => {
  const take = takeAt(auditionStore.get());
  if (take && playerStore.get().track?.id !== take.id) playTrack(take);
  else togglePlay();
};
