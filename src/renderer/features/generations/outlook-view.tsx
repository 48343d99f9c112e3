import type { Outlook } from '../../../shared/outlook';
import { useEachSecond } from '../../base/clock';
import { longOutlook, shortOutlook } from './outlook-text';
import classes from './outlook-view.module.css';

/** What is left of a job, or when its turn comes, in the fewest words. */
export function OutlookText({ outlook }: Readonly<{ outlook: Outlook }>) {
  const text = useEachSecond((now) => shortOutlook(outlook, now));
  const title = useEachSecond((now) => longOutlook(outlook, now));
  return (
    <span className={classes.short} title={title}>
      {text}
    </span>
  );
}
