import type { Ended } from '../../../shared/insights';
import classes from './overview-strip.module.css';

const barWidth = 5;
const gap = 2;
const height = 30;

/** Jobs that ended in each hour as bars, failed ones on top. */
export function HourChart({ hours }: Readonly<{ hours: readonly Ended[] }>) {
  const most = Math.max(1, ...hours.map(({ completed, failed }) => completed + failed));
  const sum = hours.reduce((total, { completed, failed }) => total + completed + failed, 0);
  const width = hours.length * (barWidth + gap) - gap;
  const scale = (count: number) => (count / most) * height;
  return (
    <svg
      className={classes.chart}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`${sum} jobs ended in the last 24 hours, at most ${most} in an hour`}
    >
      {hours.map(({ completed, failed }, hour) => {
        const done = scale(completed);
        const lost = failed > 0 ? Math.max(1.5, scale(failed)) : 0;
        const x = hour * (barWidth + gap);
        const ago = hours.length - hour;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its place.
          <g key={hour}>
            <title>{`${completed} completed, ${failed} failed, ${ago} h ago`}</title>
            <rect x={x} y={0} width={barWidth} height={height} fill="transparent" />
            <rect
              x={x}
              y={height - Math.max(done, 1)}
              width={barWidth}
              height={Math.max(done, 1)}
              rx={1}
              className={completed > 0 ? classes.completed : classes.zero}
            />
            {lost > 0 && (
              <rect
                x={x}
                y={Math.max(0, height - done - lost)}
                width={barWidth}
                height={lost}
                rx={1}
                className={classes.failed}
              />
            )}
          </g>
        );
      })}
    </svg>
  );
}
