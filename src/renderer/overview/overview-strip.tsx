import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Ended } from '../../shared/insights';
import { formatCount, formatDuration, formatFactor, formatQuantity } from '../format/numbers';
import { overviewQuery } from '../insights/insight-queries';
import { HourChart } from './hour-chart';
import classes from './overview-strip.module.css';

/** The state of the library at a glance: throughput, success, speed, queue. */
export function OverviewStrip() {
  const { data } = useQuery(overviewQuery);
  const factors = data?.realTimeFactors ?? [];
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
      <Figure name="Real-time factor, median" wide>
        {data && (
          <ul className={classes.factors}>
            {factors.slice(0, 4).map(({ model, median }) => (
              <li key={model} title={`${model}: ${formatFactor(median)}`}>
                <span className={classes.model}>{model}</span>
                <span className={classes.factor}>{formatFactor(median)}</span>
              </li>
            ))}
            {factors.length === 0 && <li className={classes.none}>–</li>}
          </ul>
        )}
      </Figure>
    </section>
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
