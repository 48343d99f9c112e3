import { retryGenerations } from '../../../model/jobs/retry';
import { useRetryObstacle } from '../../../model/jobs/service-store';
import classes from './retry-button.module.css';

type RetryButtonProps = Readonly<{
  id: string;
  inTabOrder: boolean;
  readOnlyReason: string | null;
}>;

/** Puts one failed generation back in the queue. */
export function RetryButton({ id, inTabOrder, readOnlyReason }: RetryButtonProps) {
  const obstacle = useRetryObstacle(id);
  return (
    <button
      type="button"
      className={classes.retry}
      tabIndex={inTabOrder ? 0 : -1}
      disabled={readOnlyReason !== null || obstacle !== null}
      title={readOnlyReason ?? obstacle ?? undefined}
      onClick={(event) => {
        event.stopPropagation();
        void retryGenerations([id]);
      }}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      Retry
    </button>
  );
}
