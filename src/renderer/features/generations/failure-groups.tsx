import { IconMoodSmile } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { FailureKind } from '../../../shared/insights';
import { newestFirst } from '../../../shared/query';
import { formatCount } from '../../base/format/numbers';
import { failuresQuery } from '../../model/insight-queries';
import { retrySelection } from '../../model/jobs/retry';
import { nothingSelected } from '../../model/selection';
import { showOnly } from '../../model/view';
import { Button } from '../../ui/button';
import { ListFailed } from '../../ui/list-failed';
import { Notice } from '../../ui/notice';
import { TimeText } from '../../ui/time-text';
import classes from './failure-groups.module.css';

/** Failed generations by what they failed of. */
export function FailureGroups({ readOnlyReason }: Readonly<{ readOnlyReason: string | null }>) {
  const { data, error } = useQuery(failuresQuery);
  if (error) return <ListFailed error={error} />;
  if (data?.length === 0) {
    return (
      <Notice
        icon={<IconMoodSmile size={22} stroke={1.5} />}
        title="Nothing has failed"
        text="Failures appear here, grouped by what caused them."
      />
    );
  }
  const most = Math.max(1, ...(data ?? []).map(({ count }) => count));
  return (
    <ul className={classes.groups} aria-label="Kinds of failure">
      {(data ?? []).map((kind) => (
        <Group key={kind.signature} kind={kind} most={most} readOnlyReason={readOnlyReason} />
      ))}
    </ul>
  );
}

type GroupProps = Readonly<{ kind: FailureKind; most: number; readOnlyReason: string | null }>;

function Group({ kind, most, readOnlyReason }: GroupProps) {
  const { signature, count, models, firstAt, lastAt } = kind;
  const filter = { statuses: ['failed'], errorSignature: signature };
  const all = { ...nothingSelected, all: true };
  return (
    <li className={classes.group}>
      <div className={classes.count}>
        <span className={classes.number}>{formatCount(count)}</span>
        <span className={classes.bar} aria-hidden="true">
          <span style={{ width: `${(count / most) * 100}%` }} />
        </span>
      </div>
      <div className={classes.text}>
        <p className={classes.signature}>{signature ?? 'Without a message'}</p>
        <p className={classes.facts}>
          <span>{models.join(', ')}</span>
          {firstAt && (
            <span>
              first <TimeText instant={firstAt} />
            </span>
          )}
          {lastAt && (
            <span>
              last <TimeText instant={lastAt} />
            </span>
          )}
        </p>
      </div>
      <div className={classes.actions}>
        <Button size="small" onClick={() => showOnly(filter)}>
          Show
        </Button>
        <Button
          size="small"
          disabled={readOnlyReason !== null}
          title={readOnlyReason ?? `Retry ${formatCount(count)} generations`}
          onClick={() => void retrySelection({ filter, sort: newestFirst }, all)}
        >
          Retry group
        </Button>
      </div>
    </li>
  );
}
