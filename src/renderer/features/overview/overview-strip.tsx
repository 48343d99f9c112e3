import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Ended, Overview } from '../../../shared/insights';
import {
  formatCount,
  formatDuration,
  formatFactor,
  formatQuantity,
} from '../../base/format/numbers';
import { overviewQuery } from '../../model/insight-queries';
import { RatingSign } from '../judgements/star-rating';
import { HourChart } from './hour-chart';
import classes from './overview-strip.module.css';

/** The state of the library at a glance: throughput, success, speed, queue. */
export function OverviewStrip() {
  const { data } = useQuery(overviewQuery);
  const factors = data?.realTimeFactors ?? [];
  const ratings = new Map(data?.ratings.map((rating) => [rating.model, rating]));
  return (
    <section aria-label="Overview" className={classes.strip}>
      <Figure name="Queue" note={data && queueNote(data.queued, data.queueSeconds)}>
        {data && formatQuantity(data.queued, 'job')}
      </Figure>
      <Figure name="Success, 24 h" note={data && endedNote(data.last24Hours)}>
        {data && percent(data.last24Hours)}
      </Figure>
      <Figure name="Success, 7 days" note={data && endedNote(data.last7Days)}>
        {data && percent(data.last7Days)}
      </Figure>
      <Figure name="Ended per hour, 24 h" wide>
        {data && <HourChart hours={data.endedPerHour} />}
      </Figure>
      <Figure
        name={ratings.size > 0 ? 'Real-time factor, rating' : 'Real-time factor, median'}
        wide
      >
        {data && (
          <ul className={classes.factors}>
            {factors.slice(0, 4).map(({ model, median }) => (
              <Model key={model} name={model} factor={median} rating={ratings.get(model)} />
            ))}
            {factors.length === 0 && <li className={classes.none}>–</li>}
          </ul>
        )}
      </Figure>
    </section>
  );
}

type ModelProps = Readonly<{
  name: string;
  factor: number;
  rating: Overview['ratings'][number] | undefined;
}>;

function Model({ name, factor, rating }: ModelProps) {
  const rated =
    rating &&
    `, rated ${rating.average.toFixed(1)} (${formatQuantity(rating.rated, 'rating')}, ${formatCount(rating.starred)} starred)`;
  return (
    <li title={`${name}: ${formatFactor(factor)}${rated ?? ''}`}>
      <span className={classes.model}>{name}</span>
      <span className={classes.factor}>{formatFactor(factor)}</span>
      {rating && (
        <span className={classes.factor}>
          {rating.average.toFixed(1)} <RatingSign />
        </span>
      )}
    </li>
  );
}

type FigureProps = Readonly<{
  name: string;
  note?: string | undefined;
  wide?: boolean;
  children: ReactNode;
}>;

function Figure({ name, note, wide, children }: FigureProps) {
  return (
    <div className={classes.figure} data-wide={wide || undefined}>
      <span className={classes.name}>{name}</span>
      <span className={classes.value}>{children || ' '}</span>
      {!wide && <span className={classes.note}>{note}</span>}
    </div>
  );
}

const percent = ({ completed, failed }: Ended): string => {
  const all = completed + failed;
  if (all === 0) return '–';
  const rate = (completed / all) * 100;
  return `${rate > 99 && rate < 100 ? rate.toFixed(1) : Math.round(rate)} %`;
};

const endedNote = ({ completed, failed }: Ended): string => {
  const all = completed + failed;
  if (all === 0) return 'none ended';
  return failed === 0
    ? `${formatCount(all)} ended`
    : `${formatCount(failed)} of ${formatCount(all)} failed`;
};

const queueNote = (queued: number, seconds: number | null): string => {
  if (queued === 0) return 'nothing to do';
  return seconds === null
    ? 'no estimate yet'
    : `empty in about ${formatDuration(Math.ceil(seconds))}`;
};
