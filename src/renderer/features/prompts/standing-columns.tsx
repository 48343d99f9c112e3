import type { ReactNode } from 'react';
import {
  type ModelStanding,
  type PromptStanding,
  type RareStanding,
  rareStandings,
  type StandingSort,
} from '../../../shared/insights';
import { formatCount, formatFactor, formatQuantity, formatTaken } from '../../base/format/numbers';
import { TimeText } from '../../ui/time-text';
import { RatingSign } from '../judgements/star-rating';
import { SuccessBar } from './success-bar';

/** How one prompt or one model stands. */
export type Standing = PromptStanding | ModelStanding;

export const nameOf = (row: Standing): string => ('prompt' in row ? row.prompt : row.model);

/** A column of a leaderboard. */
export type StandingColumn = Readonly<{
  id: string;
  header: string;
  title?: string;
  sort: StandingSort | null;
  /** As in `grid-template-columns`. */
  width: string;
  align?: 'end';
  cell: (row: Standing) => ReactNode;
}>;

const columnsOf = (what: 'prompt' | 'model', header: string): readonly StandingColumn[] => [
  {
    id: 'rank',
    header: 'Rank',
    sort: null,
    width: '52px',
    align: 'end',
    cell: (row) => formatCount(row.rank),
  },
  {
    id: what,
    header,
    sort: 'name',
    width: what === 'prompt' ? 'minmax(200px, 1fr)' : 'minmax(140px, 1fr)',
    cell: (row) => <bdi dir="auto">{nameOf(row).slice(0, 500).replace(/\s+/g, ' ').trim()}</bdi>,
  },
  {
    id: 'uses',
    header: 'Uses',
    sort: 'uses',
    width: '68px',
    align: 'end',
    cell: (row) => formatCount(row.uses),
  },
  {
    id: 'completed',
    header: 'Completed',
    sort: 'completed',
    width: '94px',
    align: 'end',
    cell: (row) => formatCount(row.completed),
  },
  {
    id: 'failed',
    header: 'Failed',
    sort: 'failed',
    width: '68px',
    align: 'end',
    cell: (row) => (row.failed === 0 ? <span data-quiet>0</span> : formatCount(row.failed)),
  },
  {
    id: 'success',
    header: 'Success',
    title: 'Completed of all that ended',
    sort: 'successRate',
    width: '132px',
    cell: (row) => row.successRate !== null && <SuccessBar rate={row.successRate} />,
  },
  {
    id: 'median',
    header: 'Median time',
    title: 'Median of the time that completed generations took',
    sort: 'medianTimeSeconds',
    width: '104px',
    align: 'end',
    cell: (row) => row.medianTimeSeconds !== null && formatTaken(row.medianTimeSeconds),
  },
  {
    id: 'factor',
    header: 'RTF',
    title: 'Real-time factor: time taken ÷ length',
    sort: 'realTimeFactor',
    width: '66px',
    align: 'end',
    cell: (row) => row.realTimeFactor !== null && formatFactor(row.realTimeFactor),
  },
  {
    id: 'rating',
    header: 'Rating',
    title: 'Average rating of its takes',
    sort: 'rating',
    width: '74px',
    align: 'end',
    cell: ({ rating, rated }) =>
      rating !== null && (
        <span title={formatQuantity(rated, 'rating')}>
          {rating.toFixed(1)} <RatingSign />
        </span>
      ),
  },
  {
    id: 'starred',
    header: 'Stars',
    title: 'Takes with a star',
    sort: 'starred',
    width: '68px',
    align: 'end',
    cell: ({ starred }) => starred > 0 && formatCount(starred),
  },
  {
    id: 'won',
    header: 'Won',
    title: `Votes won of all between its takes and those of other ${what}s`,
    sort: 'wins',
    width: '64px',
    align: 'end',
    cell: ({ wins, comparisons }) =>
      comparisons > 0 && `${formatCount(wins)} of ${formatCount(comparisons)}`,
  },
  {
    id: 'first',
    header: 'First use',
    sort: 'firstUsedAt',
    width: '114px',
    cell: (row) => row.firstUsedAt && <TimeText instant={row.firstUsedAt} />,
  },
  {
    id: 'last',
    header: 'Last use',
    sort: 'lastUsedAt',
    width: '114px',
    cell: (row) => row.lastUsedAt && <TimeText instant={row.lastUsedAt} />,
  },
];

const columns = { prompts: columnsOf('prompt', 'Prompt'), models: columnsOf('model', 'Model') };

/** The columns to show, without those of which no row has anything. */
export const columnsFor = (
  of: keyof typeof columns,
  known: readonly RareStanding[],
  sorted: StandingSort,
): readonly StandingColumn[] =>
  columns[of].filter(({ sort }) => {
    const rare = rareStandings.find((one) => one === sort);
    return rare === undefined || rare === sorted || known.includes(rare);
  });
