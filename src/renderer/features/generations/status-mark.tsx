import { isStalled, type Outlook, type RunningOutlook } from '../../../shared/outlook';
import { useEachSecond } from '../../base/clock';
import { knownStatus, statusLabel } from '../../model/status';
import { stalledReason } from './outlook-text';
import classes from './status-mark.module.css';

/** A status as its sign, which differs in shape as well as colour. */
export function StatusSign({ status }: Readonly<{ status: string }>) {
  return <span className={classes.sign} data-sign={knownStatus(status)} aria-hidden="true" />;
}

/** A status as sign and word. */
export function StatusMark({ status }: Readonly<{ status: string }>) {
  return (
    <span className={classes.mark} data-sign={knownStatus(status)}>
      {statusLabel(status)}
    </span>
  );
}

type Job = Readonly<{
  status: string;
  modelName: string;
  durationSeconds: number | null;
}>;
type JobMarkProps = Readonly<{ job: Job; outlook: Outlook | null }>;

/** The status of a job, or that it seems stalled, with the reason in its tooltip. */
export function JobMark({ job, outlook }: JobMarkProps) {
  if (outlook?.state !== 'running') return <StatusMark status={job.status} />;
  return <RunningMark job={job} outlook={outlook} />;
}

function RunningMark({ job, outlook }: JobMarkProps & Readonly<{ outlook: RunningOutlook }>) {
  const reason = useEachSecond((now) =>
    isStalled(outlook, now) ? stalledReason(outlook, job, now) : null,
  );
  if (reason === null) return <StatusMark status={job.status} />;
  return (
    <span className={classes.mark} data-sign="stalled" title={reason}>
      Stalled?
    </span>
  );
}
