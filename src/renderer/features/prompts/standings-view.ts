import { useMemo } from 'react';
import type { StandingSort } from '../../../shared/insights';
import { currentRoute, navigate, useRoute } from '../../base/route';
import type { StandingsView } from '../../model/insight-queries';

// What the leaderboard shows is kept in the address.

const firstDirection: Readonly<Record<StandingSort, StandingsView['direction']>> = {
  uses: 'descending',
  name: 'ascending',
  completed: 'descending',
  failed: 'descending',
  successRate: 'descending',
  medianTimeSeconds: 'ascending',
  realTimeFactor: 'ascending',
  rating: 'descending',
  starred: 'descending',
  wins: 'descending',
  firstUsedAt: 'descending',
  lastUsedAt: 'descending',
};
const sorts = Object.keys(firstDirection) as StandingSort[];

const parse = (params: string): StandingsView => {
  const search = new URLSearchParams(params);
  const days = Number(search.get('days') ?? Number.NaN);
  const [name, direction] = search.get('sort')?.split(':') ?? [];
  const sort = sorts.find((known) => known === name) ?? 'uses';
  return {
    of: search.get('of') === 'models' ? 'models' : 'prompts',
    days: days > 0 ? days : null,
    search: search.get('q') ?? '',
    sort,
    direction:
      direction === 'ascending' || direction === 'descending' ? direction : firstDirection[sort],
  };
};

const go = (view: StandingsView, replace = false): void => {
  const search = new URLSearchParams();
  if (view.of === 'models') search.append('of', 'models');
  if (view.search !== '') search.append('q', view.search);
  if (view.days !== null) search.append('days', String(view.days));
  if (view.sort !== 'uses' || view.direction !== 'descending') {
    search.append('sort', `${view.sort}:${view.direction}`);
  }
  navigate({ screen: 'prompts', params: search.toString() }, { replace });
};

export const useStandingsView = (): StandingsView => {
  const { params } = useRoute();
  return useMemo(() => parse(params), [params]);
};

export const showModels = (): void => go({ ...parse(''), of: 'models' });

export const setStandingsView = (changes: Partial<StandingsView>): void =>
  go(
    { ...parse(currentRoute().params), ...changes },
    changes.search !== undefined && changes.of === undefined,
  );

export const toggleStandingsSort = (sort: StandingSort): void => {
  const view = parse(currentRoute().params);
  const opposite = view.direction === 'ascending' ? 'descending' : 'ascending';
  go({ ...view, sort, direction: view.sort === sort ? opposite : firstDirection[sort] });
};
