import { IconRefreshAlert } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { GenerationFilter } from '../../../shared/query';
import { formatQuantity } from '../../base/format/numbers';
import { countQuery } from '../../model/generation-queries';
import { retryAllFailed } from '../../model/jobs/retry';
import { Button } from '../../ui/button';
import classes from './generations-screen.module.css';

type RetryAllFailedProps = Readonly<{
  wanted: GenerationFilter;
  /** Whose failed ones are counted: the filter of the rows on screen. */
  counted: GenerationFilter;
  readOnlyReason: string | null;
}>;

/** Retries whatever has failed among the matches of the other conditions; absent where nothing has. */
export function RetryAllFailed({ wanted, counted, readOnlyReason }: RetryAllFailedProps) {
  const { statuses: _, ...others } = counted;
  const { data } = useQuery({ ...countQuery(others), placeholderData: (before) => before });
  const failed = data?.byStatus.failed ?? 0;
  if (failed === 0) return null;
  return (
    <Button
      size="small"
      className={classes.retryAll}
      disabled={readOnlyReason !== null}
      title={readOnlyReason ?? `Re-queue ${formatQuantity(failed, 'failed generation')}`}
      onClick={() => void retryAllFailed(wanted)}
    >
      <IconRefreshAlert size={14} stroke={1.75} aria-hidden />
      <span>Retry all failed</span>
    </Button>
  );
}
