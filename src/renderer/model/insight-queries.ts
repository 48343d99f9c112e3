import { queryOptions } from '@tanstack/react-query';
import type { Input } from '../../shared/contract';
import type { Result } from '../../shared/errors';
import type { Leaderboard, ModelStanding, PromptStanding } from '../../shared/insights';
import { unwrap } from '../base/ipc/call';
import { painted } from '../base/painted';
import { blockSize } from './paged-rows';

// What follows from many rows may take the storage a while in a large library, so it is not asked
// again at every change: the longer an answer took, the longer it is good for.

/** Shortest and longest time that an answer is good for, milliseconds. */
const leastMs = 3_000;
const mostMs = 300_000;
/** Its thread works for one part in so many at most; nothing else waits for it. */
const restFactor = 10;

const tookMs = new Map<string, number>();

const timed = async <T>(name: string, ask: () => Promise<Result<T>>): Promise<T> => {
  const start = performance.now();
  const value = await unwrap(ask());
  // The first answer waits for its thread to start: no measure of the next.
  tookMs.set(name, tookMs.has(name) ? performance.now() - start : 0);
  return value;
};

const interval = (name: string) => () =>
  Math.min(mostMs, Math.max(leastMs, (tookMs.get(name) ?? 0) * restFactor));

/** Asked for once the rows are on screen: it starts a thread, which would keep them waiting. */
export const overviewQuery = queryOptions({
  queryKey: ['insights.overview'],
  queryFn: async () => {
    await painted;
    return timed('overview', window.monitor.insights.overview);
  },
  refetchInterval: interval('overview'),
});

export const failuresQuery = queryOptions({
  queryKey: ['insights.failures'],
  queryFn: () => timed('failures', window.monitor.insights.failures),
  refetchInterval: interval('failures'),
});

export const facetsQuery = queryOptions({
  queryKey: ['insights.facets'],
  queryFn: () => unwrap(window.monitor.insights.facets()),
  staleTime: 30_000,
  gcTime: 300_000,
});

/** What the leaderboard shows. */
export type StandingsView = Omit<Input<'insights.prompts'>, 'position' | 'limit'> &
  Readonly<{ of: 'prompts' | 'models' }>;

/** Prompts or models `block * blockSize …` of a view. */
export const standingsQuery = ({ of, ...view }: StandingsView, block: number) =>
  queryOptions({
    queryKey: [`insights.${of}`, view, block],
    queryFn: () =>
      timed<Leaderboard<PromptStanding | ModelStanding>>(of, () =>
        window.monitor.insights[of]({ ...view, position: block * blockSize, limit: blockSize }),
      ),
    refetchInterval: interval(of),
    gcTime: 300_000,
  });
