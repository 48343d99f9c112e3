import { useQuery } from '@tanstack/react-query';
import type { Generation } from '../../../shared/generation';
import { formatTaken } from '../../format/numbers';
import { attemptsQuery } from '../generation-queries';
import { StatusMark } from '../status-mark';
import classes from './details-pane.module.css';
import { ExactTime } from './exact-time';

/** How the generation ended before it was retried; absent where it never was. */
export function Attempts({ generation }: Readonly<{ generation: Generation }>) {
  const { data } = useQuery(attemptsQuery(generation.id));
  if (!data || data.length === 0) return null;
  return (
    <section className={classes.section}>
      <h2>Earlier attempts</h2>
      <ol className={classes.attempts}>
        {data.map((attempt) => (
          <li key={attempt.attempt}>
            <div className={classes.attemptHead}>
              <span className={classes.aside}>{attempt.attempt}</span>
              <StatusMark status={attempt.status} />
              {attempt.generationTimeSeconds !== null && formatTaken(attempt.generationTimeSeconds)}
              {attempt.completedAt && <ExactTime instant={attempt.completedAt} />}
            </div>
            {attempt.errorMessage && (
              <pre className={classes.attemptError}>{lastLine(attempt.errorMessage)}</pre>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1)?.trim() ?? '';
