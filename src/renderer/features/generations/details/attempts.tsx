import { useQuery } from '@tanstack/react-query';
import type { Attempt } from '../../../../shared/attempt';
import type { Generation } from '../../../../shared/generation';
import { formatTaken } from '../../../base/format/numbers';
import { attemptsQuery } from '../../../model/generation-queries';
import { ExactTime } from '../../../ui/exact-time';
import { StatusSign } from '../status-mark';
import classes from './attempts.module.css';
import pane from './details-pane.module.css';

/** How often the job was tried and what came of it; absent for one that was never retried. */
export function Attempts({ generation }: Readonly<{ generation: Generation }>) {
  const { data } = useQuery(attemptsQuery(generation.id));
  if (!data || data.length === 0) return null;
  return (
    <section className={pane.section}>
      <h2>Attempts</h2>
      <ol className={classes.attempts} aria-label="Attempts">
        {data.map((attempt) => (
          <li key={attempt.attempt} className={classes.attempt}>
            <StatusSign status={attempt.status} />
            <div>
              <p>
                Attempt {attempt.attempt}: {attempt.status}
                {took(attempt)}
                {attempt.errorMessage !== null && ' with'}
              </p>
              {attempt.errorMessage !== null && <ErrorText text={attempt.errorMessage} />}
              {attempt.completedAt && (
                <p className={classes.when}>
                  <ExactTime instant={attempt.completedAt} />
                </p>
              )}
            </div>
          </li>
        ))}
        <li className={classes.attempt}>
          <StatusSign status={generation.status} />
          <p>
            Attempt {data.length + 1}: {present(generation)}
          </p>
        </li>
      </ol>
    </section>
  );
}

/** The error's last line; the lines before it on demand. */
function ErrorText({ text }: Readonly<{ text: string }>) {
  const lines = text.trim().split('\n');
  const last = lines.at(-1) ?? '';
  if (lines.length < 2) return <p className={classes.error}>{last}</p>;
  return (
    <details className={classes.error}>
      <summary>{last}</summary>
      <pre>{text}</pre>
    </details>
  );
}

/** ` after 12 s`, as far as it is known. */
const took = ({ likelyStartAt, completedAt, generationTimeSeconds }: Attempt): string => {
  const likely =
    likelyStartAt && completedAt ? (completedAt.getTime() - likelyStartAt.getTime()) / 1_000 : null;
  const seconds = generationTimeSeconds ?? likely;
  return seconds === null || seconds < 0 ? '' : ` after ${formatTaken(seconds)}`;
};

const present = ({ status, generationTimeSeconds }: Generation): string => {
  if (status === 'pending') return 'waiting in the queue';
  if (generationTimeSeconds === null) return status;
  return `${status} in ${formatTaken(generationTimeSeconds)}`;
};
