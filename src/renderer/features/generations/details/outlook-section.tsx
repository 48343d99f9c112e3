import { IconAlertTriangle, IconPlugConnectedX } from '@tabler/icons-react';
import type { Generation } from '../../../../shared/generation';
import { isStalled, type Outlook } from '../../../../shared/outlook';
import { useEachSecond } from '../../../base/clock';
import { giveUpJobs } from '../../../model/jobs/clean-up';
import { Button } from '../../../ui/button';
import { Progress } from '../../../ui/progress';
import { longOutlook, progressOf, stalledReason } from '../outlook-text';
import pane from './details-pane.module.css';
import classes from './outlook-section.module.css';

type OutlookSectionProps = Readonly<{
  generation: Generation;
  outlook: Outlook;
  readOnlyReason: string | null;
}>;

/** How far a job is or when its turn comes; of one that seems stalled why, and what can be done. */
export function OutlookSection({ generation, outlook, readOnlyReason }: OutlookSectionProps) {
  const reason = useEachSecond((now) =>
    isStalled(outlook, now) ? stalledReason(outlook, generation, now) : null,
  );
  const text = useEachSecond((now) => longOutlook(outlook, now));
  const progress = useEachSecond((now) =>
    outlook.state === 'running' ? progressOf(outlook, now) : null,
  );
  if (reason !== null) {
    return (
      <div className={pane.note} role="note" aria-label="Stalled?">
        <p className={classes.reason}>
          <IconAlertTriangle size={14} stroke={1.75} aria-hidden />
          {reason} Its worker may be gone.
        </p>
        <Button
          size="small"
          disabled={readOnlyReason !== null}
          title={readOnlyReason ?? 'It can be retried then'}
          onClick={() => void giveUpJobs([generation.id])}
        >
          <IconPlugConnectedX size={14} stroke={1.75} aria-hidden />
          Mark as failed
        </Button>
      </div>
    );
  }
  return (
    <section className={pane.section} aria-label="Estimate">
      <h2>{outlook.state === 'running' ? 'Progress' : 'Queue'}</h2>
      {progress !== null && (
        <Progress label="Estimated progress" done={progress * 100} total={100} />
      )}
      <p className={classes.text}>{text}</p>
    </section>
  );
}
